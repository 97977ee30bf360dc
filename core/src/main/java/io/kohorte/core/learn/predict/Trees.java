// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.Matrix;

/**
 * Trees in flat arrays, whoever grew them. The two children of a node stand side by side, so one index suffices. A value below the split goes
 * left.
 *
 * @param roots first node of each tree
 * @param column the column a node splits on, or {@link #LEAF}
 * @param leftShare share of the training rows at the node that went left: what is expected of a customer of whom nothing is known
 * @param missingLeft how much of a missing value goes left: Weka sends it both ways, XGBoost (0 or 1) the way that paid in training
 * @param value what a leaf says
 */
@SuppressWarnings("ArrayRecordComponent") // millions of nodes, never compared
record Trees(
        int[] roots,
        int[] column,
        double[] split,
        double[] leftShare,
        double[] missingLeft,
        int[] left,
        double[] value) {
    static final int LEAF = -1;

    /** Rows that are walked through one tree after the other while tree and rows stay in the cache. */
    private static final int BLOCK = 512;

    /** For each row the sum of what its leaf says in every tree. */
    double[] sums(Matrix matrix) {
        double[] sums = new double[matrix.rows()];
        int width = matrix.width();
        float[] block = new float[BLOCK * width];
        for (int from = 0; from < matrix.rows(); from += BLOCK) {
            int size = Math.min(BLOCK, matrix.rows() - from);
            transpose(matrix, from, size, block);
            for (int root : roots) {
                for (int row = 0; row < size; row++) {
                    sums[from + row] += leaf(root, block, row * width);
                }
            }
        }
        return sums;
    }

    private double leaf(int root, float[] block, int at) {
        int node = root;
        while (column[node] != LEAF) {
            float found = block[at + column[node]];
            if (!Float.isNaN(found)) {
                node = found < split[node] ? left[node] : left[node] + 1;
            } else if (missingLeft[node] == 1) {
                node = left[node];
            } else if (missingLeft[node] == 0) {
                node = left[node] + 1;
            } else {
                double share = missingLeft[node];
                return share * leaf(left[node], block, at) + (1 - share) * leaf(left[node] + 1, block, at);
            }
        }
        return value[node];
    }

    private static void transpose(Matrix matrix, int from, int size, float[] block) {
        int width = matrix.width();
        for (int column = 0; column < width; column++) {
            float[] values = matrix.column(column);
            for (int row = 0; row < size; row++) {
                block[row * width + column] = values[from + row];
            }
        }
    }
}
