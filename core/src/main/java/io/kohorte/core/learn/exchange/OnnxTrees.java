// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.exchange;

import io.kohorte.core.learn.predict.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sum over trees, as ONNX can say it. Trees where a missing value takes one way are a {@code TreeEnsembleRegressor}. Where it goes both ways, as
 * in Weka's forest, ONNX has no operator for it: if anything is missing in a batch, a second form of the same trees answers it, which carries
 * along how much of a customer reaches each node, one tree after the other.
 */
final class OnnxTrees {
    private final Trees trees;
    private final OnnxGraph graph;

    OnnxTrees(Trees trees, OnnxGraph graph) {
        this.trees = trees;
        this.graph = graph;
    }

    /**
     * Adds the trees to the graph.
     *
     * @param rows a row of floats for each customer
     * @return a column of doubles
     */
    String sums(String rows) {
        if (!trees.partsMissing()) {
            return ensemble(graph, rows);
        }
        String missing = graph.cast(graph.node("IsNaN", rows), Tensor.Type.LONG);
        String any = graph.cast(graph.node(new OnnxNode("ReduceMax").with("keepdims", 0), missing), Tensor.Type.BOOL);
        OnnxGraph both = new OnnxGraph("both_ways");
        String slow = shared(both, rows);
        both.output(slow, Tensor.Type.DOUBLE, "customers", 1);
        OnnxGraph one = new OnnxGraph("one_way");
        String fast = ensemble(one, rows);
        one.output(fast, Tensor.Type.DOUBLE, "customers", 1);
        return graph.node(new OnnxNode("If").with("then_branch", both).with("else_branch", one), any);
    }

    private String ensemble(OnnxGraph in, String rows) {
        int size = trees.column().length;
        long[] tree = new long[size];
        long[] node = new long[size];
        long[] yes = new long[size];
        long[] no = new long[size];
        long[] missingYes = new long[size];
        List<String> modes = new ArrayList<>();
        int of = -1;
        for (int at = 0; at < size; at++) {
            of += of + 1 < trees.roots().length && trees.roots()[of + 1] == at ? 1 : 0;
            boolean leaf = trees.column()[at] == Trees.LEAF;
            tree[at] = of;
            node[at] = (long) at - trees.roots()[of];
            yes[at] = leaf ? 0 : (long) trees.left()[at] - trees.roots()[of];
            no[at] = leaf ? 0 : yes[at] + 1;
            missingYes[at] = !leaf && trees.missingLeft()[at] == 1 ? 1 : 0;
            modes.add(leaf ? "LEAF" : "BRANCH_LT");
        }
        int[] leaves = IntStream.range(0, size)
                .filter(at -> trees.column()[at] == Trees.LEAF)
                .toArray();
        OnnxNode ensemble = new OnnxNode("TreeEnsembleRegressor", OnnxGraph.LEARNING)
                .with("n_targets", 1)
                .with("nodes_treeids", tree)
                .with("nodes_nodeids", node)
                .with("nodes_featureids", columns())
                .with("nodes_modes", modes)
                .with("nodes_values_as_tensor", Tensor.doubles(trees.split()))
                .with("nodes_truenodeids", yes)
                .with("nodes_falsenodeids", no)
                .with("nodes_missing_value_tracks_true", missingYes)
                .with("target_ids", new long[leaves.length])
                .with(
                        "target_treeids",
                        IntStream.of(leaves).mapToLong(at -> tree[at]).toArray())
                .with(
                        "target_nodeids",
                        IntStream.of(leaves).mapToLong(at -> node[at]).toArray())
                .with(
                        "target_weights_as_tensor",
                        Tensor.doubles(IntStream.of(leaves)
                                .mapToDouble(at -> trees.value()[at])
                                .toArray()));
        return in.cast(in.node(ensemble, in.cast(rows, Tensor.Type.DOUBLE)), Tensor.Type.DOUBLE);
    }

    private long[] columns() {
        return IntStream.of(trees.column())
                .mapToLong(column -> Math.max(0, column))
                .toArray();
    }

