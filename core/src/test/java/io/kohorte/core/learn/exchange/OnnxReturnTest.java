// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.external.ExternalFile;
import io.kohorte.core.learn.external.ExternalModel;
import io.kohorte.core.learn.predict.LearnedPredictions;
import io.kohorte.core.learn.predict.Learner;
import io.kohorte.core.learn.predict.PredictionModel;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What we read of ONNX is what others read of it: our own files say what the model says, and each operator says what onnxruntime says. */
final class OnnxReturnTest {
    private static final float NAN = Float.NaN;

    @ParameterizedTest
    @EnumSource(Learner.class)
    void a_model_of_ours_comes_back_from_its_file_with_the_same_scores(Learner learner) {
        FeatureTable customers = LearnedPredictions.customers()
                .rows(java.util.stream.IntStream.range(0, 60).toArray());
        for (PredictionModel model : List.of(LearnedPredictions.by(learner), LearnedPredictions.plainBy(learner))) {
            ExternalModel back = ExternalFile.open(OnnxExport.of(model, Map.of()));
            List<FeatureColumn> columns = back.inputs().stream()
                    .map(input -> customers.column(input.name()).orElseThrow())
                    .toList();

            assertThat(back.outputs()).singleElement().satisfies(output -> assertThat(output.probability())
                    .isTrue());
            assertThat(back.score(columns, back.outputs().get(0)))
                    .containsExactly(model.score(customers), offset(1e-6));
        }
    }

    /** A graph over a table of three columns, and the name of what it answers. */
    @FunctionalInterface
    interface Drawing {
        String on(OnnxGraph graph, String table);
    }

