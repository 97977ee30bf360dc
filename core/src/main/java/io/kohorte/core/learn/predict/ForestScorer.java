// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.Matrix;

/**
 * A random forest in flat arrays. The two children of a node stand side by side, so one index suffices. A value below the split goes left;
 * a missing value goes both ways, weighted by the share of training rows that went left (Weka's {@code m_Prop}). The probability is the mean
 * over the trees of the leaves' shares of yes.
 */
@SuppressWarnings("ArrayRecordComponent") // millions of nodes, never compared
record ForestScorer(int[] roots, int[] column, double[] split, double[] leftShare, int[] left, double[] yes)
        implements Scorer {
    static final int LEAF = -1;

    /** Rows that are walked through one tree after the other while tree and rows stay in the cache. */
    private static final int BLOCK = 512;

    @Override
    public double[] score(Matrix matrix) {
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
        for (int row = 0; row < sums.length; row++) {
            sums[row] /= roots.length;
        }
        return sums;
    }

    private double leaf(int root, float[] block, int at) {
        int node = root;
        while (column[node] != LEAF) {
            float value = block[at + column[node]];
            if (Float.isNaN(value)) {
                double share = leftShare[node];
                return share * leaf(left[node], block, at) + (1 - share) * leaf(left[node] + 1, block, at);
            }
            node = value < split[node] ? left[node] : left[node] + 1;
        }
        return yes[node];
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
