// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Trees as numbers in big-endian binary. Reading throws {@link IllegalArgumentException} where the numbers cannot be trees. */
final class StoredTrees {
    private static final int MOST_NODES = 50_000_000;

    private StoredTrees() {}

    /** @param directed whether a missing value goes one way; otherwise it goes both, as the training rows did */
    static void write(Trees trees, boolean directed, DataOutputStream out) throws IOException {
        out.writeInt(trees.roots().length);
        for (int root : trees.roots()) {
            out.writeInt(root);
        }
        out.writeInt(trees.column().length);
        for (int node = 0; node < trees.column().length; node++) {
            out.writeInt(trees.column()[node]);
            if (trees.column()[node] == Trees.LEAF) {
                out.writeDouble(trees.value()[node]);
            } else {
                out.writeDouble(trees.split()[node]);
                out.writeDouble(trees.leftShare()[node]);
                if (directed) {
                    out.writeBoolean(trees.missingLeft()[node] == 1);
                }
                out.writeInt(trees.left()[node]);
            }
        }
    }

    static Trees read(DataInputStream in, boolean directed) throws IOException {
        int[] roots = new int[bounded(in.readInt(), MOST_NODES)];
        for (int tree = 0; tree < roots.length; tree++) {
            roots[tree] = in.readInt();
        }
        int size = bounded(in.readInt(), MOST_NODES);
        Growing nodes = new Growing();
        for (int node = 0; node < size; node++) {
            nodes.reserve(1);
            int column = in.readInt();
            if (column == Trees.LEAF) {
                nodes.leaf(node, in.readDouble());
            } else {
                double split = in.readDouble();
                double leftShare = in.readDouble();
                double missingLeft = directed ? in.readBoolean() ? 1 : 0 : leftShare;
                nodes.split(node, column, split, leftShare, missingLeft, child(in.readInt(), node, size));
            }
        }
        return nodes.trees(roots);
    }

    /** Children come after their parent, so that no stored forest can send scoring round in circles. */
    private static int child(int left, int parent, int size) {
        if (left <= parent || left + 1 >= size) {
            throw new IllegalArgumentException("not a stored model");
        }
        return left;
    }

    static int bounded(int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException("not a stored model");
        }
        return value;
    }
}
