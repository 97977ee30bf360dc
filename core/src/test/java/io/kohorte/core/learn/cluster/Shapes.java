// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Groups that are not round, of customers whose truth is known. A truth of −1 is of a stray customer. */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
record Shapes(FeatureTable table, int[] truth) {

    /** Two rings around one middle. */
    static Shapes rings(int perGroup, long seed) {
        return drawn(2 * perGroup, seed, (row, random) -> {
            double radius = row % 2 == 0 ? 1 : 3;
            double angle = 2 * Math.PI * random.nextDouble();
            return new double[] {
                row % 2, radius * Math.cos(angle) + blur(random, .1), radius * Math.sin(angle) + blur(random, .1)
            };
        });
    }

    /** Two half moons, each in the bend of the other. */
    static Shapes moons(int perGroup, long seed) {
        return drawn(2 * perGroup, seed, (row, random) -> {
            double angle = Math.PI * random.nextDouble();
            boolean upper = row % 2 == 0;
            double x = upper ? Math.cos(angle) : 1 - Math.cos(angle);
            double y = upper ? Math.sin(angle) : .5 - Math.sin(angle);
            return new double[] {row % 2, x + blur(random, .05), y + blur(random, .05)};
        });
    }

    /** A narrow group at the edge of a wide one. */
    static Shapes unequal(int perGroup, long seed) {
        return drawn(2 * perGroup, seed, (row, random) -> {
            boolean narrow = row % 2 == 0;
            double spread = narrow ? .25 : 2;
            double middle = narrow ? 0 : 3;
            return new double[] {row % 2, middle + blur(random, spread), middle + blur(random, spread)};
        });
    }

    /** Three dense groups in a thin scatter of customers like nobody else, one in ten. */
    static Shapes scattered(int perGroup, long seed) {
        int strays = perGroup / 3;
        return drawn(3 * perGroup + strays, seed, (row, random) -> {
            if (row >= 3 * perGroup) {
                return new double[] {-1, 40 * random.nextDouble() - 10, 40 * random.nextDouble() - 10};
            }
            double[][] middles = {{0, 0}, {20, 0}, {10, 17}};
            double[] middle = middles[row % 3];
            return new double[] {row % 3, middle[0] + blur(random, 1), middle[1] + blur(random, 1)};
        });
    }

    /** The rows whose truth is a group. */
    int[] grouped() {
        return IntStream.range(0, truth.length).filter(row -> truth[row] >= 0).toArray();
    }

    private static double blur(Random random, double spread) {
        return spread * random.nextGaussian();
    }

    private interface Draw {
        /** The truth, then the coordinates. */
        double[] of(int row, Random random);
    }

    private static Shapes drawn(int size, long seed, Draw draw) {
        Random random = new Random(seed);
        int[] truth = new int[size];
        float[][] values = new float[2][size];
        for (int row = 0; row < size; row++) {
            double[] drawn = draw.of(row, random);
            truth[row] = (int) drawn[0];
            values[0][row] = (float) drawn[1];
            values[1][row] = (float) drawn[2];
        }
        List<FeatureColumn> columns = new ArrayList<>();
        for (int d = 0; d < 2; d++) {
            columns.add(FeatureColumn.numbers("trait:x" + d, values[d]));
        }
        return new Shapes(FeatureTable.of(IntStream.rangeClosed(1, size).toArray(), columns), truth);
    }
}
