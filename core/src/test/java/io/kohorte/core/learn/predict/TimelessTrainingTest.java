// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.search.Setting;
import org.junit.jupiter.api.Test;

final class TimelessTrainingTest {

    @Test
    void an_answer_without_time_is_judged_on_customers_left_out_in_turn() {
        PredictionTraining.Outcome outcome = train(2_000, 2);

        PredictionReport report = outcome.report();
        assertThat(report.window()).isNull();
        assertThat(report.rows().test()).isEqualTo(2_000);
        assertThat(report.auc()).isBetween(.8, .9);
        assertThat(report.auc())
                .isEqualTo(Curves.rocAuc(outcome.scores(), outcome.test().labels()));
        assertThat(report.calibration()).allSatisfy(bin -> assertThat(bin[1]).isCloseTo(bin[0], offset(.12)));
        assertThat(report.checks()).extracting(Check::code).contains("no-time");
    }

    @Test
    void where_there_is_nothing_to_find_memory_does_not_pass_for_knowledge() {
        assertThat(train(2_000, 0).report().auc()).isBetween(.44, .56);
    }

    @Test
    void the_same_seed_learns_and_judges_the_same() {
        assertThat(train(800, 1).scores()).isEqualTo(train(800, 1).scores());
    }

    @Test
    void an_earlier_model_is_relearned_on_the_same_parts_so_that_its_memory_gives_it_no_lead() {
        InventedHistory history = new InventedHistory(1_000, 1, 0, 0, false);
        TimelessTraining training = new TimelessTraining(history.features(), 42);
        PredictionTraining.Outcome outcome = training.train(customers(history), Progress.SILENT);

        assertThat(training.relearned(outcome.model(), Setting.USUAL, outcome)).contains(outcome.scores());
    }

    @Test
    void too_few_of_either_answer_are_refused() {
        assertThatThrownBy(() -> train(60, 2))
                .isInstanceOfSatisfying(LearningRefused.class, refused -> assertThat(refused.code())
                        .isEqualTo("TOO_FEW_CUSTOMERS"))
                .hasMessageContaining("at least 30 of each");
    }

    private static PredictionTraining.Outcome train(int size, double strength) {
        InventedHistory history = new InventedHistory(size, strength, 0, 0, false);
        return new TimelessTraining(history.features(), 42).train(customers(history), Progress.SILENT);
    }

    private static Labelled customers(InventedHistory history) {
        return history.at(InventedHistory.WINDOWS.test(), InventedHistory.WINDOWS.horizon());
    }
}
