// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

/** A sync, as core numbers it. */
public record SyncId(long value) {

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
