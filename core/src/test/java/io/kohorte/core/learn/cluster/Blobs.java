// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Round groups of customers whose truth is known. */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
record Blobs(FeatureTable table, int[] truth) {

    /** In every dimension the groups lie {@code distance} apart, in another order; spread 1. */
    static Blobs of(int groups, int perGroup, int dimensions, double distance, long seed) {
        Random random = new Random(seed);
        return drawn(centres(groups, dimensions, distance, random), perGroup, random);
    }

    /** The same with the last group far away from all others, in every dimension. */
    static Blobs withOneExtreme(int groups, int perGroup, int dimensions, double distance, double far, long seed) {
        Random random = new Random(seed);
        double[][] centres = centres(groups, dimensions, distance, random);
        Arrays.fill(centres[groups - 1], far);
        return drawn(centres, perGroup, random);
    }

    /** The same customers with columns that say once more, blurred, what the first column says. */
    Blobs repeating(int copies, double blur, long seed) {
        Random random = new Random(seed);
        List<FeatureColumn> columns = new ArrayList<>(table.columns());
        for (int copy = 0; copy < copies; copy++) {
            float[] values = new float[truth.length];
            for (int row = 0; row < values.length; row++) {
                values[row] = table.columns().get(0).value(row) + (float) (blur * random.nextGaussian());
            }
            columns.add(FeatureColumn.numbers("trait:x" + columns.size(), values));
        }
        return new Blobs(FeatureTable.of(IntStream.rangeClosed(1, truth.length).toArray(), columns), truth);
    }

    /** Nobody but the first so many customers of the last group. */
    Blobs shrinkingTheLastTo(int kept) {
        int last = Arrays.stream(truth).max().orElseThrow();
        int[] counted = {0};
        int[] rows = IntStream.range(0, truth.length)
                .filter(row -> truth[row] != last || counted[0]++ < kept)
                .toArray();
        return new Blobs(
                table.rows(rows), Arrays.stream(rows).map(row -> truth[row]).toArray());
    }

    private static double[][] centres(int groups, int dimensions, double distance, Random random) {
        double[][] centres = new double[groups][dimensions];
        for (int d = 0; d < dimensions; d++) {
            List<Integer> ranks =
                    new ArrayList<>(IntStream.range(0, groups).boxed().toList());
            Collections.shuffle(ranks, random);
            for (int g = 0; g < groups; g++) {
                centres[g][d] = distance * ranks.get(g);
            }
        }
        return centres;
    }

    private static Blobs drawn(double[][] centres, int perGroup, Random random) {
        int groups = centres.length;
        int dimensions = centres[0].length;
        int size = groups * perGroup;
        float[][] values = new float[dimensions][size];
        int[] truth = new int[size];
        for (int row = 0; row < size; row++) {
            truth[row] = row % groups;
            for (int d = 0; d < dimensions; d++) {
                values[d][row] = (float) (centres[truth[row]][d] + random.nextGaussian());
            }
        }
        List<FeatureColumn> columns = new ArrayList<>();
        for (int d = 0; d < dimensions; d++) {
            columns.add(FeatureColumn.numbers("trait:x" + d, values[d]));
        }
        return new Blobs(FeatureTable.of(IntStream.rangeClosed(1, size).toArray(), columns), truth);
    }
}
