// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.platform.problem.ProblemException;
import java.util.Arrays;
import java.util.Locale;

/** How bad something is. */
public enum Severity {
    /** It goes on, but not as well as it should. */
    WARNING,
    /** Something stands still until a person acts. */
    ERROR;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Severity of(String wire) {
        return Arrays.stream(values())
                .filter(severity -> severity.wire().equals(wire))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "/severity", "UNKNOWN_SEVERITY", "There is no such severity.", "Use warning or error."));
    }
}
