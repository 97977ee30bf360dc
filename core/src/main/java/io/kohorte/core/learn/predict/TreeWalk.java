// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

/**
 * Trees laid out for walking many rows of which nothing is missing. A leaf leads to itself, so every row takes as many steps as the tree is deep
 * and none asks whether it has arrived; four rows go side by side, so that the machine has work while one waits for its node. Splits are the
 * smallest float that is no less than the one of double precision, which parts floats in the same way.
 */
final class TreeWalk {
    private final int[] roots;
    private final int[] depth;
    private final int[] column;
    private final float[] split;
    /** The node left of a split; at a leaf the node before it, since what compares with no number goes right. */
    private final int[] left;

    private final double[] value;

    private TreeWalk(Trees trees) {
        int size = trees.column().length;
        roots = trees.roots();
        depth = new int[roots.length];
        column = new int[size];
        split = new float[size];
        left = new int[size];
        value = trees.value();
        for (int node = 0; node < size; node++) {
            boolean leaf = trees.column()[node] == Trees.LEAF;
            column[node] = leaf ? 0 : trees.column()[node];
            split[node] = leaf ? Float.NaN : ceiling(trees.split()[node]);
            left[node] = leaf ? node - 1 : trees.left()[node];
        }
        for (int tree = 0; tree < roots.length; tree++) {
            depth[tree] = trees.depth(roots[tree]);
        }
    }

    static TreeWalk of(Trees trees) {
        return new TreeWalk(trees);
    }

    private static float ceiling(double split) {
        float near = (float) split;
        return near >= split ? near : Math.nextUp(near);
    }

    /** @param rows one after the other, each {@code width} numbers */
    double[] sums(float[] rows, int width, int size) {
        double[] sums = new double[size];
        for (int tree = 0; tree < roots.length; tree++) {
            int row = 0;
            for (; row + 4 <= size; row += 4) {
                walkFour(tree, rows, width, row, sums);
            }
            for (; row < size; row++) {
                int node = roots[tree];
                for (int step = depth[tree]; step > 0; step--) {
                    node = next(node, rows, row * width);
                }
                sums[row] += value[node];
            }
        }
        return sums;
    }

    private void walkFour(int tree, float[] rows, int width, int row, double[] sums) {
        int at0 = row * width;
        int at1 = at0 + width;
        int at2 = at1 + width;
        int at3 = at2 + width;
        int node0 = roots[tree];
        int node1 = node0;
        int node2 = node0;
        int node3 = node0;
        for (int step = depth[tree]; step > 0; step--) {
            node0 = next(node0, rows, at0);
            node1 = next(node1, rows, at1);
            node2 = next(node2, rows, at2);
            node3 = next(node3, rows, at3);
        }
        sums[row] += value[node0];
        sums[row + 1] += value[node1];
        sums[row + 2] += value[node2];
        sums[row + 3] += value[node3];
    }

    private int next(int node, float[] rows, int at) {
        return rows[at + column[node]] < split[node] ? left[node] : left[node] + 1;
    }
}
