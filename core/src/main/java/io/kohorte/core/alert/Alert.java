// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that people are told about, from when it fired.
 *
 * @param sentence what is wrong; see {@link Finding} for this and the other texts
 * @param since when it was first seen
 * @param firedAt when it had held long enough
 * @param goneSince when it was last seen to be over; absent while it holds
 * @param recoveredAt when it had been gone long enough
 */
record Alert(
        long id,
        AlertKind kind,
        Subject subject,
        String sentence,
        @Nullable String reason,
        String nextStep,
        String link,
        Instant since,
        Instant firedAt,
        @Nullable Instant goneSince,
        @Nullable Instant recoveredAt) {

    public enum State {
        FIRING,
        /** Seems to be over; fires on if it comes back soon. */
        RECOVERING,
        RECOVERED;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @JsonProperty
    State state() {
        if (recoveredAt != null) {
            return State.RECOVERED;
        }
        return goneSince == null ? State.FIRING : State.RECOVERING;
    }

    @JsonProperty
    Severity severity() {
        return kind.severity();
    }
}
