// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.Matrix;
import java.util.Arrays;

/**
 * Exact Shapley values of the sum over trees (Lundberg, Erion, Lee 2018, algorithm 2), where a feature that is not known sends a customer both
 * ways, as the training rows went. A feature may own several columns (a category, one per level): they are known together or not at all, so the
 * values are those of features, not of columns. Not for several threads.
 */
final class TreeShap {
    private static final int NOBODY = -1;

    private final Trees trees;
    private final int[] owner;
    private final double[] values;
    private double[] row = new double[0];

    /**
     * Explains trees.
     *
     * @param owner the feature that each column belongs to
     * @param features how many features there are
     */
    TreeShap(Trees trees, int[] owner, int features) {
        this.trees = trees;
        this.owner = owner;
        this.values = new double[features];
    }

    /** For each row of the matrix the values of all features. */
    static double[][] parts(Trees trees, Matrix matrix, int[] owner, int features) {
        TreeShap shap = new TreeShap(trees, owner, features);
        double[][] parts = new double[matrix.rows()][];
        for (int row = 0; row < parts.length; row++) {
            parts[row] = shap.of(matrix.row(row));
        }
        return parts;
    }

    /** What the trees say in sum of a customer of whom nothing is known. */
    static double expected(Trees trees) {
        double sum = 0;
        for (int root : trees.roots()) {
            sum += expected(trees, root);
        }
        return sum;
    }

    private static double expected(Trees trees, int node) {
        if (trees.column()[node] == Trees.LEAF) {
            return trees.value()[node];
        }
        double share = trees.leftShare()[node];
        int left = trees.left()[node];
        return share * expected(trees, left) + (1 - share) * expected(trees, left + 1);
    }

    /** By how much each feature moves this row away from what is expected. */
    double[] of(double[] columns) {
        row = columns;
        Arrays.fill(values, 0);
        for (int root : trees.roots()) {
            walk(root, new Path(0).then(NOBODY, 1, 1));
        }
        return values.clone();
    }

    private void walk(int node, Path path) {
        int column = trees.column()[node];
        if (column == Trees.LEAF) {
            for (int at = 1; at < path.size; at++) {
                values[path.feature[at]] +=
                        path.weightWithout(at) * (path.known[at] - path.unknown[at]) * trees.value()[node];
            }
            return;
        }
        int feature = owner[column];
        double unknown = 1;
        double known = 1;
        Path before = path;
        int met = path.indexOf(feature);
        if (met > 0) {
            unknown = path.unknown[met];
            known = path.known[met];
            before = path.without(met);
        }
        double found = row[column];
        double goesLeft = Double.isNaN(found) ? trees.missingLeft()[node] : found < trees.split()[node] ? 1 : 0;
        double share = trees.leftShare()[node];
        int left = trees.left()[node];
        follow(left, before, feature, unknown * share, known * goesLeft);
        follow(left + 1, before, feature, unknown * (1 - share), known * (1 - goesLeft));
    }

    private void follow(int node, Path path, int feature, double unknown, double known) {
        if (unknown > 0 || known > 0) {
            walk(node, path.then(feature, unknown, known));
        }
    }

    /**
     * The features met on the way to a node, and for each number of them the weight of all sets of that size.
     */
    private static final class Path {
        private final int size;
        private final int[] feature;
        /** How much of a customer comes this way whose feature is not known. */
        private final double[] unknown;
        /** How much of this customer does. */
        private final double[] known;

        private final double[] weight;

        private Path(int size) {
            this.size = size;
            feature = new int[size];
            unknown = new double[size];
            known = new double[size];
            weight = new double[size];
        }

        private Path copied(int length) {
            Path copy = new Path(length);
            int common = Math.min(size, length);
            System.arraycopy(feature, 0, copy.feature, 0, common);
            System.arraycopy(unknown, 0, copy.unknown, 0, common);
            System.arraycopy(known, 0, copy.known, 0, common);
            System.arraycopy(weight, 0, copy.weight, 0, common);
            return copy;
        }

        /** Index 0 is nobody. */
        private int indexOf(int wanted) {
            for (int at = 1; at < size; at++) {
                if (feature[at] == wanted) {
                    return at;
                }
            }
            return 0;
        }

        private Path then(int next, double ofUnknown, double ofKnown) {
            Path longer = copied(size + 1);
            longer.feature[size] = next;
            longer.unknown[size] = ofUnknown;
            longer.known[size] = ofKnown;
            longer.weight[size] = size == 0 ? 1 : 0;
            for (int at = size - 1; at >= 0; at--) {
                longer.weight[at + 1] += ofKnown * longer.weight[at] * (at + 1) / (size + 1);
                longer.weight[at] *= ofUnknown * (size - at) / (size + 1);
            }
            return longer;
        }

        private Path without(int gone) {
            Path shorter = copied(size - 1);
            int last = size - 1;
            double carried = weight[last];
            for (int at = last - 1; at >= 0; at--) {
                if (known[gone] != 0) {
                    shorter.weight[at] = carried * size / ((at + 1) * known[gone]);
                    carried = weight[at] - shorter.weight[at] * unknown[gone] * (last - at) / size;
                } else {
                    shorter.weight[at] = weight[at] * size / (unknown[gone] * (last - at));
                }
            }
            for (int at = gone; at < last; at++) {
                shorter.feature[at] = feature[at + 1];
                shorter.unknown[at] = unknown[at + 1];
                shorter.known[at] = known[at + 1];
            }
            return shorter;
        }

        private double weightWithout(int gone) {
            int last = size - 1;
            double carried = weight[last];
            double sum = 0;
            for (int at = last - 1; at >= 0; at--) {
                if (known[gone] != 0) {
                    double part = carried * size / ((at + 1) * known[gone]);
                    sum += part;
                    carried = weight[at] - part * unknown[gone] * (last - at) / size;
                } else {
                    sum += weight[at] * size / (unknown[gone] * (last - at));
                }
            }
            return sum;
        }
    }
}
