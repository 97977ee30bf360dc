// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.learn.Matrix;
import java.util.Arrays;

/** The middles of clusters in prepared space. A customer belongs to the nearest; on a tie, to the one named first. */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
public record Centroids(double[][] centres) {

    public int count() {
        return centres.length;
    }

    /** The nearest centre of every row: column by column over blocks, since Weka's own assignment is an order of magnitude slower. */
    public int[] assign(Matrix matrix) {
        int[] nearest = new int[matrix.rows()];
        double[] best = new double[Block.SIZE];
        double[] distance = new double[Block.SIZE];
        for (int from = 0; from < matrix.rows(); from += Block.SIZE) {
            int size = Math.min(Block.SIZE, matrix.rows() - from);
            Arrays.fill(best, Double.POSITIVE_INFINITY);
            for (int centre = 0; centre < centres.length; centre++) {
                Block.squaredDistances(matrix, from, size, centres[centre], distance);
                for (int i = 0; i < size; i++) {
                    if (distance[i] < best[i]) {
                        best[i] = distance[i];
                        nearest[from + i] = centre;
                    }
                }
            }
        }
        return nearest;
    }

    /** Sum over all rows of the squared distance to their centre. */
    public double inertia(Matrix matrix, int[] assigned) {
        double sum = 0;
        for (int row = 0; row < matrix.rows(); row++) {
            sum += squaredDistance(matrix, row, centres[assigned[row]]);
        }
        return sum;
    }

    static double squaredDistance(Matrix matrix, int row, double[] point) {
        double sum = 0;
        for (int column = 0; column < point.length; column++) {
            double difference = matrix.at(row, column) - point[column];
            sum += difference * difference;
        }
        return sum;
    }

    private static final class Block {
        /** Rows whose partial sums stay in the first cache. */
        static final int SIZE = 1024;

        private Block() {}

        static void squaredDistances(Matrix matrix, int from, int size, double[] point, double[] into) {
            Arrays.fill(into, 0, size, 0);
            for (int column = 0; column < point.length; column++) {
                float[] values = matrix.column(column);
                double centre = point[column];
                for (int i = 0; i < size; i++) {
                    double difference = values[from + i] - centre;
                    into[i] += difference * difference;
                }
            }
        }
    }
}
