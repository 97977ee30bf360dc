// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * A signed message that came in whole, or was hung up on.
 *
 * @param id of the message: sent again under the same id, it is the same message
 * @param answer what we told, or would have told had we not been out of order; missing when it was turned away
 */
public record Arrival(String id, JsonNode message, Fate fate, JsonNode answer) {

    static Arrival turnedAway(String id, JsonNode message) {
        return new Arrival(id, message, Fate.TURNED_AWAY, MissingNode.getInstance());
    }

    static Arrival unread() {
        return new Arrival("", MissingNode.getInstance(), Fate.UNREAD, MissingNode.getInstance());
    }

    /** What became of it. */
    public enum Fate {
        APPLIED,
        /** Answered before, and not applied again. */
        REPEATED,
        /** Refused whole, or lost to a fault. */
        TURNED_AWAY,
        /** Hung up on before a word was read, so nobody knows what it was. */
        UNREAD
    }
}
