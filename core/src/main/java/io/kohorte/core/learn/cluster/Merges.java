// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

/**
 * A hierarchy: which groups were joined, in order, each named by one of its rows. Learned once, it can be cut into any number of groups.
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
record Merges(int[] one, int[] other) {

    /** Each row's group, from 0. */
    int[] cut(int groups) {
        int rows = one.length + 1;
        Forest forest = new Forest(rows);
        for (int merge = 0; merge < rows - groups; merge++) {
            forest.join(one[merge], other[merge]);
        }
        return forest.numbered();
    }
}
