// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Progress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PredictionTrainingTest {

    @Test
    void a_signal_is_found_and_noise_carries_no_weight() {
        PredictionReport report =
                train(new InventedHistory(1_500, 2, 0, 0, false)).report();

        assertThat(report.auc()).isBetween(.8, .9);
        assertThat(report.learner()).isEqualTo(Learner.LOGISTIC);
        assertThat(report.features().get(0).name()).isEqualTo("trait:signal");
        assertThat(report.features().get(0).direction()).isEqualTo(1);
        assertThat(report.features().get(0).weight()).isGreaterThan(.95);
        assertThat(report.calibration()).allSatisfy(bin -> assertThat(bin[1]).isCloseTo(bin[0], offset(.12)));
        assertThat(report.checks()).extracting(Check::code).containsExactly("traits-of-today");
    }

    @Test
    void treated_customers_are_counted_and_left_out_of_learning() {
        PredictionReport report =
                train(new InventedHistory(1_500, 2, 0, .2, false)).report();

        long moments = InventedHistory.WINDOWS.training().size() + 1L;
        assertThat(report.rows().excluded()).isBetween((long) (.15 * 1_500 * moments), (long) (.25 * 1_500 * moments));
        assertThat(report.rows().train() + report.rows().excluded()).isEqualTo(1_500 * moments);
        assertThat(report.rows().treated()).isGreaterThan(report.rows().excluded());
        assertThat(report.checks())
                .filteredOn(check -> check.code().equals("treated-customers"))
                .singleElement()
                .satisfies(check -> assertThat(check.severity()).isEqualTo(Check.Severity.INFO));
    }

    @Test
    void where_most_are_treated_they_stay_in_and_the_report_warns() {
        PredictionReport report =
                train(new InventedHistory(1_500, 2, 0, .8, false)).report();

        assertThat(report.rows().excluded()).isZero();
        assertThat(report.checks())
                .filteredOn(check -> check.code().equals("treated-customers"))
                .singleElement()
                .satisfies(check -> assertThat(check.severity()).isEqualTo(Check.Severity.WARNING));
    }

    @Test
    void where_most_are_treated_but_a_lot_left_some_alone_those_are_learned_from() {
        InventedHistory history = new InventedHistory(1_500, 2, 0, .8, false);
        PredictionReport report = new PredictionTraining(history.features(), false, 42)
                .train(InventedHistory.WINDOWS, byLot(history), Progress.SILENT)
                .report();

        assertThat(report.rows().train()).isLessThan(report.rows().excluded() / 3);
        assertThat(report.checks())
                .filteredOn(check -> check.code().equals("treated-customers"))
                .singleElement()
                .satisfies(check -> assertThat(check.severity()).isEqualTo(Check.Severity.INFO));
    }

    @Test
    void where_the_lot_left_too_few_alone_the_treated_stay_in() {
        InventedHistory history = new InventedHistory(1_500, 2, 0, .97, false);
        PredictionReport report = new PredictionTraining(history.features(), false, 42)
                .train(InventedHistory.WINDOWS, byLot(history), Progress.SILENT)
                .report();

        assertThat(report.rows().excluded()).isZero();
    }

    private static History byLot(History history) {
        return new History() {
            @Override
            public Labelled at(Instant decision, Duration horizon) {
                return history.at(decision, horizon);
            }

            @Override
            public boolean treatsByLot(Windows windows) {
                return true;
            }
        };
    }

    @Test
    void a_feature_that_gives_the_answer_away_is_left_out_and_named() {
        PredictionTraining.Outcome outcome = train(new InventedHistory(1_500, 2, 0, 0, true));

        assertThat(outcome.model().preparation().features()).containsExactly("trait:noise", "trait:signal");
        assertThat(outcome.report().auc()).isLessThan(.9);
        assertThat(outcome.report().checks())
                .filteredOn(check -> check.code().equals("leaking-feature"))
                .singleElement()
                .satisfies(check -> assertThat(check.sentence().en()).startsWith("leak alone"));
    }

    @Test
    void a_jump_of_the_base_rate_is_told() {
        assertThat(train(new InventedHistory(1_500, 2, 1.5, 0, false)).report().checks())
                .extracting(Check::code)
                .contains("base-rate-drift");
    }

    @Test
    void too_few_cases_are_refused_with_the_number_needed() {
        assertThatThrownBy(() -> train(new InventedHistory(25, 2, 0, 0, false)))
                .isInstanceOfSatisfying(LearningRefused.class, refused -> assertThat(refused.code())
                        .isEqualTo("TOO_FEW_CUSTOMERS"))
                .hasMessageContaining("at least 30 of each are needed");
    }

    private static PredictionTraining.Outcome train(InventedHistory history) {
        return new PredictionTraining(history.features(), false, 42)
                .train(InventedHistory.WINDOWS, history, Progress.SILENT);
    }
}
