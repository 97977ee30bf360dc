// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * What a route is told.
 *
 * @param message the same on every attempt, so that a receiver recognises one that comes twice
 * @param at when it came to be owed
 */
record Notice(UUID message, Change change, Alert alert, Instant at) {

    enum Change {
        FIRING,
        RECOVERED,
        /** An admin wants to see whether the route works. */
        TEST;

        @JsonValue
        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Change of(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }

    /** Like one that something is wrong, so that a receiver can be tried with it. */
    static Notice test(Instant now) {
        var alert = new Alert(
                0,
                AlertKind.SYNC_STOPPED,
                new Subject(Subject.Kind.SYNC, 0, "Test"),
                "This is a test: notices like this come when something needs you.",
                null,
                "Nothing: this route works.",
                "/",
                now,
                now,
                null,
                null);
        return new Notice(UUID.randomUUID(), Change.TEST, alert, now);
    }
}
