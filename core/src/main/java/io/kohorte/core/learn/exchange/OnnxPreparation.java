// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.exchange;

import io.kohorte.core.learn.Preparation;
import io.kohorte.core.learn.Prepared;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The pipeline from features to numbers, as ONNX can say it. Each feature is an input of its own name: a column of floats, where not a number means missing, or
 * for a category a column of texts, where the empty text does.
 */
final class OnnxPreparation {
    private final OnnxGraph graph;
    private final List<String> names = new ArrayList<>();
    private final List<String> columns = new ArrayList<>();

    OnnxPreparation(OnnxGraph graph) {
        this.graph = graph;
    }

    /**
     * Adds the steps to the graph, and an input for each feature that something is made of.
     *
     * @param wanted the prepared columns to answer, in their order
     * @return a row of floats for each customer
     */
    String columns(Preparation preparation, List<String> wanted) {
        for (Prepared step : preparation.steps()) {
            if (step.columns().stream().anyMatch(Set.copyOf(wanted)::contains)) {
                names.addAll(step.columns());
                add(step);
            }
        }
        String all = graph.node(new OnnxNode("Concat").with("axis", 1), columns.toArray(String[]::new));
        long[] positions = wanted.stream().mapToLong(names::indexOf).toArray();
        if (LongStream.of(positions).anyMatch(position -> position < 0)) {
            throw new IllegalArgumentException("a column is made of no feature");
        }
        return graph.node(new OnnxNode("Gather").with("axis", 1), all, graph.constant(Tensor.longs(positions)));
    }

    private void add(Prepared step) {
        if (step instanceof Prepared.Raw raw) {
            columns.add(graph.input(raw.name(), Tensor.Type.FLOAT, "customers", 1));
        } else if (step instanceof Prepared.Scaled scaled) {
            add(scaled);
        } else if (step instanceof Prepared.OneHot oneHot) {
            add(oneHot);
        }
    }

    private void add(Prepared.Scaled step) {
        String given = graph.input(step.name(), Tensor.Type.FLOAT, "customers", 1);
        String missing = graph.node("IsNaN", given);
        String value = graph.cast(given, Tensor.Type.DOUBLE);
        value = graph.node("Max", value, graph.constant(step.low()));
        value = graph.node("Min", value, graph.constant(step.high()));
        if (step.logUnit() > 0) {
            String units = graph.node("Div", graph.node("Abs", value), graph.constant(step.logUnit()));
            String curved = graph.node("Log", graph.node("Add", units, graph.constant(1)));
            value = graph.node("Mul", graph.node("Sign", value), curved);
        }
        value = graph.node("Sub", value, graph.constant(step.centre()));
        value = graph.node("Div", value, graph.constant(step.scale()));
        value = graph.node("Where", missing, graph.constant(step.fill()), value);
        columns.add(graph.cast(value, Tensor.Type.FLOAT));
        if (step.indicator()) {
            columns.add(graph.cast(missing, Tensor.Type.FLOAT));
        }
    }

    /** Levels become their positions, others the one after them, the empty text −1. */
    private void add(Prepared.OneHot step) {
        int kept = step.levels().size();
        List<String> keys = new ArrayList<>(step.levels());
        keys.remove("");
        long[] positions = LongStream.concat(keys.stream().mapToLong(step.levels()::indexOf), LongStream.of(-1))
                .toArray();
        keys.add("");
        OnnxNode encoder = new OnnxNode("LabelEncoder", OnnxGraph.LEARNING)
                .with("keys_strings", keys)
                .with("values_int64s", positions)
                .with("default_int64", kept);
        String level = graph.node(encoder, graph.input(step.name(), Tensor.Type.TEXT, "customers", 1));
        long[] slots = LongStream.rangeClosed(0, kept).toArray();
        String hot = graph.node("Equal", level, graph.constant(Tensor.longs(slots, 1, kept + 1L)));
        columns.add(graph.node(
                "Mul", graph.cast(hot, Tensor.Type.FLOAT), graph.constant(Tensor.of((float) step.weight()))));
    }
}
