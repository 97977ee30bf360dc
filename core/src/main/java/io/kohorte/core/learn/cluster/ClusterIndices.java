// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.learn.Matrix;
import java.util.Arrays;

/** How well a partition separates: three indices from the literature, on a matrix small enough for all pairs. */
final class ClusterIndices {
    private ClusterIndices() {}

    /**
     * Mean silhouette width (Rousseeuw 1987), from −1 to 1; a group of one counts 0, and so does who belongs to none: leaving people out does not
     * make the rest clearer. Quadratic in the rows.
     */
    static double silhouette(Matrix view, Distance distance, Partition partition) {
        double[][] rows = Distance.rows(view);
        int[] assigned = partition.assigned();
        int k = partition.groups();
        int[] sizes = partition.sizes();
        int[] belonging = partition.belonging();
        double sum = 0;
        double[] toCluster = new double[k];
        for (int i : belonging) {
            if (sizes[assigned[i]] < 2) {
                continue;
            }
            Arrays.fill(toCluster, 0);
            for (int j : belonging) {
                toCluster[assigned[j]] += distance.between(rows[i], rows[j]);
            }
            double own = toCluster[assigned[i]] / (sizes[assigned[i]] - 1);
            double other = Double.POSITIVE_INFINITY;
            for (int c = 0; c < k; c++) {
                if (c != assigned[i] && sizes[c] > 0) {
                    other = Math.min(other, toCluster[c] / sizes[c]);
                }
            }
            double wider = Math.max(own, other);
            sum += Double.isInfinite(other) || wider == 0 ? 0 : (other - own) / wider;
        }
        return sum / rows.length;
    }

    /** Variance ratio (Caliński, Harabasz 1974): between against within, larger is better. Of those who belong to a group. */
    static double calinskiHarabasz(Matrix view, Partition partition) {
        Matrix matrix = view.pick(partition.belonging());
        int[] assigned = belonging(partition);
        int k = partition.groups();
        double[][] middles = middles(matrix, assigned, k);
        double[] middle = middles(matrix, new int[matrix.rows()], 1)[0];
        int[] sizes = partition.sizes();
        double between = 0;
        for (int c = 0; c < k; c++) {
            between += sizes[c] * squared(middles[c], middle);
        }
        double within = within(matrix, assigned, middles);
        return within == 0 ? Double.MAX_VALUE : between / (k - 1) * (matrix.rows() - k) / within;
    }

    /** Logarithm of the squared distances of all to the middles of their groups. Nobody may be left out. */
    static double logarithmWithin(Matrix matrix, Partition partition) {
        double[][] middles = middles(matrix, partition.assigned(), partition.groups());
        double within = within(matrix, partition.assigned(), middles);
        return Math.log(Math.max(within, Double.MIN_NORMAL)); // of customers who are all alike, too, a number
    }

    private static double within(Matrix matrix, int[] assigned, double[][] middles) {
        double within = 0;
        for (int row = 0; row < matrix.rows(); row++) {
            within += squared(matrix.row(row), middles[assigned[row]]);
        }
        return within;
    }

    /** Davies, Bouldin 1979: the mean over groups of the worst ratio of spreads to distance, smaller is better. Of those who belong to one. */
    static double daviesBouldin(Matrix view, Partition partition) {
        Matrix matrix = view.pick(partition.belonging());
        int[] assigned = belonging(partition);
        int k = partition.groups();
        double[][] middles = middles(matrix, assigned, k);
        int[] sizes = partition.sizes();
        double[] spread = new double[k];
        for (int row = 0; row < matrix.rows(); row++) {
            spread[assigned[row]] += Math.sqrt(squared(matrix.row(row), middles[assigned[row]]));
        }
        double sum = 0;
        int filled = 0;
        for (int a = 0; a < k; a++) {
            double worst = 0;
            for (int b = 0; b < k; b++) {
                if (a != b && sizes[a] > 0 && sizes[b] > 0) {
                    double apart = Math.sqrt(squared(middles[a], middles[b]));
                    double ratio = (spread[a] / sizes[a] + spread[b] / sizes[b]) / Math.max(apart, 1e-12);
                    worst = Math.max(worst, ratio);
                }
            }
            sum += worst;
            filled += sizes[a] > 0 ? 1 : 0;
        }
        return sum / filled;
    }

    /** Agreement of two partitions beyond chance (Hubert, Arabie 1985): 1 for equal, about 0 for unrelated. */
    static double adjustedRand(int[] one, int[] other) {
        int rows = Arrays.stream(one).max().orElse(0) + 1;
        int columns = Arrays.stream(other).max().orElse(0) + 1;
        long[][] table = new long[rows][columns];
        for (int i = 0; i < one.length; i++) {
            table[one[i]][other[i]]++;
        }
        double cells = 0;
        double rowPairs = 0;
        double columnPairs = 0;
        for (int r = 0; r < rows; r++) {
            rowPairs += pairs(Arrays.stream(table[r]).sum());
            for (int c = 0; c < columns; c++) {
                cells += pairs(table[r][c]);
            }
        }
        for (int c = 0; c < columns; c++) {
            long sum = 0;
            for (int r = 0; r < rows; r++) {
                sum += table[r][c];
            }
            columnPairs += pairs(sum);
        }
        double expected = rowPairs * columnPairs / pairs(one.length);
        double most = (rowPairs + columnPairs) / 2;
        return most == expected ? 1 : (cells - expected) / (most - expected);
    }

    static int[] sizes(int[] assigned, int k) {
        int[] sizes = new int[k];
        for (int cluster : assigned) {
            sizes[cluster]++;
        }
        return sizes;
    }

    private static double[][] middles(Matrix matrix, int[] assigned, int k) {
        double[][] middles = new double[k][matrix.width()];
        int[] sizes = sizes(assigned, k);
        for (int column = 0; column < matrix.width(); column++) {
            for (int row = 0; row < matrix.rows(); row++) {
                middles[assigned[row]][column] += matrix.at(row, column);
            }
            for (int c = 0; c < k; c++) {
                middles[c][column] /= Math.max(1, sizes[c]);
            }
        }
        return middles;
    }

    private static int[] belonging(Partition partition) {
        return Arrays.stream(partition.belonging())
                .map(row -> partition.assigned()[row])
                .toArray();
    }

    private static double squared(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            double difference = one[i] - other[i];
            sum += difference * difference;
        }
        return sum;
    }

    private static double pairs(long count) {
        return count * (count - 1.0) / 2;
    }
}
