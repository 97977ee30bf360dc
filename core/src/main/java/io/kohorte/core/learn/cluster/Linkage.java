// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Hierarchies that join the two closest groups, by following chains of nearest neighbours (Murtagh 1983); distances of joined groups by Lance and
 * Williams 1967. Time and memory grow with the square of the rows.
 */
enum Linkage {
    /** Joins what raises the spread within groups least (Ward 1963); of straight distances only. */
    WARD {
        @Override
        double joined(double toOne, double toOther, double between, double one, double other, double self) {
            return ((one + self) * toOne + (other + self) * toOther - self * between) / (one + other + self);
        }
    },
    /** Joins what is closest on average over all pairs. */
    AVERAGE {
        @Override
        double joined(double toOne, double toOther, double between, double one, double other, double self) {
            return (one * toOne + other * toOther) / (one + other);
        }
    };

    /** How far a group of so many is from two others that are joined. */
    abstract double joined(double toOne, double toOther, double between, double one, double other, double self);

    Merges merges(double[][] rows, Distance distance) {
        int n = rows.length;
        double[][] apart = new double[n][];
        for (int i = 0; i < n; i++) {
            apart[i] = new double[i];
            for (int j = 0; j < i; j++) {
                double way = distance.between(rows[i], rows[j]);
                apart[i][j] = this == WARD ? way * way : way;
            }
        }
        int[] one = new int[n - 1];
        int[] other = new int[n - 1];
        double[] height = new double[n - 1];
        double[] size = new double[n];
        Arrays.fill(size, 1);
        int[] chain = new int[n];
        int length = 0;
        for (int merge = 0; merge < n - 1; merge++) {
            if (length == 0) {
                int first = 0;
                while (size[first] == 0) {
                    first++;
                }
                chain[length++] = first;
            }
            while (true) {
                int tip = chain[length - 1];
                int nearest = nearest(apart, size, tip, length > 1 ? chain[length - 2] : -1);
                if (length > 1 && nearest == chain[length - 2]) {
                    break;
                }
                chain[length++] = nearest;
            }
            int a = Math.min(chain[length - 1], chain[length - 2]);
            int b = Math.max(chain[length - 1], chain[length - 2]);
            length -= 2;
            one[merge] = a;
            other[merge] = b;
            height[merge] = apart[b][a];
            join(apart, size, a, b);
        }
        int[] order = IntStream.range(0, n - 1)
                .boxed()
                .sorted(Comparator.comparingDouble(merge -> height[merge]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new Merges(
                IntStream.of(order).map(merge -> one[merge]).toArray(),
                IntStream.of(order).map(merge -> other[merge]).toArray());
    }

    /** The nearest group there still is; on a tie {@code preferred}, so that a chain ends. */
    private static int nearest(double[][] apart, double[] size, int tip, int preferred) {
        int nearest = preferred;
        double least = preferred < 0 ? Double.POSITIVE_INFINITY : at(apart, tip, preferred);
        for (int row = 0; row < size.length; row++) {
            if (row != tip && size[row] > 0 && at(apart, tip, row) < least) {
                least = at(apart, tip, row);
                nearest = row;
            }
        }
        return nearest;
    }

    /** The joined group takes the place of the first. */
    private void join(double[][] apart, double[] size, int one, int other) {
        double between = at(apart, one, other);
        for (int row = 0; row < size.length; row++) {
            if (row != one && row != other && size[row] > 0) {
                double far =
                        joined(at(apart, row, one), at(apart, row, other), between, size[one], size[other], size[row]);
                apart[Math.max(row, one)][Math.min(row, one)] = far;
            }
        }
        size[one] += size[other];
        size[other] = 0;
    }

    private static double at(double[][] apart, int one, int other) {
        return one > other ? apart[one][other] : apart[other][one];
    }
}
