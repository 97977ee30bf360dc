// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A length of time that counts back from "as of", written in ISO 8601: {@code P30D}, {@code P3M}, {@code PT12H}.
 * Months and years follow the calendar in UTC. Longer than nothing and at most 200 years.
 */
public record Span(Period period, Duration duration) {

    private static final int LONGEST_DAYS = 200 * 366;

    public Span {
        if (period.isNegative()
                || duration.isNegative()
                || (period.isZero() && duration.isZero())
                || roughDays(period, duration) > LONGEST_DAYS) {
            throw new DateTimeException("not a span between nothing and 200 years");
        }
    }

    /** Reads ISO 8601; empty for anything else. */
    public static Optional<Span> parse(String text) {
        try {
            int clock = text.indexOf('T');
            if (clock < 0) {
                return Optional.of(new Span(Period.parse(text), Duration.ZERO));
            }
            Period days = clock == 1 ? Period.ZERO : Period.parse(text.substring(0, clock));
            return Optional.of(new Span(days, Duration.parse("P" + text.substring(clock))));
        } catch (DateTimeException | ArithmeticException notASpan) {
            return Optional.empty();
        }
    }

    /** The instant this long before {@code asOf}. */
    public Instant before(Instant asOf) {
        return asOf.atOffset(ZoneOffset.UTC).minus(period).toInstant().minus(duration);
    }

    @Override
    public String toString() {
        if (duration.isZero()) {
            return period.toString();
        }
        return period.isZero()
                ? duration.toString()
                : period + duration.toString().substring(1);
    }

    private static long roughDays(Period period, Duration duration) {
        return 366L * period.getYears() + 31L * period.getMonths() + period.getDays() + duration.toDays();
    }
}
