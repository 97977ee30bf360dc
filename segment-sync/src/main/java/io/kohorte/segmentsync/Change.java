// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.util.Locale;

/** What a run does to a member. */
public enum Change {
    /** Entered, or the destination may not have it. */
    ADDED,
    /** The data is other than what the destination confirmed. */
    CHANGED,
    /** Left. */
    REMOVED,
    /** Sent, but the answer got lost: the destination may have it or not. Only on receipts. */
    UNCLEAR,
    /** No longer our concern: nothing was sent, and nothing needs to be. Only on receipts. */
    RELEASED;

    /** As stored and as written in the API: {@code added}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Change of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    boolean leaves() {
        return this == REMOVED || this == RELEASED;
    }
}
