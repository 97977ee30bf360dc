// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.exchange.OnnxGraph;
import io.kohorte.core.learn.exchange.OnnxNode;
import io.kohorte.core.learn.exchange.Protobuf;
import io.kohorte.core.learn.exchange.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** ONNX files that want to do harm are told apart from models before they can. */
final class HostileOnnxTest {
    @Test
    void a_loop_is_refused_whatever_it_would_do() {
        refused("UNSUPPORTED_OPERATORS", file(table -> new OnnxNode("Loop"), graph -> graph));
        refused("UNSUPPORTED_OPERATORS", file(table -> new OnnxNode("Conv"), graph -> graph));
        refused("UNSUPPORTED_OPERATORS", file(table -> new OnnxNode("Add", "com.example"), graph -> graph));
    }

    @Test
    void numbers_in_other_files_are_refused_whether_a_file_is_named_or_only_meant() {
        Protobuf named =
                weights().message(13, new Protobuf().text(1, "location").text(2, "/etc/passwd"));
        Protobuf meant = weights().bytes(9, new byte[Float.BYTES]).number(14, 1);

        for (Protobuf elsewhere : List.of(named, meant)) {
            refused("EXTERNAL_DATA", file(table -> new OnnxNode("Identity"), graph -> graph.message(5, elsewhere)));
        }
    }

    private static Protobuf weights() {
        return new Protobuf().numbers(1, new long[] {1}).number(2, 1).text(8, "weights");
    }

    /** A few bytes that ask for a thousand billion numbers. */
    @Test
    void a_small_file_that_asks_for_all_memory_is_refused() {
        OnnxGraph graph = new OnnxGraph("large");
        String table = graph.input("table", Tensor.Type.FLOAT, "customers", 1);
        String large = graph.node("Expand", table, graph.constant(Tensor.longs(new long[] {1_000_000, 1_000_000})));
        graph.rename(large, "answer");
        graph.output("answer", Tensor.Type.FLOAT, "customers", "any");

        refused("TOO_LARGE", file(graph.message()));
    }

    /** Each step doubles what the one before answered. */
    @Test
    void a_table_that_grows_step_by_step_is_refused() {
        OnnxGraph graph = new OnnxGraph("growing");
        String rows = graph.input("table", Tensor.Type.FLOAT, "customers", 1);
        for (int i = 0; i < 60; i++) {
            rows = graph.node(new OnnxNode("Concat").with("axis", 1), rows, rows);
        }
        graph.rename(rows, "answer");
        graph.output("answer", Tensor.Type.FLOAT, "customers", "any");

        refused("TOO_LARGE", file(graph.message()));
    }

    @Test
    void a_product_that_would_take_forever_is_refused() {
        OnnxGraph graph = new OnnxGraph("slow");
        String rows = graph.input("table", Tensor.Type.FLOAT, "customers", 1);
        String wide = graph.node("Expand", rows, graph.constant(Tensor.longs(new long[] {3_000, 3_000})));
        graph.rename(graph.node("MatMul", wide, wide), "answer");
        graph.output("answer", Tensor.Type.FLOAT, "customers", "any");

        refused("TOO_SLOW", file(graph.message()));
    }

    @Test
    void trees_that_go_round_in_circles_are_refused() {
        refused("UNREADABLE_FILE", trees(new long[] {1, 0, 0}));
        assertThat(ExternalFile.open(trees(new long[] {1, 0, 0}, "LEAF")).outputs())
                .hasSize(1);
    }

    @Test
    void a_length_beyond_the_end_of_the_file_allocates_nothing() {
        refused("UNREADABLE_FILE", new byte[] {0x3A, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F});
        refused("UNREADABLE_FILE", new byte[] {0x3A, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF});
        refused("UNREADABLE_FILE", new byte[0]);
        refused("UNREADABLE_FILE", "a model".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void every_half_of_a_good_file_is_refused_in_words() {
        byte[] good = trees(new long[] {1, 0, 0}, "LEAF");
        for (int length = 0; length < good.length - 20; length++) {
            byte[] part = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> ExternalFile.open(part)).isInstanceOf(LearningRefused.class);
        }
    }

    @Test
    void a_file_above_the_limit_is_not_looked_at() {
        refused("FILE_TOO_LARGE", new byte[ExternalFile.LARGEST + 1]);
    }

    @Test
    void graphs_within_graphs_are_refused_before_they_fill_the_stack() {
        Protobuf graph = new Protobuf();
        for (int depth = 0; depth < 200; depth++) {
            Protobuf attribute = new Protobuf().text(1, "then_branch").message(6, graph);
            graph = new Protobuf().message(1, new Protobuf().text(4, "If").message(5, attribute));
        }

        refused("UNREADABLE_FILE", file(graph));
    }

    private static void refused(String code, byte[] file) {
        assertThatThrownBy(() -> ExternalFile.open(file))
                .isInstanceOfSatisfying(
                        LearningRefused.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static byte[] file(java.util.function.Function<String, OnnxNode> operator, UnaryOperator<Protobuf> more) {
        OnnxGraph graph = new OnnxGraph("hostile");
        String table = graph.input("table", Tensor.Type.FLOAT, "customers", 1);
        graph.rename(graph.node(operator.apply(table), table), "answer");
        graph.output("answer", Tensor.Type.FLOAT, "customers", 1);
        return file(more.apply(graph.message()));
    }

    private static byte[] file(Protobuf graph) {
        return new Protobuf()
                .number(1, 8)
                .message(7, graph)
                .message(8, new Protobuf().text(1, "").number(2, 17))
                .bytes();
    }

    /** One node below which it is again. */
    private static byte[] trees(long[] yes) {
        return trees(yes, "BRANCH_LT");
    }

    private static byte[] trees(long[] yes, String second) {
        OnnxGraph graph = new OnnxGraph("trees");
        String table = graph.input("table", Tensor.Type.FLOAT, "customers", 1);
        OnnxNode trees = new OnnxNode("TreeEnsembleRegressor", OnnxGraph.LEARNING)
                .with("n_targets", 1)
                .with("nodes_treeids", new long[3])
                .with("nodes_nodeids", new long[] {0, 1, 2})
                .with("nodes_featureids", new long[3])
                .with("nodes_modes", List.of("BRANCH_LT", second, "LEAF"))
                .with("nodes_values", new float[3])
                .with("nodes_truenodeids", yes)
                .with("nodes_falsenodeids", new long[] {2, 2, 0})
                .with("target_ids", new long[1])
                .with("target_treeids", new long[1])
                .with("target_nodeids", new long[] {2})
                .with("target_weights", new float[] {1});
        graph.rename(graph.node(trees, table), "answer");
        graph.output("answer", Tensor.Type.FLOAT, "customers", 1);
        return file(graph.message());
    }
}
