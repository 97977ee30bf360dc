// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads dates by a format of {@code strptime}, or by ISO 8601. */
final class DateFormat {

    /** Epoch seconds and milliseconds, beside the formats of {@code strptime}. */
    static final String EPOCH_SECONDS = "%s";

    static final String EPOCH_MILLIS = "%Q";

    /** Formats tried when proposing one, ISO 8601 aside. */
    static final List<String> COMMON = List.of(
            "%Y%m%d",
            "%d.%m.%Y",
            "%d.%m.%Y %H:%M",
            "%d.%m.%Y %H:%M:%S",
            "%m/%d/%Y",
            "%m/%d/%Y %H:%M",
            "%m/%d/%Y %H:%M:%S",
            "%d/%m/%Y",
            "%d/%m/%Y %H:%M",
            "%d/%m/%Y %H:%M:%S",
            "%Y/%m/%d",
            "%Y/%m/%d %H:%M:%S");

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .appendPattern("HH:mm[:ss]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .optionalStart()
            .appendPattern("[XXX][XX][X]")
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final String PLAIN = "0000-00-00T00:00:00";

    private static final Map<Character, ChronoField> NUMBERS = Map.of(
            'm', ChronoField.MONTH_OF_YEAR,
            'd', ChronoField.DAY_OF_MONTH,
            'e', ChronoField.DAY_OF_MONTH,
            'H', ChronoField.HOUR_OF_DAY,
            'I', ChronoField.CLOCK_HOUR_OF_AMPM,
            'M', ChronoField.MINUTE_OF_HOUR,
            'S', ChronoField.SECOND_OF_MINUTE);

    private final @Nullable String format;
    private final DateTimeFormatter formatter;
    private final ZoneId zone;

    private DateFormat(@Nullable String format, DateTimeFormatter formatter, ZoneId zone) {
        this.format = format;
        this.formatter = formatter;
        this.zone = zone;
    }

    /** @param format absent for ISO 8601 */
    static DateFormat of(@Nullable String format, ZoneId zone) {
        boolean plain = format == null || format.equals(EPOCH_SECONDS) || format.equals(EPOCH_MILLIS);
        return new DateFormat(
                format, plain ? ISO : formatter(Optional.ofNullable(format).orElseThrow()), zone);
    }

    /** What is wrong with a format, in a sentence. */
    static Optional<String> problem(String format) {
        try {
            DateFormat unused = of(format, ZoneOffset.UTC);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    /** The moment a text stands for; a date is its first moment in the zone. Empty if it is in another format. */
    Optional<Instant> read(String text) {
        try {
            if (EPOCH_SECONDS.equals(format)) {
                return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
            }
            if (EPOCH_MILLIS.equals(format)) {
                return Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
            }
            if (format == null && looksLike(PLAIN, text)) {
                return Optional.of(plain(text).atZone(zone).toInstant());
            }
            TemporalAccessor parsed = formatter.parse(text);
            LocalDate date = LocalDate.from(parsed);
            LocalTime time = Optional.ofNullable(parsed.query(TemporalQueries.localTime()))
                    .orElse(LocalTime.MIDNIGHT);
            ZoneOffset offset = parsed.query(TemporalQueries.offset());
            return Optional.of(
                    offset == null
                            ? LocalDateTime.of(date, time).atZone(zone).toInstant()
                            : OffsetDateTime.of(date, time, offset).toInstant());
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The form that most files have, where the formatter with its optional parts takes ten times as long. */
    private static LocalDateTime plain(String text) {
        return LocalDateTime.of(
                number(text, 0, 4),
                number(text, 5, 7),
                number(text, 8, 10),
                number(text, 11, 13),
                number(text, 14, 16),
                number(text, 17, 19));
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    /** @param form digits where it has digits, either of T and a blank where it has a T, else the same */
    private static boolean looksLike(String form, String text) {
        if (text.length() != form.length()) {
            return false;
        }
        for (int i = 0; i < form.length(); i++) {
            char c = text.charAt(i);
            char expected = form.charAt(i);
            boolean fits =
                    switch (expected) {
                        case '0' -> c >= '0' && c <= '9';
                        case 'T' -> c == 'T' || c == 't' || c == ' ';
                        default -> c == expected;
                    };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static DateTimeFormatter formatter(String format) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        String plain = format.replace("%-", "%");
        int i = 0;
        while (i < plain.length()) {
            char c = plain.charAt(i);
            if (c != '%') {
                builder.appendLiteral(c);
                i++;
                continue;
            }
            if (i + 1 >= plain.length()) {
                throw new IllegalArgumentException("The format ends in a single '%'.");
            }
            boolean packed = i + 2 < plain.length() && plain.charAt(i + 2) == '%';
            append(builder, plain.charAt(i + 1), packed);
            i += 2;
        }
        return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.SMART);
    }

    /** @param packed whether digits follow at once, so that this number must have its full width */
    private static void append(DateTimeFormatterBuilder builder, char directive, boolean packed) {
        ChronoField number = NUMBERS.get(directive);
        if (number != null) {
            builder.appendValue(number, packed ? 2 : 1, 2, SignStyle.NOT_NEGATIVE);
            return;
        }
        switch (directive) {
            case 'Y' -> builder.appendValue(ChronoField.YEAR, 4);
            case 'y' -> builder.appendValueReduced(ChronoField.YEAR, 2, 2, 1970);
            case 'f' -> builder.appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, false);
            case 'b' -> builder.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.SHORT);
            case 'B' -> builder.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.FULL);
            case 'p' -> builder.appendText(ChronoField.AMPM_OF_DAY);
            case 'z' -> builder.appendPattern("[XXX][XX][X]");
            case 'T' -> builder.appendPattern("HH:mm:ss");
            case 'F' -> builder.append(DateTimeFormatter.ISO_LOCAL_DATE);
            case '%' -> builder.appendLiteral('%');
            default -> throw new IllegalArgumentException("The format has an unknown part '%" + directive + "'.");
        }
    }
}
