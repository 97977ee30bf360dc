// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

/**
 * Trees laid out for walking many rows of which nothing is missing. A leaf leads to itself, so every row takes as many steps as the tree is deep
 * and none asks whether it has arrived; four rows go side by side, so that the machine has work while one waits for its node. Which way a row goes is
 * reckoned and not asked: half of all guesses about a split would be wrong, and a wrong guess costs more than a step. So floats become ints of the
 * same order, of whose difference the sign is the answer. All that a step reads of a node lies together.
 */
final class TreeWalk {
    /** Numbers of a node: its column, its split, where its left child begins, and none, so that no node lies across two lines of the cache. */
    private static final int NODE = 4;

    private static final int SPLIT = 1;
    private static final int LEFT = 2;

    private final int[] roots;
    private final int[] depth;
    private final int[] nodes;
    private final double[] value;

    private TreeWalk(Trees trees) {
        roots = trees.roots();
        depth = new int[roots.length];
        nodes = new int[NODE * trees.column().length];
        value = trees.value();
        for (int node = 0; node < value.length; node++) {
            boolean leaf = trees.column()[node] == Trees.LEAF;
            int at = NODE * node;
            nodes[at] = leaf ? 0 : trees.column()[node];
            // Nothing is below the lowest int, so every row goes right of a leaf: to the node after the one before it.
            nodes[at + SPLIT] = leaf ? Integer.MIN_VALUE : ordered(ceiling(trees.split()[node]));
            nodes[at + LEFT] = NODE * (leaf ? node - 1 : trees.left()[node]);
        }
        for (int tree = 0; tree < roots.length; tree++) {
            depth[tree] = trees.depth(roots[tree]);
        }
    }

    static TreeWalk of(Trees trees) {
        return new TreeWalk(trees);
    }

    /** The smallest float that is no less: it parts floats as the split of double precision does. */
    private static float ceiling(double split) {
        float near = (float) split;
        return near >= split ? near : Math.nextUp(near);
    }

    /** An int that compares with others as the float does; −0 is 0. */
    private static int ordered(float number) {
        int bits = Float.floatToRawIntBits(number + 0f);
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }

    /** @param rows one after the other, each {@code width} numbers */
    double[] sums(float[] rows, int width, int size) {
        int[] ordered = new int[width * size];
        for (int i = 0; i < ordered.length; i++) {
            ordered[i] = ordered(rows[i]);
        }
        double[] sums = new double[size];
        for (int tree = 0; tree < roots.length; tree++) {
            int row = 0;
            for (; row + 4 <= size; row += 4) {
                walkFour(tree, ordered, width, row, sums);
            }
            for (; row < size; row++) {
                int node = NODE * roots[tree];
                for (int step = depth[tree]; step > 0; step--) {
                    node = next(node, ordered, row * width);
                }
                sums[row] += value[node / NODE];
            }
        }
        return sums;
    }

    private void walkFour(int tree, int[] rows, int width, int row, double[] sums) {
        int at0 = row * width;
        int at1 = at0 + width;
        int at2 = at1 + width;
        int at3 = at2 + width;
        int node0 = NODE * roots[tree];
        int node1 = node0;
        int node2 = node0;
        int node3 = node0;
        for (int step = depth[tree]; step > 0; step--) {
            node0 = next(node0, rows, at0);
            node1 = next(node1, rows, at1);
            node2 = next(node2, rows, at2);
            node3 = next(node3, rows, at3);
        }
        sums[row] += value[node0 / NODE];
        sums[row + 1] += value[node1 / NODE];
        sums[row + 2] += value[node2 / NODE];
        sums[row + 3] += value[node3 / NODE];
    }

    /** The sign bit of the difference is 1 where the row's number is below the split. */
    private int next(int node, int[] rows, int at) {
        long below = ((long) rows[at + nodes[node]] - nodes[node + SPLIT]) >>> 63;
        return nodes[node + LEFT] + NODE - NODE * (int) below;
    }
}
