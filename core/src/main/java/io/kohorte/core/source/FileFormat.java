// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.platform.problem.ProblemException;
import java.util.Arrays;
import java.util.Locale;

/** How the rows of a file are written down. */
public enum FileFormat {
    /** RFC 4180, with any one-character delimiter. */
    CSV,
    /** One JSON object a line. */
    NDJSON,
    PARQUET,
    /** Columns set apart by any number of blanks. */
    WHITESPACE;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static FileFormat of(String wire) {
        return Arrays.stream(values())
                .filter(format -> format.wire().equals(wire))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "",
                        "UNKNOWN_FORMAT",
                        "There is no such file format.",
                        "Use csv, ndjson, parquet or whitespace."));
    }
}
