// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One feature of typical customers: the mean of each eighth of the customers by score, or its most frequent category, so that nobody's own values are kept.
 *
 * @param levels categories, of which values are the places; none of numbers
 */
record Typical(String feature, List<String> levels, List<Float> values) {
    private static final int PARTS = 8;

    Typical {
        levels = List.copyOf(levels);
        values = List.copyOf(values);
    }

    static List<Typical> of(FeatureTable customers, double[] scores) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> scores[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        int parts = Math.min(PARTS, order.length);
        List<Typical> all = new ArrayList<>();
        for (FeatureColumn column : customers.columns()) {
            List<Float> values = IntStream.range(0, parts)
                    .mapToObj(part -> Arrays.copyOfRange(order, (int) ((long) order.length * part / parts), (int)
                            ((long) order.length * (part + 1) / parts)))
                    .map(rows -> column.categorical() ? commonest(column, rows) : mean(column, rows))
                    .toList();
            all.add(new Typical(column.name(), column.levels(), values));
        }
        return all;
    }

    private static float mean(FeatureColumn column, int[] rows) {
        return (float) IntStream.of(rows)
                .filter(row -> !column.missing(row))
                .mapToDouble(column::value)
                .average()
                .orElse(Double.NaN);
    }

    private static float commonest(FeatureColumn column, int[] rows) {
        long[] counts = new long[column.levels().size()];
        long missing = 0;
        for (int row : rows) {
            if (column.missing(row)) {
                missing++;
            } else {
                counts[(int) column.value(row)]++;
            }
        }
        int best = 0;
        for (int level = 1; level < counts.length; level++) {
            best = counts[level] > counts[best] ? level : best;
        }
        return missing > counts[best] ? Float.NaN : best;
    }

    float[] column() {
        float[] column = new float[values.size()];
        for (int part = 0; part < column.length; part++) {
            column[part] = values.get(part);
        }
        return column;
    }
}
