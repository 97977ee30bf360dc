// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.Wording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How much a model leans on a feature: the area under the curve it loses when the feature's values are shuffled between customers (Breiman 2001).
 *
 * @param weight share of the loss over all features
 * @param direction 1 where larger values go with higher scores, −1 where with lower, 0 where neither or for categories
 */
public record Importance(String name, Wording label, double weight, int direction) {
    private static final int MOST_ROWS = 4_000;

    static List<Importance> of(PredictionModel model, Labelled test, List<Feature> features, long seed) {
        Map<String, Feature> words = features.stream().collect(Collectors.toMap(Feature::name, Function.identity()));
        Labelled sample = test.sample(MOST_ROWS, seed);
        double[] scores = model.score(sample.table());
        double whole = Curves.rocAuc(scores, sample.labels());
        List<Importance> losses = new ArrayList<>();
        for (String name : model.preparation().features()) {
            FeatureColumn column = sample.table().column(name).orElseThrow();
            double without = Curves.rocAuc(model.score(shuffled(sample.table(), column, seed)), sample.labels());
            Feature feature = words.get(name);
            Wording label = feature == null ? new Wording(name, name) : feature.label();
            losses.add(new Importance(name, label, Math.max(0, whole - without), direction(column, scores)));
        }
        double total = losses.stream().mapToDouble(Importance::weight).sum();
        return losses.stream()
                .map(loss -> new Importance(
                        loss.name(), loss.label(), total == 0 ? 0 : loss.weight() / total, loss.direction()))
                .sorted(Comparator.<Importance>comparingDouble(loss -> -loss.weight())
                        .thenComparing(Importance::name))
                .toList();
    }

    private static FeatureTable shuffled(FeatureTable table, FeatureColumn column, long seed) {
        float[] values = column.values().clone();
        Random random = new Random(seed);
        for (int row = values.length - 1; row > 0; row--) {
            int other = random.nextInt(row + 1);
            float value = values[row];
            values[row] = values[other];
            values[other] = value;
        }
        FeatureColumn mixed = column.categorical()
                ? FeatureColumn.categories(column.name(), values, column.levels())
                : FeatureColumn.numbers(column.name(), values);
        List<FeatureColumn> columns = table.columns().stream()
                .map(one -> one.name().equals(column.name()) ? mixed : one)
                .toList();
        return FeatureTable.of(table.profiles(), columns);
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
