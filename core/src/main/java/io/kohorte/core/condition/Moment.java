// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A date or an instant as the stretch of time it covers, so that "until 31 January" includes that day.
 *
 * @param start first microsecond
 * @param end first microsecond after
 */
public record Moment(Instant start, Instant end) {

    /** The microsecond that holds an instant: PostgreSQL keeps no finer time. */
    public static Moment at(Instant instant) {
        Instant start = instant.truncatedTo(ChronoUnit.MICROS);
        return new Moment(start, start.plus(1, ChronoUnit.MICROS));
    }

    /**
     * Reads {@code 2024-01-31} (the whole day in UTC), {@code 2024-01-31T10:00:00Z} or the same without offset (UTC),
     * years 1 to 9999; empty for anything else.
     */
    public static Optional<Moment> parse(String text) {
        try {
            Moment moment = text.indexOf('T') < 0 ? day(LocalDate.parse(text)) : at(instant(text));
            int year = moment.start().atOffset(ZoneOffset.UTC).getYear();
            return year >= 1 && year <= 9999 ? Optional.of(moment) : Optional.empty();
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    private static Moment day(LocalDate day) {
        return new Moment(
                day.atStartOfDay(ZoneOffset.UTC).toInstant(),
                day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static Instant instant(String text) {
        int time = text.indexOf('T');
        boolean offset = text.endsWith("Z") || text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0;
        return offset
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }
}
