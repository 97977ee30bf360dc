// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.search.SearchMethod;
import io.kohorte.core.learn.search.Setting;
import io.kohorte.core.platform.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TuningTest {
    private static final InventedHistory HISTORY = new InventedHistory(250, 2, 0, 0, false);

    @Test
    void learners_are_tried_as_usual_first_and_then_settings_until_the_time_is_over() {
        Heard heard = new Heard();

        PredictionReport report =
                train(HISTORY, searched(SearchMethod.RANDOM, 20), heard).report();

        // the clock moves on by a second with every look: after the first four, there are some ten left
        assertThat(report.candidates()).hasSizeBetween(9, 16);
        assertThat(heard.found.stream().limit(4).map(Search.Found::latest))
                .extracting(PredictionReport.Tried::learner)
                .containsExactly(Learner.values());
        assertThat(heard.found.stream().skip(4).map(Search.Found::latest))
                .extracting(PredictionReport.Tried::setting)
                .doesNotContain(Setting.USUAL);
        assertThat(heard.found).extracting(Search.Found::tried).isSorted().doesNotHaveDuplicates();
        assertThat(heard.done).isSorted().last().isEqualTo(20L);
        assertThat(report.candidates())
                .extracting(PredictionReport.Tried::auc)
                .isSortedAccordingTo((one, other) -> Double.compare(other, one));
    }

    @Test
    void with_what_a_search_chose_the_same_model_is_learned_bit_by_bit() {
        PredictionTraining.Outcome searched = train(HISTORY, searched(SearchMethod.GRID, 12), Progress.SILENT);
        PredictionTraining.Outcome again = train(HISTORY, new Tuning.Found(searched.chosen()), Progress.SILENT);
        PredictionTraining.Outcome usual = new PredictionTraining(HISTORY.features(), false, 42)
                .train(InventedHistory.WINDOWS, HISTORY, Progress.SILENT);

        assertThat(PredictionCodec.write(again.model())).isEqualTo(PredictionCodec.write(searched.model()));
        assertThat(again.scores()).isEqualTo(searched.scores());
        assertThat(usual.chosen()).isEmpty();
        assertThat(searched.chosen()).hasSize(1);
    }

    @Test
    void what_happens_in_the_test_window_changes_no_figure_of_a_search() {
        InventedHistory otherTest = new InventedHistory(250, 2, 1.5, 0, false);

        assertThat(train(otherTest, searched(SearchMethod.BAYESIAN, 12), Progress.SILENT)
                        .report()
                        .candidates())
                .isEqualTo(train(HISTORY, searched(SearchMethod.BAYESIAN, 12), Progress.SILENT)
                        .report()
                        .candidates());
    }

    @Test
    void moments_are_judged_only_by_moments_whose_labels_were_known_by_then() {
        Instant first = Instant.parse("2023-01-01T00:00:00Z");
        Windows windows = Windows.plan(first, first.plus(Duration.ofDays(500)), Duration.ofDays(90))
                .orElseThrow();
        List<Labelled> training = windows.training().stream()
                .map(moment -> HISTORY.at(moment, windows.horizon()))
                .toList();

        InnerFolds folds = InnerFolds.of(windows, training, HISTORY.at(windows.validation(), windows.horizon()), 42);

        assertThat(training).hasSize(3);
        assertThat(folds.folds())
                .satisfiesExactly(
                        earlier -> {
                            assertThat(earlier.judged()).isSameAs(training.get(0));
                            assertThat(earlier.learned().labels())
                                    .isEqualTo(training.get(2).labels());
                        },
                        latest -> assertThat(latest.learned().size()).isEqualTo(3 * 250));
    }

    @Test
    void without_time_each_part_has_a_search_of_its_own_that_does_not_see_it_and_all_of_it_can_be_repeated() {
        Labelled customers = HISTORY.at(InventedHistory.WINDOWS.test(), InventedHistory.WINDOWS.horizon());
        PredictionTraining.Outcome searched = timeless(customers, searched(SearchMethod.RANDOM, 48));
        PredictionTraining.Outcome again = timeless(customers, new Tuning.Found(searched.chosen()));

        assertThat(searched.chosen()).hasSize(CrossValidation.FOLDS + 1);
        assertThat(searched.chosen()).last().satisfies(taken -> assertThat(taken.learner())
                .isEqualTo(searched.report().learner()));
        assertThat(PredictionCodec.write(again.model())).isEqualTo(PredictionCodec.write(searched.model()));
        assertThat(again.scores()).isEqualTo(searched.scores());
    }

    private static PredictionTraining.Outcome timeless(Labelled customers, Tuning tuning) {
        return new TimelessTraining(HISTORY.features(), 42, Optional.of(tuning), Optional.empty())
                .train(customers, Progress.SILENT);
    }

    private static PredictionTraining.Outcome train(InventedHistory history, Tuning tuning, Progress progress) {
        return new PredictionTraining(history.features(), false, 42, Optional.of(tuning), Optional.empty())
                .train(InventedHistory.WINDOWS, history, progress);
    }

    private static Tuning searched(SearchMethod method, int seconds) {
        return new Tuning.Searched(method, Duration.ofSeconds(seconds), new HastyClock(), Optional.empty());
    }

    /** Moves on by a second whenever somebody looks. */
    private static final class HastyClock extends HandClock {
        HastyClock() {
            super(Instant.parse("2024-06-01T00:00:00Z"));
        }

        @Override
        public Instant instant() {
            forward(Duration.ofSeconds(1));
            return super.instant();
        }
    }

    /** Remembers what a search said. */
    private static final class Heard implements Progress {
        private final List<Search.Found> found = new ArrayList<>();
        private final List<Long> done = new ArrayList<>();

        @Override
        public void reached(String phase, long now, long total) {}

        @Override
        public void found(String phase, long now, long total, Object soFar) {
            found.add((Search.Found) soFar);
            done.add(now);
        }
    }
}
