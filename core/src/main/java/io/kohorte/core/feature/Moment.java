// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feature;

import java.time.Duration;
import java.time.Instant;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** The instant features are computed as of, and the few time expressions they are made of; all in days of 24 hours. */
public record Moment(Instant asOf) {
    private static final double SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

    /** Days from {@code at} to this moment, with fractions. */
    public Field<Double> daysSince(Field<?> at) {
        return DSL.field("(({0} - epoch({1})) / {2})", Double.class, seconds(asOf), at, DSL.inline(SECONDS_A_DAY));
    }

    /** Days between two instants, with fractions. */
    public static Field<Double> daysBetween(Field<?> from, Field<?> to) {
        return DSL.field("((epoch({1}) - epoch({0})) / {2})", Double.class, from, to, DSL.inline(SECONDS_A_DAY));
    }

    /** Whether {@code at} lies after the given number of days before this moment. */
    public Condition withinLast(Field<?> at, int days) {
        return DSL.condition("epoch({0}) > {1}", at, seconds(asOf.minus(Duration.ofDays(days))));
    }

    /** Nothing that comes later may be seen. */
    public Condition notAfter(Field<?> at) {
        return DSL.condition("epoch({0}) <= {1}", at, seconds(asOf));
    }

    private static Field<Double> seconds(Instant instant) {
        return DSL.inline(instant.getEpochSecond() + instant.getNano() / 1e9);
    }
}
