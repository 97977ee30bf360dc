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
import io.kohorte.core.learn.Preparation;
import io.kohorte.core.learn.Prepared;
import io.kohorte.core.learn.predict.LearnedPredictions;
import io.kohorte.core.learn.predict.Learner;
import io.kohorte.core.learn.predict.LinearScorer;
import io.kohorte.core.learn.predict.Platt;
import io.kohorte.core.learn.predict.PredictionModel;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What we write is read by ONNX's own runtime, and says the same. */
final class OnnxExportTest {
    /** A few: where something is missing, the file of a forest takes its time. */
    private final FeatureTable customers =
            LearnedPredictions.customers().rows(IntStream.range(0, 60).toArray());

    @ParameterizedTest
    @EnumSource(Learner.class)
    void other_software_gives_every_customer_the_same_score(Learner learner) throws OrtException {
        for (PredictionModel model : List.of(LearnedPredictions.by(learner), LearnedPredictions.plainBy(learner))) {
            assertThat(scores(model, customers)).containsExactly(model.score(customers), offset(1e-6));
        }
    }

    @ParameterizedTest
    @EnumSource(Learner.class)
    void customers_of_whom_all_is_known_are_scored_the_same(Learner learner) throws OrtException {
        PredictionModel model = LearnedPredictions.by(learner);
        FeatureTable all = LearnedPredictions.customers();
        FeatureTable known = all.rows(IntStream.range(0, all.size())
                .filter(row -> all.columns().stream().noneMatch(column -> column.missing(row)))
                .toArray());

        assertThat(known.size()).isGreaterThan(1_000);
        assertThat(scores(model, known)).containsExactly(model.score(known), offset(1e-6));
    }

    @Test
    void one_customer_with_a_category_that_training_never_saw_is_scored_the_same() throws OrtException {
        PredictionModel model = LearnedPredictions.by(Learner.LOGISTIC);
        FeatureTable stranger = FeatureTable.of(
                new int[] {1},
                List.of(
                        FeatureColumn.numbers("a", new float[] {1e9f}),
                        FeatureColumn.numbers("b", new float[] {-3}),
                        FeatureColumn.numbers("c", new float[] {Float.NaN}),
                        FeatureColumn.categories("country", new float[] {0}, List.of("NZ"))));

        assertThat(scores(model, stranger)).containsExactly(model.score(stranger), offset(1e-6));
    }

    @Test
    void what_fills_a_gap_what_stands_for_unknown_words_and_an_empty_word_weigh_the_same() throws OrtException {
        var preparation = new Preparation(List.of(
                new Prepared.Scaled("a", -2, 5, 1.5, .4, 2, .7, true),
                new Prepared.OneHot("country", List.of("DE", ""), 1.25)));
        var columns = List.of("a", "a=missing", "country=DE", "country=", "country=other");
        var four = FeatureTable.of(
                new int[] {1, 2, 3, 4},
                List.of(
                        FeatureColumn.numbers("a", new float[] {Float.NaN, -9, 9, 1}),
                        FeatureColumn.categories(
                                "country", new float[] {0, 1, Float.NaN, Float.NaN}, List.of("DE", "NZ"))));

        // the second is so sure that its odds are bounded before they are calibrated
        for (double intercept : new double[] {.1, 80}) {
            var scorer = new LinearScorer(intercept, List.of(.3, -.2, .5, -.9, .8), null);
            var model = new PredictionModel(
                    Learner.LOGISTIC, preparation, columns, new Platt(.1, .2), 1, false, .5, scorer);
            assertThat(scores(model, four)).containsExactly(model.score(four), offset(1e-6));
        }
    }

    private static double[] scores(PredictionModel model, FeatureTable table) throws OrtException {
        byte[] file = OnnxExport.of(model, Map.of("name", "A & B"));
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file)) {
            Map<String, OnnxTensor> inputs = new HashMap<>();
            for (String name : session.getInputNames()) {
                inputs.put(name, tensor(environment, table.column(name).orElseThrow()));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                double[][] column =
                        (double[][]) result.get("probability").orElseThrow().getValue();
                return Arrays.stream(column).mapToDouble(row -> row[0]).toArray();
            } finally {
                inputs.values().forEach(OnnxTensor::close);
            }
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, FeatureColumn column) throws OrtException {
        int size = column.values().length;
        long[] shape = {size, 1};
        if (!column.categorical()) {
            return OnnxTensor.createTensor(environment, FloatBuffer.wrap(column.values()), shape);
        }
        String[] levels = IntStream.range(0, size)
                .mapToObj(row -> column.category(row).orElse(""))
                .toArray(String[]::new);
        return OnnxTensor.createTensor(environment, levels, shape);
    }
}
