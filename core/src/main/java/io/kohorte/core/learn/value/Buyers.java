// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.PurchaseDayFeatures;
import io.kohorte.core.learn.Sampling;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Customers who have bought, as of a moment: all that is known of them here. A purchase is a day with one, since what is bought twice on a day
 * was decided once.
 *
 * @param repeats days with a purchase after the first
 * @param span weeks from the first to the last
 * @param age weeks from the first to the moment
 * @param spend mean money of a repeat; NaN where there is none or its money is unknown
 * @param spread variance of the money of repeats; NaN below two
 * @param features all of it, and what else is known of them
 */
@SuppressWarnings("ArrayRecordComponent") // customers in bulk, never compared
public record Buyers(
        int[] profiles,
        int[] repeats,
        double[] span,
        double[] age,
        double[] spend,
        double[] spread,
        FeatureTable features) {
    static final double DAYS_A_WEEK = 7;

    /** From the features that {@link PurchaseDayFeatures#of} names; everybody in the table has bought. */
    public static Buyers of(String event, FeatureTable table) {
        double[] days = column(table, PurchaseDayFeatures.DAYS + event);
        int[] repeats = new int[days.length];
        for (int row = 0; row < days.length; row++) {
            repeats[row] = (int) days[row] - 1;
        }
        return new Buyers(
                table.profiles(),
                repeats,
                weeks(column(table, PurchaseDayFeatures.SPAN + event)),
                weeks(column(table, PurchaseDayFeatures.AGE + event)),
                column(table, PurchaseDayFeatures.REPEAT_SPEND + event),
                column(table, PurchaseDayFeatures.REPEAT_SPREAD + event),
                table);
    }

    public int size() {
        return profiles.length;
    }

    /** Customers who came back. */
    int[] repeaters() {
        return IntStream.range(0, size()).filter(row -> repeats[row] > 0).toArray();
    }

    /** Customers who came back and of whose repeats the money is known. */
    int[] spenders() {
        return IntStream.range(0, size())
                .filter(row -> repeats[row] > 0 && spend[row] > 0)
                .toArray();
    }

    Buyers sample(int most, long seed) {
        return size() <= most ? this : rows(Sampling.rows(profiles, most, seed));
    }

    private Buyers rows(int[] rows) {
        return new Buyers(
                picked(profiles, rows),
                picked(repeats, rows),
                picked(span, rows),
                picked(age, rows),
                picked(spend, rows),
                picked(spread, rows),
                features.rows(rows));
    }

    private static int[] picked(int[] values, int[] rows) {
        return IntStream.of(rows).map(row -> values[row]).toArray();
    }

    private static double[] picked(double[] values, int[] rows) {
        return IntStream.of(rows).mapToDouble(row -> values[row]).toArray();
    }

    private static double[] weeks(double[] days) {
        return Arrays.stream(days).map(value -> value / DAYS_A_WEEK).toArray();
    }

    private static double[] column(FeatureTable table, String name) {
        float[] values = table.column(name).orElseThrow().values();
        return IntStream.range(0, values.length).mapToDouble(row -> values[row]).toArray();
    }
}
