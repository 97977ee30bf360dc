// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.feature.Wording;
import java.util.Locale;

/** Something about the data that a person should know before trusting a model. */
public record Check(String code, Wording sentence, Severity severity) {
    public static Check traitsOfToday() {
        return new Check(
                "traits-of-today",
                new Wording(
                        "Traits are used as they are known today, also for past moments; leave out any that change because of the outcome.",
                        "Merkmale gelten nach heutigem Stand, auch für frühere Zeitpunkte; solche weglassen, die sich durch das Ergebnis ändern."),
                Severity.INFO);
    }

    /** How much it matters. */
    public enum Severity {
        INFO,
        WARNING,
        /** The model was mended for it, and the sentence says how. */
        ERROR;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
