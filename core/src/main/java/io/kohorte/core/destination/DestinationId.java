// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

/** A configured destination. */
public record DestinationId(long value) {

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
