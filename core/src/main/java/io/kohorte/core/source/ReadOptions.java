// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.core.platform.problem.ProblemException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a file is read where it does not say so itself.
 *
 * @param delimiter one character; found out if absent
 * @param quote one character, or empty for none; {@code "} if absent
 * @param header whether the first row names the columns; found out if absent
 * @param columns names, for a file without a header
 * @param encoding as Java names it; UTF-8 if absent (a UTF-16 byte order mark is heeded)
 * @param zone of dates without one, {@code Europe/Vienna}; UTC if absent
 * @param decimal {@code .} or {@code ,}; {@code .} if absent
 * @param identicalRows whether two equal rows are two events; {@code keep} if absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReadOptions(
        @Nullable String delimiter,
        @Nullable String quote,
        @Nullable Boolean header,
        @Nullable List<String> columns,
        @Nullable String encoding,
        @Nullable String zone,
        @Nullable String decimal,
        @Nullable IdenticalRows identicalRows) {

    /** What becomes of a row that equals an earlier one of its file in every column. */
    public enum IdenticalRows {
        /** Two order lines of the same article are two order lines. */
        KEEP,
        /** The second is a duplicate. */
        DROP;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static IdenticalRows of(String wire) {
            return Arrays.stream(values())
                    .filter(value -> value.wire().equals(wire))
                    .findFirst()
                    .orElseThrow(() -> ProblemException.invalid(
                            "", "UNKNOWN_OPTION", "There is no such choice.", "Use keep or drop."));
        }
    }

    static ReadOptions defaults() {
        return new ReadOptions(null, null, null, null, null, null, null, null);
    }

    void check(String at, List<FieldError> errors) {
        if (delimiter != null && (delimiter.length() != 1 || !isAscii(delimiter))) {
            errors.add(new FieldError(at + "/delimiter", "INVALID_OPTION", "A delimiter is one ASCII character."));
        }
        if (quote != null && (quote.length() > 1 || !isAscii(quote))) {
            errors.add(new FieldError(at + "/quote", "INVALID_OPTION", "A quote is one ASCII character, or empty."));
        }
        if (decimal != null && !decimal.equals(".") && !decimal.equals(",")) {
            errors.add(new FieldError(at + "/decimal", "INVALID_OPTION", "The decimal sign is '.' or ','."));
        }
        try {
            ZoneId unused = timeZone();
        } catch (DateTimeException e) {
            errors.add(new FieldError(at + "/zone", "INVALID_OPTION", "There is no such time zone."));
        }
        try {
            Charset unused = charset();
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError(at + "/encoding", "INVALID_OPTION", "There is no such encoding."));
        }
    }

    ZoneId timeZone() {
        return zone == null ? ZoneOffset.UTC : ZoneId.of(zone);
    }

    Charset charset() {
        return encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
    }

    boolean commaIsDecimal() {
        return ",".equals(decimal);
    }

    boolean dropsIdentical() {
        return identicalRows == IdenticalRows.DROP;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128 && c != '\n' && c != '\r');
    }
}
