// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Sampling;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How much a model leans on a feature: the mean of how far it moves the answer about a customer, up or down (Lundberg, Lee 2017).
 *
 * @param weight share over all features
 * @param direction 1 where larger values go with higher scores, −1 where with lower, 0 where neither or for categories
 */
public record Importance(String name, Wording label, double weight, int direction) {
    private static final int MOST_ROWS = 4_000;
    private static final int FEWEST_ROWS = 100;

    /** Numbers looked at for all rows together: some seconds. */
    private static final int MOST_EFFORT = 50_000_000;

    static List<Importance> of(PredictionModel model, Labelled test, List<Feature> features, long seed) {
        FeatureTable sample = test.sample(rows(model.scorer().effort()), seed).table();
        return of(model.preparation().features(), model.parts(sample), model.score(sample), sample, features);
    }

    /** Of what is expected of the customers of a table. */
    public static List<Importance> of(ExpectedAmount model, FeatureTable table, List<Feature> features, long seed) {
        FeatureTable sample =
                table.rows(Sampling.rows(table.profiles(), rows(model.trees().column().length), seed));
        return of(model.preparation().features(), model.parts(sample), model.of(sample), sample, features);
    }

    private static List<Importance> of(
            List<String> names, double[][] parts, double[] scores, FeatureTable sample, List<Feature> features) {
        Map<String, Feature> words = features.stream().collect(Collectors.toMap(Feature::name, Function.identity()));
        double[] moved = IntStream.range(0, names.size())
                .mapToDouble(feature -> Arrays.stream(parts)
                        .mapToDouble(row -> Math.abs(row[feature]))
                        .sum())
                .toArray();
        double total = Arrays.stream(moved).sum();
        return IntStream.range(0, names.size())
                .mapToObj(feature -> {
                    String name = names.get(feature);
                    Feature known = words.get(name);
                    return new Importance(
                            name,
                            known == null ? new Wording(name, name) : known.label(),
                            total == 0 ? 0 : moved[feature] / total,
                            direction(sample.column(name).orElseThrow(), scores));
                })
                .sorted(Comparator.<Importance>comparingDouble(one -> -one.weight())
                        .thenComparing(Importance::name))
                .toList();
    }

    private static int rows(int effort) {
        return Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, MOST_EFFORT / Math.max(1, effort)));
    }

    private static int direction(FeatureColumn column, double[] scores) {
        if (column.categorical()) {
            return 0;
        }
        double n = 0;
        double[] sums = new double[5];
        for (int row = 0; row < scores.length; row++) {
            if (!column.missing(row)) {
                double x = column.value(row);
                n++;
                sums[0] += x;
                sums[1] += scores[row];
                sums[2] += x * x;
                sums[3] += scores[row] * scores[row];
                sums[4] += x * scores[row];
            }
        }
        double spread = Math.sqrt((sums[2] - sums[0] * sums[0] / n) * (sums[3] - sums[1] * sums[1] / n));
        double correlation = spread > 0 ? (sums[4] - sums[0] * sums[1] / n) / spread : 0;
        return Math.abs(correlation) < .02 ? 0 : (int) Math.signum(correlation);
    }
}