    static Stream<Arguments> drawings() {
        return Stream.of(
                drawn("log of what is above 0", (g, x) -> g.node("Log", g.node("Add", g.node("Abs", x), number(g, 1)))),
                drawn("roots and powers", (g, x) -> g.node("Pow", g.node("Sqrt", g.node("Abs", x)), number(g, 3))),
                drawn("logistic", (g, x) -> g.node("Sigmoid", x)),
                drawn("hyperbolic tangent", (g, x) -> g.node("Tanh", x)),
                drawn("error function", (g, x) -> g.node("Erf", x)),
                drawn("what is above 0", (g, x) -> g.node("Relu", x)),
                drawn("bent", (g, x) -> g.node(new OnnxNode("LeakyRelu"), x)),
                drawn("softplus", (g, x) -> g.node("Softplus", x)),
                drawn("floor and ceiling", (g, x) -> g.node("Sub", g.node("Ceil", x), g.node("Floor", x))),
                drawn("rounded half to even", (g, x) -> g.node("Round", g.node("Mul", x, number(g, .5f)))),
                drawn("sign", (g, x) -> g.node("Sign", x)),
                drawn("clipped", (g, x) -> g.node("Clip", x, number(g, -1), number(g, 2))),
                drawn("shares of a row", (g, x) -> g.node(new OnnxNode("Softmax").with("axis", -1), x)),
                drawn(
                        "turned and back",
                        (g, x) -> g.node(
                                new OnnxNode("Transpose").with("perm", new long[] {1, 0}),
                                g.node(new OnnxNode("Transpose").with("perm", new long[] {1, 0}), x))),
                drawn("the row's mean", (g, x) -> g.node(new OnnxNode("ReduceMean").with("axes", new long[] {1}), x)),
                drawn(
                        "the largest column",
                        (g, x) -> g.cast(
                                g.node(new OnnxNode("ArgMax").with("axis", 1).with("keepdims", 1), x),
                                Tensor.Type.FLOAT)),
                drawn(
                        "the last of the largest columns",
                        (g, x) -> g.cast(
                                g.node(
                                        new OnnxNode("ArgMax")
                                                .with("axis", 1)
                                                .with("keepdims", 1)
                                                .with("select_last_index", 1),
                                        x),
                                Tensor.Type.FLOAT)),
                drawn("sums of squares", (g, x) -> g.node(alongRows("ReduceSumSquare"), x)),
                drawn("lengths", (g, x) -> g.node(alongRows("ReduceL2"), x)),
                drawn("sums without signs", (g, x) -> g.node(alongRows("ReduceL1"), x)),
                drawn("products", (g, x) -> g.node(alongRows("ReduceProd"), x)),
                drawn(
                        "sums of what is too small for a number",
                        (g, x) -> g.node(alongRows("ReduceLogSumExp"), g.node("Mul", x, number(g, 500)))),
                drawn(
                        "nothing summed up",
                        (g, x) -> g.node(new OnnxNode("ReduceSum").with("noop_with_empty_axes", 1), x)),
                drawn(
                        "below all bounds",
                        (g, x) -> g.cast(
                                g.node(
                                        new OnnxNode("IsInf").with("detect_positive", 0),
                                        g.node("Log", g.node("Relu", x))),
                                Tensor.Type.FLOAT)),
                drawn(
                        "above all bounds",
                        (g, x) -> g.cast(
                                g.node(
                                        new OnnxNode("IsInf").with("detect_negative", 0),
                                        g.node("Log", g.node("Relu", x))),
                                Tensor.Type.FLOAT)),
                drawn(
                        "normalised in three dimensions",
                        (g, x) -> g.node(
                                "Reshape",
                                g.node(
                                        "BatchNormalization",
                                        g.node("Reshape", x, longs(g, -1, 3, 1)),
                                        floats(g, new float[] {1, 2, 3}, 3),
                                        floats(g, new float[] {0, 1, -1}, 3),
                                        floats(g, new float[] {.5f, 0, 1}, 3),
                                        floats(g, new float[] {1, 4, 9}, 3)),
                                longs(g, -1, 3))),
                drawn(
                        "there and back as texts",
                        (g, x) -> g.node(
                                new OnnxNode("Cast").with("to", 1), g.node(new OnnxNode("Cast").with("to", 8), x))),
                drawn(
                        "every second column",
                        (g, x) -> g.node("Slice", x, whole(g, 0), whole(g, 3), whole(g, 1), whole(g, 2))),
                drawn(
                        "columns in another order",
                        (g, x) -> g.node(
                                new OnnxNode("Gather").with("axis", 1), x, g.constant(Tensor.longs(new long[] {2, 0, -1
                                })))),
                drawn(
                        "twice beside itself",
                        (g, x) -> g.node(new OnnxNode("Concat").with("axis", 1), x, g.node("Neg", x))),
                drawn(
                        "one or the other",
                        (g, x) -> g.node("Where", g.node("Greater", x, number(g, 0)), x, number(g, -7))),
                drawn(
                        "all as one column",
                        (g, x) -> g.node("Reshape", g.node("Reshape", x, longs(g, 3, -1)), longs(g, -1, 3))),
                drawn(
                        "a layer",
                        (g, x) -> g.node(
                                new OnnxNode("Gemm").with("transB", 1),
                                x,
                                floats(g, new float[] {1, 2, 3, -1, .5f, 0}, 2, 3),
                                floats(g, new float[] {.1f, -.2f}, 2))),
                drawn(
                        "scaled",
                        (g, x) -> g.node(
                                learning("Scaler")
                                        .with("offset", new float[] {1, 2, 3})
                                        .with("scale", new float[] {.5f, 2, -1}),
                                x)),
                drawn("to length one", (g, x) -> g.node(learning("Normalizer").with("norm", "L2"), x)),
                drawn(
                        "regression",
                        (g, x) -> g.node(
                                learning("LinearRegressor")
                                        .with("coefficients", new float[] {1, -2, .25f})
                                        .with("intercepts", new float[] {.5f}),
                                x)),
                drawn("trees", (g, x) -> g.node(stump("BRANCH_LEQ"), x)),
                drawn("trees that split below", (g, x) -> g.node(stump("BRANCH_LT"), x)),
                drawn("trees that split above", (g, x) -> g.node(stump("BRANCH_GT"), x)),
                drawn("trees that split from", (g, x) -> g.node(stump("BRANCH_GTE"), x)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drawings")
    void an_operator_says_what_onnxruntime_says(String named, Drawing drawing) throws OrtException {
        OnnxGraph graph = new OnnxGraph("drawn");
        String table = graph.input("table", Tensor.Type.FLOAT, "customers", 3);
        graph.rename(drawing.on(graph, table), "answer");
        graph.output("answer", Tensor.Type.FLOAT, "customers", "any");
        float[] cells = {-2, -.5f, 1, 0, 2, .5f, 1.5f, -3, 7, .25f, .25f, .25f};

        same(file(graph), cells);
    }

    @Test
    void what_is_missing_goes_where_the_file_says() throws OrtException {
        OnnxGraph graph = new OnnxGraph("missing");
        String table = graph.input("table", Tensor.Type.FLOAT, "customers", 3);
        String filled = graph.node(
                learning("Imputer")
                        .with("imputed_value_floats", new float[] {1, 2, 3})
                        .with("replaced_value_float", NAN),
                table);
        String trees =
                graph.node(stump("BRANCH_LT").with("nodes_missing_value_tracks_true", new long[] {1, 0, 0}), table);
        graph.rename(graph.node("Add", filled, trees), "answer");
        graph.output("answer", Tensor.Type.FLOAT, "customers", "any");

        same(file(graph), new float[] {NAN, NAN, NAN, 0, NAN, 1, 5, 5, 5});
    }

    private static void same(byte[] file, float[] cells) throws OrtException {
        int rows = cells.length / 3;
        List<FeatureColumn> columns = new ArrayList<>();
        for (int column = 0; column < 3; column++) {
            float[] own = new float[rows];
            for (int row = 0; row < rows; row++) {
                own[row] = cells[row * 3 + column];
            }
            columns.add(FeatureColumn.numbers("table[" + column + "]", own));
        }
        float[][] theirs = runtime(file, cells, rows);
        ExternalModel ours = ExternalFile.open(file);

        assertThat(ours.outputs()).hasSize(theirs[0].length);
        for (int at = 0; at < theirs[0].length; at++) {
            int place = at;
            double[] expected =
                    Arrays.stream(theirs).mapToDouble(row -> row[place]).toArray();
            assertThat(ours.score(columns, ours.outputs().get(at))).containsExactly(expected, offset(1e-6));
        }
    }

    private static float[][] runtime(byte[] file, float[] cells, int rows) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file);
                OnnxTensor table = OnnxTensor.createTensor(environment, FloatBuffer.wrap(cells), new long[] {rows, 3});
                OrtSession.Result result = session.run(Map.of("table", table))) {
            return (float[][]) result.get("answer").orElseThrow().getValue();
        }
    }