    /** All trees padded to the largest, and a {@code Scan} that adds up one after the other. */
    private String shared(OnnxGraph in, String rows) {
        int count = trees.roots().length;
        int widest = IntStream.range(0, count).map(this::size).max().orElse(1);
        int depth = IntStream.range(0, count)
                .map(tree -> trees.depth(trees.roots()[tree]))
                .max()
                .orElse(0);
        long[] parent = new long[count * widest];
        long[] column = new long[count * widest];
        double[] split = new double[count * widest];
        double[] share = new double[count * widest];
        double[] base = new double[count * widest];
        double[] sign = new double[count * widest];
        double[] begin = new double[count * widest];
        double[] value = new double[count * widest];
        for (int tree = 0; tree < count; tree++) {
            int root = trees.roots()[tree];
            int offset = tree * widest - root;
            begin[tree * widest] = 1;
            for (int at = root; at < root + size(tree); at++) {
                value[offset + at] = trees.column()[at] == Trees.LEAF ? trees.value()[at] : 0;
                for (int side = 0; side < 2 && trees.column()[at] != Trees.LEAF; side++) {
                    int child = offset + trees.left()[at] + side;
                    parent[child] = (long) at - root;
                    column[child] = trees.column()[at];
                    split[child] = trees.split()[at];
                    share[child] = trees.missingLeft()[at];
                    base[child] = side;
                    sign[child] = 1 - 2.0 * side;
                }
            }
        }
        String customers = in.node(new OnnxNode("Shape").with("start", 0).with("end", 1), rows);
        String nothing =
                in.node(new OnnxNode("ConstantOfShape").with("value", Tensor.doubles(new double[] {0})), customers);
        OnnxNode scan = new OnnxNode("Scan").with("num_scan_inputs", 8).with("body", body(rows, depth));
        String sums = in.node(
                scan,
                nothing,
                in.constant(Tensor.longs(parent, count, widest)),
                in.constant(Tensor.longs(column, count, widest)),
                in.constant(Tensor.doubles(split, count, widest)),
                in.constant(Tensor.doubles(share, count, widest)),
                in.constant(Tensor.doubles(base, count, widest)),
                in.constant(Tensor.doubles(sign, count, widest)),
                in.constant(Tensor.doubles(begin, count, widest)),
                in.constant(Tensor.doubles(value, count, widest)));
        return in.node("Unsqueeze", sums, in.constant(Tensor.longs(new long[] {1})));
    }

    /** How much of a customer reaches a node is how much reaches its parent times what goes this way from there. */
    private OnnxGraph body(String rows, int depth) {
        OnnxGraph body = new OnnxGraph("tree");
        String sum = body.input("tree.sum", Tensor.Type.DOUBLE, "customers");
        String parent = body.input("tree.parent", Tensor.Type.LONG, "nodes");
        String column = body.input("tree.column", Tensor.Type.LONG, "nodes");
        String split = body.input("tree.split", Tensor.Type.DOUBLE, "nodes");
        String share = body.input("tree.share", Tensor.Type.DOUBLE, "nodes");
        String base = body.input("tree.base", Tensor.Type.DOUBLE, "nodes");
        String sign = body.input("tree.sign", Tensor.Type.DOUBLE, "nodes");
        String begin = body.input("tree.begin", Tensor.Type.DOUBLE, "nodes");
        String value = body.input("tree.value", Tensor.Type.DOUBLE, "nodes");
        String found = body.node(new OnnxNode("Gather").with("axis", 1), rows, column);
        String below = body.cast(body.node("Less", body.cast(found, Tensor.Type.DOUBLE), split), Tensor.Type.DOUBLE);
        String left = body.node("Where", body.node("IsNaN", found), share, below);
        String way = body.node("Add", body.node("Mul", left, sign), base);
        String reached = body.node("Add", body.node("Mul", way, body.constant(0)), begin);
        for (int step = 0; step < depth; step++) {
            String from = body.node(new OnnxNode("Gather").with("axis", 1), reached, parent);
            reached = body.node("Add", body.node("Mul", from, way), begin);
        }
        String after = body.node("Add", sum, body.node("MatMul", reached, value));
        body.output(after, Tensor.Type.DOUBLE, "customers");
        return body;
    }

    /** The nodes of a tree stand together. */
    private int size(int tree) {
        int end = tree + 1 < trees.roots().length ? trees.roots()[tree + 1] : trees.column().length;
        return end - trees.roots()[tree];
    }
}
