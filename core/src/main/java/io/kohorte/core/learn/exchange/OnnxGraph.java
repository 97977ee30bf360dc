// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.exchange;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A graph of operators under construction, in the form ONNX stores it ({@code GraphProto} of onnx.proto). What a node answers goes by the name the
 * adding method returns; names are numbered, so that two graphs of one model share none.
 */
public final class OnnxGraph {
    /** The operators of trees and of categories. */
    public static final String LEARNING = "ai.onnx.ml";

    private final String name;
    private final Protobuf graph = new Protobuf();
    private final List<Protobuf> nodes = new ArrayList<>();
    private final List<Protobuf> constants = new ArrayList<>();
    private final List<Protobuf> inputs = new ArrayList<>();
    private final List<Protobuf> outputs = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private int named;

    public OnnxGraph(String name) {
        this.name = name;
    }

    /** What somebody asking must give; each name once. */
    public String input(String called, Tensor.Type type, Object... dimensions) {
        if (!taken.add(called)) {
            throw new IllegalArgumentException("two inputs of one name");
        }
        inputs.add(value(called, type, dimensions));
        return called;
    }

    public void output(String called, Tensor.Type type, Object... dimensions) {
        outputs.add(value(called, type, dimensions));
    }

    public String constant(Tensor tensor) {
        String called = fresh("constant");
        constants.add(tensor.message(called));
        return called;
    }

    public String constant(double value) {
        return constant(Tensor.of(value));
    }

    public String node(String operator, String... from) {
        return node(new OnnxNode(operator), from);
    }

    public String node(OnnxNode node, String... from) {
        String to = fresh(node.operator());
        nodes.add(node.message(List.of(from), to));
        return to;
    }

    /** Gives what a node answers the name by which it leaves the graph. */
    public void rename(String from, String to) {
        nodes.add(new OnnxNode("Identity").message(List.of(from), to));
    }

    public String cast(String from, Tensor.Type type) {
        return node(new OnnxNode("Cast").with("to", type.code()), from);
    }

    /** {@code GraphProto}. */
    public Protobuf message() {
        nodes.forEach(node -> graph.message(1, node));
        graph.text(2, name);
        constants.forEach(constant -> graph.message(5, constant));
        inputs.forEach(input -> graph.message(11, input));
        outputs.forEach(output -> graph.message(12, output));
        return graph;
    }

    private String fresh(String stem) {
        return name + "_" + stem + "_" + named++;
    }

    /** {@code ValueInfoProto}; a dimension that is a text may have any size. */
    private static Protobuf value(String name, Tensor.Type type, Object... dimensions) {
        Protobuf shape = new Protobuf();
        for (Object dimension : dimensions) {
            shape.message(
                    1,
                    dimension instanceof String any
                            ? new Protobuf().text(2, any)
                            : new Protobuf().number(1, ((Number) dimension).longValue()));
        }
        Protobuf tensor = new Protobuf().number(1, type.code()).message(2, shape);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }
}
