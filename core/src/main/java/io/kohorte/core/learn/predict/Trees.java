// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.Matrix;
import java.util.stream.IntStream;

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
public record Trees(
        int[] roots,
        int[] column,
        double[] split,
        double[] leftShare,
        double[] missingLeft,
        int[] left,
        double[] value) {
    public static final int LEAF = -1;

    /** Rows that stay in the cache while they are walked through one tree after the other. */
    private static final int BLOCK = 512;

    /** From so many rows on it pays to lay the trees out anew for walking. */
    private static final int MANY = 4 * BLOCK;

    /** Steps from a node to its deepest leaf. */
    public int depth(int node) {
        return column[node] == LEAF ? 0 : 1 + Math.max(depth(left[node]), depth(left[node] + 1));
    }

    /** Whether a missing value goes both ways at some node. */
    public boolean partsMissing() {
        return IntStream.range(0, column.length)
                .anyMatch(node -> column[node] != LEAF && missingLeft[node] != 0 && missingLeft[node] != 1);
    }

    /** The same where everybody has one value in a column: whoever is not known goes its way there too. */
    Trees given(int known, float of) {
        double[] share = leftShare.clone();
        for (int node = 0; node < column.length; node++) {
            if (column[node] == known) {
                share[node] = of < split[node] ? 1 : 0;
            }
        }
        return new Trees(roots, column, split, share, missingLeft, left, value);
    }

    /** For each row the sum of what its leaf says in every tree, first to last. */
    double[] sums(Matrix matrix) {
        double[] sums = new double[matrix.rows()];
        IntStream blocks = IntStream.range(0, (sums.length + BLOCK - 1) / BLOCK);
        if (sums.length < MANY) {
            blocks.forEach(block -> walk(matrix, block * BLOCK, sums));
        } else {
            TreeWalk walk = TreeWalk.of(this);
            blocks.parallel().forEach(block -> walk(walk, matrix, block * BLOCK, sums));
        }
        return sums;
    }

    private void walk(Matrix matrix, int from, double[] sums) {
        int size = Math.min(BLOCK, sums.length - from);
        float[] block = transposed(matrix, from, size);
        for (int row = 0; row < size; row++) {
            sums[from + row] = sum(block, row * matrix.width());
        }
    }

    /** Rows of which something is missing may go both ways, so they are left to the slow walk. */
    private void walk(TreeWalk walk, Matrix matrix, int from, double[] sums) {
        int width = matrix.width();
        int size = Math.min(BLOCK, sums.length - from);
        float[] block = transposed(matrix, from, size);
        double[] of = walk.sums(block, width, size);
        for (int row = 0; row < size; row++) {
            sums[from + row] = isMissing(block, row * width, width) ? sum(block, row * width) : of[row];
        }
    }

    private double sum(float[] block, int at) {
        double sum = 0;
        for (int root : roots) {
            sum += leaf(root, block, at);
        }
        return sum;
    }

    private static boolean isMissing(float[] block, int at, int width) {
        for (int column = 0; column < width; column++) {
            if (Float.isNaN(block[at + column])) {
                return true;
            }
        }
        return false;
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

    private static float[] transposed(Matrix matrix, int from, int size) {
        int width = matrix.width();
        float[] block = new float[size * width];
        for (int column = 0; column < width; column++) {
            float[] values = matrix.column(column);
            for (int row = 0; row < size; row++) {
                block[row * width + column] = values[from + row];
            }
        }
        return block;
    }
}
