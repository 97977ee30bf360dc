// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.receiver;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A signed message that came in whole.
 *
 * @param id of the message: sent again under the same id, it is the same message
 */
public record Arrival(String id, JsonNode message, Fate fate) {

    /** What became of it. */
    public enum Fate {
        APPLIED,
        /** Answered before, and not applied again. */
        REPEATED,
        /** Refused whole, or lost to a fault. */
        TURNED_AWAY
    }
}
