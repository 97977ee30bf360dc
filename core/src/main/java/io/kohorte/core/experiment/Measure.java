// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.learn.uplift.Effect;
import io.kohorte.core.learn.uplift.Moments;
import java.util.Locale;
import java.util.Optional;

/** What is counted of each person's events. */
public enum Measure {
    /** Whether there was any. */
    RATE,
    /** How many. */
    COUNT,
    /** Their money. */
    AMOUNT;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Measure of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    /** A person's outcome after one event more. */
    double after(double outcome, double amount) {
        return switch (this) {
            case RATE -> 1;
            case COUNT -> outcome + 1;
            case AMOUNT -> outcome + amount;
        };
    }

    Optional<Effect> effect(Moments treated, Moments heldOut) {
        return this == RATE ? Effect.ofRates(treated, heldOut) : Effect.ofMeans(treated, heldOut);
    }
}
