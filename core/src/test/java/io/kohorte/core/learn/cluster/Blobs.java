// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import java.util.ArrayList;
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
        double[][] centres = new double[groups][dimensions];
        for (int d = 0; d < dimensions; d++) {
            List<Integer> ranks =
                    new ArrayList<>(IntStream.range(0, groups).boxed().toList());
            Collections.shuffle(ranks, random);
            for (int g = 0; g < groups; g++) {
                centres[g][d] = distance * ranks.get(g);
            }
        }
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
