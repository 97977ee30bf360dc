// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import java.util.Arrays;

/** The arrays of {@link Trees} while they are being compiled or read. */
final class Growing {
    private int[] column = new int[1024];
    private double[] split = new double[1024];
    private double[] leftShare = new double[1024];
    private double[] missingLeft = new double[1024];
    private int[] left = new int[1024];
    private double[] value = new double[1024];
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
            missingLeft = Arrays.copyOf(missingLeft, capacity);
            left = Arrays.copyOf(left, capacity);
            value = Arrays.copyOf(value, capacity);
        }
        return at;
    }

    void leaf(int at, double says) {
        column[at] = Trees.LEAF;
        value[at] = says;
    }

    void split(int at, int onColumn, double point, double shareLeft, double missing, int leftChild) {
        column[at] = onColumn;
        split[at] = point;
        leftShare[at] = shareLeft;
        missingLeft[at] = missing;
        left[at] = leftChild;
    }

    Trees trees(int[] roots) {
        return new Trees(
                roots,
                Arrays.copyOf(column, size),
                Arrays.copyOf(split, size),
                Arrays.copyOf(leftShare, size),
                Arrays.copyOf(missingLeft, size),
                Arrays.copyOf(left, size),
                Arrays.copyOf(value, size));
    }
}