    private static byte[] file(OnnxGraph graph) {
        return new Protobuf()
                .number(1, 8)
                .message(7, graph.message())
                .message(8, new Protobuf().text(1, "").number(2, 17))
                .message(8, new Protobuf().text(1, OnnxGraph.LEARNING).number(2, 3))
                .bytes();
    }

    private static OnnxNode alongRows(String operator) {
        return new OnnxNode(operator).with("axes", new long[] {1});
    }

    private static OnnxNode learning(String operator) {
        return new OnnxNode(operator, OnnxGraph.LEARNING);
    }

    private static OnnxNode stump(String mode) {
        return learning("TreeEnsembleRegressor")
                .with("n_targets", 1)
                .with("nodes_treeids", new long[3])
                .with("nodes_nodeids", new long[] {0, 1, 2})
                .with("nodes_featureids", new long[] {2, 0, 0})
                .with("nodes_modes", List.of(mode, "LEAF", "LEAF"))
                .with("nodes_values", new float[] {.5f, 0, 0})
                .with("nodes_truenodeids", new long[] {1, 0, 0})
                .with("nodes_falsenodeids", new long[] {2, 0, 0})
                .with("target_ids", new long[2])
                .with("target_treeids", new long[2])
                .with("target_nodeids", new long[] {1, 2})
                .with("target_weights", new float[] {10, 20});
    }

    private static Arguments drawn(String named, Drawing drawing) {
        return Arguments.of(named, drawing);
    }

    private static String number(OnnxGraph graph, float value) {
        return graph.constant(Tensor.of(value));
    }

    private static String whole(OnnxGraph graph, long value) {
        return graph.constant(Tensor.longs(new long[] {value}));
    }

    private static String longs(OnnxGraph graph, long... values) {
        return graph.constant(Tensor.longs(values));
    }

    private static String floats(OnnxGraph graph, float[] values, long... shape) {
        return graph.constant(Tensor.floats(values, shape));
    }
}
