// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.ComponentNotes;
import io.kohorte.core.learn.Components;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.Reduction;
import io.kohorte.core.learn.search.SearchMethod;
import io.kohorte.core.learn.search.Setting;
import io.kohorte.core.platform.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What weighs columns may learn from components of them, and speaks of the columns all the same. */
final class ComponentLearningTest {
    private static final Optional<Reduction> TWO = Optional.of(new Reduction(Optional.of(2)));
    private static final int CUSTOMERS = 400;
    private static final int ECHOES = 6;

    @ParameterizedTest
    @EnumSource(
            value = Learner.class,
            names = {"LOGISTIC", "NETWORK"})
    void what_was_learned_from_components_says_of_columns_what_it_says_of_components(Learner learner) throws Exception {
        Labelled customers = customers(1);
        Setting setting = learner.usual(TWO);

        Learner.Fitted fitted = learner.fit(customers.table(), customers.labels(), 7, setting);

        Components components = Objects.requireNonNull(fitted.components());
        Matrix columns = fitted.preparation().apply(customers.table()).select(fitted.columns());
        Matrix drawn = components.of(columns);
        assertThat(drawn.names())
                .as("numbers are drawn together; what is missing and categories stay")
                .startsWith("component:1", "component:2")
                .contains("trait:echo0=missing", "trait:kind=a")
                .doesNotContain("trait:own", "trait:echo1");
        double[] ofComponents =
                learner.learn(drawn, customers.labels(), 7, setting).scorer().score(drawn);
        double[] ofColumns = fitted.score(customers.table());
        for (int row = 0; row < CUSTOMERS; row++) {
            assertThat(ofColumns[row]).isCloseTo(ofComponents[row], offset(1e-5));
        }
        assertThat(ofColumns)
                .isNotEqualTo(
                        learner.fit(customers.table(), customers.labels(), 7).score(customers.table()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Learner.class,
            names = {"LOGISTIC", "NETWORK"})
    void it_is_served_one_by_one_from_its_stored_form_and_reasons_are_features_that_add_up(Learner learner) {
        Labelled customers = customers(2);
        PredictionModel model = PredictionModel.plain(
                learner, learner.fit(customers.table(), customers.labels(), 7, learner.usual(TWO)));

        PredictionModel read = PredictionCodec.read(PredictionCodec.write(model));

        double[] scores = model.score(customers.table());
        assertThat(read.score(customers.table())).isEqualTo(scores);
        List<String> features = customers.table().columns().stream()
                .map(FeatureColumn::name)
                .sorted()
                .toList();
        for (int row = 0; row < CUSTOMERS; row += 37) {
            FeatureTable alone = customers.table().rows(new int[] {row});
            assertThat(read.score(alone)).containsExactly(scores[row]);
            Explanation why = read.explain(alone).get(0);
            assertThat(why.parts().stream().map(Explanation.Part::feature).sorted())
                    .isEqualTo(features);
            double told = why.usual()
                    + why.parts().stream().mapToDouble(Explanation.Part::points).sum();
            assertThat(told).isCloseTo(scores[row], offset(1e-9));
        }
    }

    @Test
    void a_feature_moves_log_odds_by_the_weights_of_all_components_it_is_part_of() {
        Labelled customers = customers(3);
        Learner.Fitted fitted =
                Learner.LOGISTIC.fit(customers.table(), customers.labels(), 7, Learner.LOGISTIC.usual(TWO));
        Matrix columns = fitted.preparation().apply(customers.table()).select(fitted.columns());
        double[] odds = odds(fitted.scorer().score(columns));
        int own = columns.names().indexOf("trait:own");
        float[][] moved = IntStream.range(0, columns.width())
                .mapToObj(column -> columns.column(column).clone())
                .toArray(float[][]::new);
        for (int row = 0; row < CUSTOMERS; row++) {
            moved[own][row] = columns.means().get(own).floatValue();
        }

        double[] without = odds(fitted.scorer().score(new Matrix(columns.names(), moved, CUSTOMERS)));

        int feature = fitted.preparation().features().indexOf("trait:own");
        double[][] parts = fitted.parts(customers.table());
        for (int row = 0; row < CUSTOMERS; row++) {
            assertThat(parts[row][feature]).isCloseTo(odds[row] - without[row], offset(1e-6));
        }
    }

    @Test
    void trees_read_features_as_they_are() {
        assertThat(Learner.FOREST.usual(TWO)).isEqualTo(Setting.USUAL);
        assertThat(Learner.BOOSTING.usual(TWO)).isEqualTo(Setting.USUAL);
        assertThat(Learner.LOGISTIC.usual(TWO)).isEqualTo(new Setting(Map.of("components", 2.0)));
        assertThat(Learner.NETWORK.usual(Optional.of(Reduction.AUTO)))
                .as("0 stands for as many as tell nearly all")
                .isEqualTo(new Setting(Map.of("components", 0.0)));
        assertThat(Learner.LOGISTIC.usual(Optional.empty())).isEqualTo(Setting.USUAL);
    }

    @Test
    void a_training_that_is_to_draw_together_says_what_and_learns_the_same_again() {
        InventedHistory history = new InventedHistory(600, 2, 0, 0, false);

        PredictionReport report = trained(history, Optional.empty(), TWO).report();

        assertThat(report.learner()).isEqualTo(Learner.LOGISTIC);
        assertThat(report.components()).extracting(ComponentNotes::number).containsExactly(1, 2);
        assertThat(report.components().get(0).sentence().en()).startsWith("Component 1 tells ");
        assertThat(report.features())
                .extracting(Importance::name)
                .containsExactlyInAnyOrder("trait:signal", "trait:noise");
        assertThat(report.candidates())
                .filteredOn(one -> one.setting().names("components"))
                .extracting(PredictionReport.Tried::learner)
                .containsExactlyInAnyOrder(Learner.LOGISTIC, Learner.NETWORK);
        assertThat(PredictionCodec.write(trained(history, Optional.empty(), TWO).model()))
                .isEqualTo(PredictionCodec.write(
                        trained(history, Optional.empty(), TWO).model()));
        assertThat(trained(history, Optional.empty(), Optional.empty()).report().components())
                .isEmpty();
    }

    @Test
    void a_search_draws_together_whatever_else_it_sets_and_repeats_what_it_chose() {
        InventedHistory history = new InventedHistory(250, 2, 0, 0, false);
        Tuning searched = new Tuning.Searched(SearchMethod.RANDOM, Duration.ofSeconds(12), new Ticking(), TWO);

        PredictionTraining.Outcome outcome = trained(history, Optional.of(searched), TWO);
        PredictionTraining.Outcome again =
                trained(history, Optional.of(new Tuning.Found(outcome.chosen())), Optional.empty());

        assertThat(outcome.report().candidates()).hasSizeGreaterThan(5).allSatisfy(one -> assertThat(
                        one.setting().names("components"))
                .isEqualTo(one.learner() == Learner.LOGISTIC || one.learner() == Learner.NETWORK));
        assertThat(PredictionCodec.write(again.model())).isEqualTo(PredictionCodec.write(outcome.model()));
    }

    private static PredictionTraining.Outcome trained(
            InventedHistory history, Optional<Tuning> tuning, Optional<Reduction> components) {
        return new PredictionTraining(history.features(), false, 42, tuning, components)
                .train(InventedHistory.WINDOWS, history, Progress.SILENT);
    }

    /** Numbers that echo one hidden thing, one that says something of its own, some of them missing, and a category. */
    private static Labelled customers(long seed) {
        Random random = new Random(seed);
        float[][] echoes = new float[ECHOES][CUSTOMERS];
        float[] own = new float[CUSTOMERS];
        float[] kind = new float[CUSTOMERS];
        boolean[] labels = new boolean[CUSTOMERS];
        for (int row = 0; row < CUSTOMERS; row++) {
            double hidden = random.nextGaussian();
            for (int echo = 0; echo < ECHOES; echo++) {
                echoes[echo][row] = (float) (hidden + .3 * random.nextGaussian());
            }
            echoes[0][row] = random.nextInt(9) == 0 ? Float.NaN : echoes[0][row];
            own[row] = (float) random.nextGaussian();
            kind[row] = random.nextInt(3);
            labels[row] = random.nextDouble() < Odds.probability(hidden + own[row] + (kind[row] == 0 ? 1 : -1));
        }
        List<FeatureColumn> columns = new ArrayList<>();
        for (int echo = 0; echo < ECHOES; echo++) {
            columns.add(FeatureColumn.numbers("trait:echo" + echo, echoes[echo]));
        }
        columns.add(FeatureColumn.numbers("trait:own", own));
        columns.add(FeatureColumn.categories("trait:kind", kind, List.of("a", "b", "c")));
        return new Labelled(
                FeatureTable.of(IntStream.rangeClosed(1, CUSTOMERS).toArray(), columns),
                labels,
                new boolean[CUSTOMERS]);
    }

    private static double[] odds(double[] probabilities) {
        double[] odds = new double[probabilities.length];
        for (int row = 0; row < odds.length; row++) {
            odds[row] = Math.log(probabilities[row] / (1 - probabilities[row]));
        }
        return odds;
    }

    /** Moves on by a second whenever somebody looks. */
    private static final class Ticking extends HandClock {
        Ticking() {
            super(Instant.parse("2024-06-01T00:00:00Z"));
        }

        @Override
        public Instant instant() {
            forward(Duration.ofSeconds(1));
            return super.instant();
        }
    }
}
