// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Trees as a file holds them ({@code TreeEnsembleRegressor}, {@code TreeEnsembleClassifier}), checked once: every node is below one other at most, so no file can
 * send scoring round in circles.
 */
final class OnnxTrees {
    /** When a customer goes the way of yes. */
    private enum Mode {
        BRANCH_LEQ,
        BRANCH_LT,
        BRANCH_GTE,
        BRANCH_GT,
        BRANCH_EQ,
        BRANCH_NEQ,
        LEAF;

        boolean holds(double value, double split) {
            return switch (this) {
                case BRANCH_LEQ -> value <= split;
                case BRANCH_LT -> value < split;
                case BRANCH_GTE -> value >= split;
                case BRANCH_GT -> value > split;
                case BRANCH_EQ -> value == split;
                case BRANCH_NEQ -> value != split;
                case LEAF -> false;
            };
        }
    }

    private record Place(long tree, long node) {}

    private final Mode[] modes;
    private final int[] column;
    private final double[] split;
    private final int[] yes;
    private final int[] no;
    private final boolean[] missingYes;
    private final int[] roots;
    private final double[][] weights;
    private final int[][] targets;
    private final int depth;

    private OnnxTrees(OnnxOperation set, String prefix) {
        long[] tree = set.wholes("nodes_treeids");
        long[] node = set.wholes("nodes_nodeids");
        int size = tree.length;
        modes = set.texts("nodes_modes").stream().map(Mode::valueOf).toArray(Mode[]::new);
        split = set.numbers("nodes_values");
        column = Arrays.stream(set.wholes("nodes_featureids"))
                .mapToInt(Math::toIntExact)
                .toArray();
        if (node.length != size || modes.length != size || split.length != size || column.length != size) {
            throw new IllegalArgumentException("nodes of trees that do not fit");
        }
        Map<Place, Integer> places = new HashMap<>();
        for (int at = 0; at < size; at++) {
            if (places.put(new Place(tree[at], node[at]), at) != null) {
                throw new IllegalArgumentException("two nodes of one name");
            }
        }
        yes = children(set.wholes("nodes_truenodeids"), tree, places);
        no = children(set.wholes("nodes_falsenodeids"), tree, places);
        long[] missing = set.wholes("nodes_missing_value_tracks_true");
        missingYes = new boolean[size];
        for (int at = 0; at < size; at++) {
            missingYes[at] = missing.length > 0 && missing[at] != 0;
        }
        roots = roots(size);
        depth = depth();
        long[] ofTree = set.wholes(prefix + "_treeids");
        long[] ofNode = set.wholes(prefix + "_nodeids");
        long[] ofTarget = set.wholes(prefix + "_ids");
        double[] weight = set.numbers(prefix + "_weights");
        List<List<Integer>> leaves = new ArrayList<>();
        for (int at = 0; at < size; at++) {
            leaves.add(new ArrayList<>(1));
        }
        for (int i = 0; i < ofTree.length; i++) {
            Integer at = places.get(new Place(ofTree[i], ofNode[i]));
            if (at == null) {
                throw new IllegalArgumentException("a weight of no node");
            }
            leaves.get(at).add(i);
        }
        weights = leaves.stream()
                .map(own -> own.stream().mapToDouble(i -> weight[i]).toArray())
                .toArray(double[][]::new);
        targets = leaves.stream()
                .map(own ->
                        own.stream().mapToInt(i -> Math.toIntExact(ofTarget[i])).toArray())
                .toArray(int[][]::new);
    }

    /** @param prefix of the attributes that hold what leaves are worth: {@code target} or {@code class} */
    static OnnxTrees of(OnnxOperation set, String prefix) {
        return new OnnxTrees(set, prefix);
    }

    private int[] children(long[] ids, long[] tree, Map<Place, Integer> places) {
        int[] children = new int[modes.length];
        for (int at = 0; at < children.length; at++) {
            if (modes[at] != Mode.LEAF) {
                Integer child = places.get(new Place(tree[at], ids[at]));
                if (child == null) {
                    throw new IllegalArgumentException("a branch to nowhere");
                }
                children[at] = child;
            }
        }
        return children;
    }

    private int[] roots(int size) {
        boolean[] below = new boolean[size];
        List<Integer> roots = new ArrayList<>();
        for (int at = 0; at < size; at++) {
            if (modes[at] != Mode.LEAF) {
                for (int child : new int[] {yes[at], no[at]}) {
                    if (below[child]) {
                        throw new IllegalArgumentException("a node below two others");
                    }
                    below[child] = true;
                }
            }
        }
        for (int at = 0; at < size; at++) {
            if (!below[at]) {
                roots.add(at);
            }
        }
        return roots.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Walks every tree once from its root; what no root leads to is a circle. */
    private int depth() {
        int deepest = 0;
        int seen = 0;
        int[] waiting = new int[modes.length + 1];
        int[] depths = new int[modes.length + 1];
        for (int root : roots) {
            int top = 0;
            waiting[top] = root;
            depths[top++] = 1;
            while (top > 0) {
                int at = waiting[--top];
                int own = depths[top];
                seen++;
                deepest = Math.max(deepest, own);
                if (modes[at] != Mode.LEAF) {
                    waiting[top] = yes[at];
                    depths[top++] = own + 1;
                    waiting[top] = no[at];
                    depths[top++] = own + 1;
                }
            }
        }
        if (seen != modes.length) {
            throw new IllegalArgumentException("trees that go round in circles");
        }
        return deepest;
    }

    int trees() {
        return roots.length;
    }

    boolean allPositive() {
        return Arrays.stream(weights).allMatch(own -> Arrays.stream(own).allMatch(weight -> weight >= 0));
    }

    /** The targets that leaves are worth something for. */
    int[] targets() {
        return Arrays.stream(targets)
                .flatMapToInt(Arrays::stream)
                .distinct()
                .sorted()
                .toArray();
    }

    /**
     * What the leaves each row comes to are worth together.
     *
     * @param base one for each target, or none
     */
    Cells sums(OnnxCall call, int count, double[] base) {
        Cells x = call.input(0);
        int width = x.width();
        double[] sums = new double[call.budget().room(x.rows(), count)];
        call.budget().spend(Budget.size(x.rows(), roots.length) * depth);
        for (int row = 0; row < x.rows(); row++) {
            for (int target = 0; target < base.length && base.length == count; target++) {
                sums[row * count + target] = base[target];
            }
            for (int root : roots) {
                int at = root;
                while (modes[at] != Mode.LEAF) {
                    double value = x.numbers()[row * width + place(column[at], width)];
                    boolean goes = modes[at].holds(value, split[at]) || (missingYes[at] && Double.isNaN(value));
                    at = goes ? yes[at] : no[at];
                }
                for (int i = 0; i < weights[at].length; i++) {
                    sums[row * count + place(targets[at][i], count)] += weights[at][i];
                }
            }
        }
        return Cells.numbers(Cells.Type.DOUBLE, new int[] {x.rows(), count}, sums);
    }

    private static int place(int index, int length) {
        if (index < 0 || index >= length) {
            throw new IllegalArgumentException("no such column");
        }
        return index;
    }
}
