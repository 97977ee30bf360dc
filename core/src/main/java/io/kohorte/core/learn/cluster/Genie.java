// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.Map;
import java.util.TreeMap;

/**
 * Genie (Gagolewski, Bartoszuk, Cena 2016): single linkage that watches how unequal the groups become. While the Gini index of their sizes is at most
 * {@link #THRESHOLD} the two closest groups are joined; above it, the closest two of which one is of the smallest size. It finds groups of any
 * shape, and a stray customer does not become a group of one.
 */
final class Genie {
    /** What the authors found to suit most data. */
    static final double THRESHOLD = .3;

    private final SpanningTree tree;
    private final double threshold;
    private final Forest forest;
    private final boolean[] used;
    private final int rows;

    /** How many groups there are of each size. */
    private final TreeMap<Integer, Integer> sizes = new TreeMap<>();

    private Genie(SpanningTree tree, double threshold) {
        this.tree = tree;
        this.threshold = threshold;
        rows = tree.rows();
        forest = new Forest(rows);
        used = new boolean[rows - 1];
        sizes.put(1, rows);
    }

    static Merges merges(SpanningTree tree, double threshold) {
        return new Genie(tree, threshold).merged();
    }

    private Merges merged() {
        int[] one = new int[rows - 1];
        int[] other = new int[rows - 1];
        int shortest = 0;
        for (int merge = 0; merge < rows - 1; merge++) {
            while (used[shortest]) {
                shortest++;
            }
            int edge = gini(rows - merge) > threshold ? shortestAtTheSmallest(shortest) : shortest;
            one[merge] = tree.from()[edge];
            other[merge] = tree.to()[edge];
            join(edge);
        }
        return new Merges(one, other);
    }

    private int shortestAtTheSmallest(int shortest) {
        int smallest = sizes.firstKey();
        int edge = shortest;
        while (used[edge] || (size(tree.from()[edge]) != smallest && size(tree.to()[edge]) != smallest)) {
            edge++;
        }
        return edge;
    }

    private int size(int row) {
        return forest.size(forest.set(row));
    }

    private void join(int edge) {
        used[edge] = true;
        int from = size(tree.from()[edge]);
        int to = size(tree.to()[edge]);
        forest.join(tree.from()[edge], tree.to()[edge]);
        count(from, -1);
        count(to, -1);
        count(from + to, 1);
    }

    private void count(int size, int more) {
        sizes.merge(size, more, (before, change) -> before + change == 0 ? null : before + change);
    }

    /** 0 where all groups are of one size, near 1 where one has nearly everybody. */
    private double gini(int groups) {
        if (groups < 2) {
            return 0;
        }
        double differences = 0;
        long smaller = 0;
        long inThem = 0;
        for (Map.Entry<Integer, Integer> entry : sizes.entrySet()) {
            double size = entry.getKey();
            double many = entry.getValue();
            differences += many * (smaller * size - inThem);
            smaller += entry.getValue();
            inThem += (long) entry.getKey() * entry.getValue();
        }
        return differences / ((groups - 1.0) * rows);
    }
}
