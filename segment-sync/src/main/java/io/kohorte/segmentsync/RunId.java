// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

/** One execution of a sync; numbers come from the sequence {@code run_id}, shared by all kinds of run. */
public record RunId(long value) {

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
