// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.platform.problem.ProblemException;
import java.util.Arrays;
import java.util.Locale;

/** In which a route is told. */
public enum Language {
    EN,
    DE;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Language of(String wire) {
        return Arrays.stream(values())
                .filter(language -> language.wire().equals(wire))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "/language", "UNKNOWN_LANGUAGE", "There is no such language.", "Use en or de."));
    }
}
