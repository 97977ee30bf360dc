// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import java.util.Arrays;

/** The arrays of a forest while it is being compiled or read. */
final class Growing {
    private int[] column = new int[1024];
    private double[] split = new double[1024];
    private double[] leftShare = new double[1024];
    private int[] left = new int[1024];
    private double[] yes = new double[1024];
    private int size;

    /** Makes room for so many nodes side by side and answers where. */
    int reserve(int count) {
        int at = size;
        size += count;
        if (size > column.length) {
            int capacity = 2 * column.length;
            column = Arrays.copyOf(column, capacity);
            split = Arrays.copyOf(split, capacity);
            leftShare = Arrays.copyOf(leftShare, capacity);
            left = Arrays.copyOf(left, capacity);
            yes = Arrays.copyOf(yes, capacity);
        }
        return at;
    }

    void leaf(int at, double probability) {
        column[at] = ForestScorer.LEAF;
        yes[at] = probability;
    }

    void split(int at, int onColumn, double point, double shareLeft, int leftChild) {
        column[at] = onColumn;
        split[at] = point;
        leftShare[at] = shareLeft;
        left[at] = leftChild;
    }

    ForestScorer scorer(int[] roots) {
        return new ForestScorer(
                roots,
                Arrays.copyOf(column, size),
                Arrays.copyOf(split, size),
                Arrays.copyOf(leftShare, size),
                Arrays.copyOf(left, size),
                Arrays.copyOf(yes, size));
    }
}
