// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Matrix;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class StoredScorersTest {
    private final Labelled customers = customers(3_000, 5);

    @ParameterizedTest
    @EnumSource(value = Learner.class, names = "NETWORK", mode = EnumSource.Mode.EXCLUDE)
    void our_form_scores_as_the_library_does(Learner learner) throws Exception {
        Matrix matrix = learner.prepare(customers.table()).apply(customers.table());
        Matrix used = matrix.select(matrix.varying());
        Learner.Trained trained = learner.learn(used, customers.labels(), 7);

        double[] ours = trained.scorer().score(used);

        // XGBoost sums floats
        assertThat(ours)
                .containsExactly(trained.original().score(used), offset(learner == Learner.BOOSTING ? 1e-6 : 1e-9));
    }

    @Test
    void boosted_trees_split_at_the_float_itself_and_bear_what_is_infinite_and_what_they_never_saw() throws Exception {
        Random random = new Random(3);
        float[] steps = new float[2_000];
        float[] wild = new float[2_000];
        boolean[] labels = new boolean[2_000];
        for (int row = 0; row < steps.length; row++) {
            steps[row] = random.nextInt(12) / 10f;
            wild[row] = List.of(1f, -1f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)
                    .get(random.nextInt(4));
            labels[row] = random.nextDouble() < .2 + steps[row] / 3 + (wild[row] > 1 ? .2 : 0);
        }
        Matrix matrix = new Matrix(List.of("steps", "wild"), new float[][] {steps, wild}, steps.length);
        Learner.Trained trained = Learner.BOOSTING.learn(matrix, labels, 7);
        Matrix unknown = new Matrix(
                List.of("steps", "wild"), new float[][] {{Float.NaN, .3f, Float.NaN}, {0, Float.NaN, Float.NaN}}, 3);

        assertThat(trained.scorer().score(matrix))
                .containsExactly(trained.original().score(matrix), offset(1e-6));
        assertThat(trained.scorer().score(unknown))
                .containsExactly(trained.original().score(unknown), offset(1e-6));
    }

    @Test
    void the_forest_is_tested_on_missing_values() {
        Matrix matrix = Learner.FOREST.prepare(customers.table()).apply(customers.table());

        assertThat(IntStream.range(0, matrix.rows()).filter(row -> Float.isNaN(matrix.at(row, 2))))
                .hasSizeGreaterThan(300);
    }

    @ParameterizedTest
    @EnumSource(Learner.class)
    void a_model_read_back_gives_exactly_the_same_scores(Learner learner) {
        PredictionModel model = LearnedPredictions.by(learner);

        PredictionModel read = PredictionCodec.read(PredictionCodec.write(model));

        assertThat(read.score(customers.table())).isEqualTo(model.score(customers.table()));
        assertThat(read.threshold()).isEqualTo(model.threshold());
    }

    @Test
    void a_body_that_was_tampered_with_is_refused() throws Exception {
        byte[] plain = new GZIPInputStream(
                        new ByteArrayInputStream(PredictionCodec.write(LearnedPredictions.by(Learner.FOREST))))
                .readAllBytes();
        for (int at = plain.length - 5_000; at < plain.length; at++) {
            plain[at] = 0;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }

        assertThatThrownBy(() -> PredictionCodec.read(bytes.toByteArray()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PredictionCodec.read(new byte[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The ten bytes of gzip that stand before it all (a date, a system) say nothing of the model. */
    @ParameterizedTest
    @EnumSource(Learner.class)
    void a_single_bit_that_is_another_and_bytes_that_are_gone_are_noticed(Learner learner) {
        byte[] stored = PredictionCodec.write(LearnedPredictions.by(learner));
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            byte[] flipped = stored.clone();
            flipped[10 + random.nextInt(stored.length - 10)] ^= (byte) (1 << random.nextInt(8));
            refused(flipped);
        }
        refused(Arrays.copyOf(stored, stored.length - 1));
        refused(Arrays.copyOf(stored, stored.length / 2));
    }

    private static void refused(byte[] stored) {
        assertThatThrownBy(() -> PredictionCodec.read(stored)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(Learner.class)
    void the_same_seed_learns_the_same(Learner learner) {
        assertThat(LearnedPredictions.by(learner).score(customers.table()))
                .isEqualTo(LearnedPredictions.by(learner).score(customers.table()));
    }

    static Labelled customers(int size, long seed) {
        Random random = new Random(seed);
        float[][] x = new float[3][size];
        float[] country = new float[size];
        boolean[] labels = new boolean[size];
        for (int row = 0; row < size; row++) {
            for (int d = 0; d < 3; d++) {
                x[d][row] = (float) Math.exp(random.nextGaussian());
            }
            country[row] = random.nextInt(4);
            double odds = Math.log(x[0][row]) - Math.log(x[1][row]) + (country[row] == 2 ? 1 : 0) - .5;
            labels[row] = random.nextDouble() < Odds.probability(odds);
            if (random.nextDouble() < .2) {
                x[2][row] = Float.NaN;
            }
            if (random.nextDouble() < .1) {
                x[0][row] = Float.NaN;
            }
        }
        FeatureTable table = FeatureTable.of(
                IntStream.rangeClosed(1, size).toArray(),
                List.of(
                        FeatureColumn.numbers("a", x[0]),
                        FeatureColumn.numbers("b", x[1]),
                        FeatureColumn.numbers("c", x[2]),
                        FeatureColumn.categories("country", country, List.of("AT", "CH", "DE", "FR"))));
        return new Labelled(table, labels, new boolean[size]);
    }
}
