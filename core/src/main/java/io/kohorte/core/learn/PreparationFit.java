// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Learns a {@link Preparation} from a table: only ever from rows that training may see. */
public final class PreparationFit {
    /** Categories beyond the most frequent twenty share one column: a city list must not become thousands of columns. */
    private static final int MOST_LEVELS = 20;

    private static final double SKEWED = 1.0;

    private PreparationFit() {}

    /** For learners that measure distance: the unit must not matter, outliers must not rule, nothing may be missing. */
    public static Preparation forDistance(FeatureTable table) {
        return fit(table, false, 1 / Math.sqrt(2));
    }

    /** For distance, with components in place of the columns that hold numbers. */
    public static Preparation forDistance(FeatureTable table, Optional<Reduction> reduction) {
        Preparation plain = forDistance(table);
        return new Preparation(
                plain.steps(),
                reduction
                        .flatMap(wanted -> Components.fit(plain.columns(table), plain.numbers(), wanted))
                        .orElse(null));
    }

    /** For linear learners: as for distance, with a column that tells where a value was missing. */
    public static Preparation forLinear(FeatureTable table) {
        return fit(table, true, 1);
    }

    /** For trees: values as they are, missing ones included. */
    public static Preparation forTrees(FeatureTable table) {
        List<Prepared> steps = new ArrayList<>();
        for (FeatureColumn column : table.columns()) {
            if (column.categorical()) {
                steps.add(oneHot(column, 1));
            } else {
                steps.add(new Prepared.Raw(column.name()));
            }
        }
        return new Preparation(steps);
    }

    private static Preparation fit(FeatureTable table, boolean indicators, double categoryWeight) {
        List<Prepared> steps = new ArrayList<>();
        for (FeatureColumn column : table.columns()) {
            if (column.categorical()) {
                steps.add(oneHot(column, categoryWeight));
            } else {
                scaled(column, indicators).ifPresent(steps::add);
            }
        }
        return new Preparation(steps);
    }

    private static Prepared oneHot(FeatureColumn column, double weight) {
        long[] counts = new long[column.levels().size()];
        for (int row = 0; row < column.values().length; row++) {
            if (!column.missing(row)) {
                counts[(int) column.value(row)]++;
            }
        }
        List<String> kept = IntStream.range(0, counts.length)
                .boxed()
                .filter(level -> counts[level] > 0)
                .sorted(Comparator.<Integer>comparingLong(level -> -counts[level])
                        .thenComparing(level -> column.levels().get(level)))
                .limit(MOST_LEVELS)
                .map(level -> column.levels().get(level))
                .sorted()
                .toList();
        return new Prepared.OneHot(column.name(), kept, weight);
    }

    /** Empty where the known values are all equal: such a column tells nothing. */
    private static Optional<Prepared> scaled(FeatureColumn column, boolean indicators) {
        double[] known = known(column);
        boolean incomplete = known.length < column.values().length;
        if (known.length == 0) {
            return Optional.empty();
        }
        Arrays.sort(known);
        boolean flag = known[0] == 0 && Arrays.stream(known).allMatch(value -> value == 0 || value == 1);
        double low = flag ? 0 : quantile(known, .01);
        double high = flag ? 1 : quantile(known, .99);
        if (low == high) {
            low = known[0];
            high = known[known.length - 1];
        }
        double[] clipped = clip(known, low, high);
        double logUnit = !flag && Math.abs(skewness(clipped)) > SKEWED ? medianMagnitude(clipped) : 0;
        for (int i = 0; i < clipped.length; i++) {
            clipped[i] = Prepared.Scaled.curved(clipped[i], logUnit);
        }
        double deviation = deviation(clipped);
        if (deviation < 1e-12 * Math.max(1, Math.abs(clipped[0]))) {
            return Optional.empty();
        }
        double centre = flag ? mean(clipped) : quantile(clipped, .5);
        double spread = (quantile(clipped, .75) - quantile(clipped, .25)) / 1.349;
        // where half of the customers share one value the quartiles say nothing about the rest
        double scale = flag || spread < deviation / 2 ? deviation : spread;
        double fill = (quantile(clipped, .5) - centre) / scale;
        return Optional.of(
                new Prepared.Scaled(column.name(), low, high, logUnit, centre, scale, fill, indicators && incomplete));
    }

    private static double[] known(FeatureColumn column) {
        double[] known = new double[column.values().length];
        int count = 0;
        for (float value : column.values()) {
            if (Float.isFinite(value)) {
                known[count++] = value;
            }
        }
        return Arrays.copyOf(known, count);
    }

    private static double[] clip(double[] values, double low, double high) {
        return Arrays.stream(values)
                .map(value -> Math.min(high, Math.max(low, value)))
                .toArray();
    }

    private static double medianMagnitude(double[] values) {
        double[] magnitudes = Arrays.stream(values)
                .map(Math::abs)
                .filter(value -> value > 0)
                .sorted()
                .toArray();
        return magnitudes.length == 0 ? 0 : quantile(magnitudes, .5);
    }

    static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / values.length);
    }

    private static double skewness(double[] values) {
        double mean = mean(values);
        double deviation = deviation(values);
        return deviation == 0
                ? 0
                : Arrays.stream(values)
                                .map(value -> Math.pow((value - mean) / deviation, 3))
                                .sum()
                        / values.length;
    }
}
