// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feature;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * The instant features are computed as of, and the few expressions they are made of; days have 24 hours.
 *
 * @param traits the column of a trait, by its name
 */
public record Moment(Instant asOf, Function<String, Field<?>> traits) {
    private static final double SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

    /** Days from {@code at} to this moment, with fractions. */
    public Field<Double> daysSince(Field<?> at) {
        double seconds = asOf.getEpochSecond() + asOf.getNano() / 1e9;
        return DSL.field(
                "(({0} - epoch({1})) / {2})", Double.class, DSL.inline(seconds), at, DSL.inline(SECONDS_A_DAY));
    }

    /** Days between two instants, with fractions. */
    public static Field<Double> daysBetween(Field<?> from, Field<?> to) {
        return DSL.field("((epoch({1}) - epoch({0})) / {2})", Double.class, from, to, DSL.inline(SECONDS_A_DAY));
    }

    /** Whether {@code at} lies after the given number of days before this moment. */
    public Condition withinLast(Field<LocalDateTime> at, int days) {
        return at.gt(DSL.inline(utc(asOf.minus(Duration.ofDays(days)))));
    }

    public Field<?> trait(String name) {
        return traits.apply(name);
    }

    /** As the replica keeps times: UTC without a zone. */
    public static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
