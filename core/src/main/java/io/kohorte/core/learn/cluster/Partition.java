// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.learn.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Who belongs to which group.
 *
 * @param assigned a position for each row
 * @param groups how many there are; a position from there on is of those who belong to none
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
record Partition(int[] assigned, int groups) {

    static Partition of(Grouping grouping, Matrix matrix) {
        return new Partition(grouping.assign(matrix), grouping.groups());
    }

    boolean isNoise(int row) {
        return assigned[row] >= groups;
    }

    /** Of each group, noise left out. */
    int[] sizes() {
        int[] sizes = new int[groups];
        for (int group : assigned) {
            if (group < groups) {
                sizes[group]++;
            }
        }
        return sizes;
    }

    /** Share of the rows in the smallest group. */
    double smallestShare() {
        return (double) Arrays.stream(sizes()).min().orElse(0) / assigned.length;
    }

    /** Share of the rows that belong to no group. */
    double noise() {
        return 1 - (double) Arrays.stream(sizes()).sum() / assigned.length;
    }

    /** The rows that belong to a group. */
    int[] belonging() {
        return IntStream.range(0, assigned.length).filter(row -> !isNoise(row)).toArray();
    }
}
