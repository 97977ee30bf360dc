// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.exchange;

import io.kohorte.core.learn.predict.BoostedScorer;
import io.kohorte.core.learn.predict.ForestScorer;
import io.kohorte.core.learn.predict.LinearScorer;
import io.kohorte.core.learn.predict.Network;
import io.kohorte.core.learn.predict.NetworkScorer;
import io.kohorte.core.learn.predict.Odds;
import io.kohorte.core.learn.predict.PredictionModel;
import io.kohorte.core.learn.predict.Scorer;
import java.util.Arrays;
import java.util.Map;

/**
 * A prediction as an ONNX model (onnx.ai, opset 17 and ai.onnx.ml 3), from features to the finished probability: preparation, scorer, calibration,
 * horizon and turning round. The output is {@code probability}, a column of doubles.
 */
public final class OnnxExport {
    /** Of the format, in use since ONNX 1.12. */
    private static final int FORMAT = 8;

    private static final int OPERATORS = 17;
    private static final int LEARNING_OPERATORS = 3;

    private final OnnxGraph graph = new OnnxGraph("kohorte");

    private OnnxExport() {}

    /**
     * The bytes of a file.
     *
     * @param told about the model, for whoever reads the file: no customer's data
     */
    public static byte[] of(PredictionModel model, Map<String, String> told) {
        return new OnnxExport().write(model, told);
    }

    private byte[] write(PredictionModel model, Map<String, String> told) {
        String rows = new OnnxPreparation(graph).columns(model.preparation(), model.columns());
        graph.rename(finished(model, scored(model.scorer(), rows)), "probability");
        graph.output("probability", Tensor.Type.DOUBLE, "customers", 1);
        return file(told);
    }

    private String scored(Scorer scorer, String rows) {
        if (scorer instanceof LinearScorer linear) {
            double[] weights =
                    linear.weights().stream().mapToDouble(Double::doubleValue).toArray();
            String product = graph.node(
                    "MatMul",
                    graph.cast(rows, Tensor.Type.DOUBLE),
                    graph.constant(Tensor.doubles(weights, weights.length, 1)));
            return probability(graph.node("Add", product, graph.constant(linear.intercept())));
        }
        if (scorer instanceof ForestScorer forest) {
            return graph.node(
                    "Div",
                    new OnnxTrees(forest.trees(), graph).sums(rows),
                    graph.constant(forest.trees().roots().length));
        }
        if (scorer instanceof BoostedScorer boosted) {
            return probability(graph.node(
                    "Add", new OnnxTrees(boosted.trees(), graph).sums(rows), graph.constant(boosted.start())));
        }
        return probability(odds(((NetworkScorer) scorer).network(), graph.cast(rows, Tensor.Type.DOUBLE)));
    }

    private String odds(Network network, String rows) {
        double[] numbers = network.numbers();
        int hidden = network.hidden();
        String units = graph.node(
                "Gemm",
                rows,
                graph.constant(
                        Tensor.doubles(Arrays.copyOfRange(numbers, 0, network.shifts()), network.width(), hidden)),
                graph.constant(Tensor.doubles(Arrays.copyOfRange(numbers, network.shifts(), network.weights()))));
        return graph.node(
                "Gemm",
                graph.node("Relu", units),
                graph.constant(
                        Tensor.doubles(Arrays.copyOfRange(numbers, network.weights(), network.shift()), hidden, 1)),
                graph.constant(numbers[network.shift()]));
    }

    /** As {@link PredictionModel#score} ends. */
    private String finished(PredictionModel model, String score) {
        String bounded = graph.node("Max", score, graph.constant(Odds.NEVER));
        bounded = graph.node("Min", bounded, graph.constant(1 - Odds.NEVER));
        String odds = graph.node("Log", graph.node("Div", bounded, graph.node("Sub", graph.constant(1), bounded)));
        String stretched =
                graph.node("Mul", odds, graph.constant(model.calibration().slope()));
        String comes = probability(
                graph.node("Add", stretched, graph.constant(model.calibration().shift())));
        if (model.extension() != 1) {
            String never =
                    graph.node("Pow", graph.node("Sub", graph.constant(1), comes), graph.constant(model.extension()));
            comes = graph.node("Sub", graph.constant(1), never);
        }
        return model.negate() ? graph.node("Sub", graph.constant(1), comes) : comes;
    }

    private String probability(String odds) {
        String against = graph.node("Exp", graph.node("Neg", odds));
        return graph.node("Div", graph.constant(1), graph.node("Add", graph.constant(1), against));
    }

    /** {@code ModelProto}. */
    private byte[] file(Map<String, String> told) {
        Protobuf model = new Protobuf()
                .number(1, FORMAT)
                .text(2, "kohorte")
                .message(7, graph.message())
                .message(8, new Protobuf().text(1, "").number(2, OPERATORS))
                .message(8, new Protobuf().text(1, OnnxGraph.LEARNING).number(2, LEARNING_OPERATORS));
        told.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(one ->
                        model.message(14, new Protobuf().text(1, one.getKey()).text(2, one.getValue())));
        return model.bytes();
    }
}
