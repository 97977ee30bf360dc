// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Sampling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The customers a version scored when it was learned, as spreads: what later ones are compared with.
 *
 * @param newest the highest profile number among them: whoever has a higher one came later
 * @param scores what the version said of them
 */
record Reference(int newest, List<Spread> features, Spread scores) {
    /** Of more customers a sample says the same. */
    private static final int MOST = 50_000;

    static final String SCORES = "scores";

    Reference {
        features = List.copyOf(features);
    }

    /** @param numbersAreNames whether a score names a group, so that near numbers mean nothing */
    static Reference of(FeatureTable customers, double[] scores, boolean numbersAreNames, long seed) {
        int[] rows = Sampling.rows(customers.profiles(), MOST, seed);
        FeatureTable sample = customers.rows(rows);
        double[] said = Arrays.stream(rows).mapToDouble(row -> scores[row]).toArray();
        return new Reference(
                customers.size() == 0 ? 0 : customers.profile(customers.size() - 1),
                sample.columns().stream().map(Spread::of).toList(),
                Spread.of(column(said, numbersAreNames)));
    }

    /** Scores as a column of their own. */
    static FeatureColumn column(double[] scores, boolean numbersAreNames) {
        float[] values = new float[scores.length];
        for (int row = 0; row < values.length; row++) {
            values[row] = (float) scores[row];
        }
        if (!numbersAreNames) {
            return FeatureColumn.numbers(SCORES, values);
        }
        int groups = 1 + (int) Arrays.stream(scores).max().orElse(0);
        return FeatureColumn.categories(
                SCORES,
                values,
                IntStream.range(0, groups).mapToObj(Integer::toString).toList());
    }

    /**
     * How far each feature moved; one that is gone is missing of everybody.
     *
     * @param read those of them that the version reads
     */
    List<Drift> drift(FeatureTable now, List<String> read) {
        return features.stream()
                .filter(before -> read.contains(before.name()))
                .map(before -> Drift.between(before, before.filledFrom(column(now, before.name()))))
                .toList();
    }

    /** How far what the version says moved. */
    Drift drift(double[] now) {
        return Drift.between(scores, scores.filledFrom(column(now, scores.isOfCategories())));
    }

    private static FeatureColumn column(FeatureTable table, String name) {
        Optional<FeatureColumn> column = table.column(name);
        if (column.isPresent()) {
            return column.get();
        }
        float[] missing = new float[table.size()];
        Arrays.fill(missing, Float.NaN);
        return FeatureColumn.numbers(name, missing);
    }
}
