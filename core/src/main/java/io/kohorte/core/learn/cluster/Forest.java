// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.Arrays;

/** Sets of rows that are joined two by two (Galler, Fischer 1964). A set goes by its lowest row. */
final class Forest {
    private final int[] parent;
    private final int[] size;

    Forest(int rows) {
        parent = new int[rows];
        size = new int[rows];
        Arrays.setAll(parent, row -> row);
        Arrays.fill(size, 1);
    }

    int set(int row) {
        int root = row;
        while (parent[root] != root) {
            root = parent[root];
        }
        for (int at = row; parent[at] != root; ) {
            int next = parent[at];
            parent[at] = root;
            at = next;
        }
        return root;
    }

    int size(int set) {
        return size[set];
    }

    /** Joins the sets of two rows; answers the set they are in now. */
    int join(int one, int other) {
        int a = set(one);
        int b = set(other);
        int low = Math.min(a, b);
        int high = Math.max(a, b);
        if (low != high) {
            parent[high] = low;
            size[low] += size[high];
        }
        return low;
    }

    /** Each row's set as a number from 0, sets numbered by their lowest row. */
    int[] numbered() {
        int[] numbers = new int[parent.length];
        int next = 0;
        for (int row = 0; row < numbers.length; row++) {
            int root = set(row);
            numbers[row] = root == row ? next++ : numbers[root];
        }
        return numbers;
    }
}
