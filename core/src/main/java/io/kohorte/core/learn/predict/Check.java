// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.feature.Wording;
import java.util.Locale;

/** Something about the data that a person should know before trusting a model. */
public record Check(String code, Wording sentence, Severity severity) {
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
