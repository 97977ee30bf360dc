// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.learn.Progress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Worlds in which it is known how probable it is that each customer does it. Ranked by that, the area under the curve is the largest there is: a learner
 * that suits the world comes close, and one that goes beyond knows what it must not.
 */
final class BestPossibleTest {
    private static final long SEED = 42;
    private static final int PEOPLE = 20_000;

    /** Standard errors that chance explains; five are passed once in some millions of worlds. */
    private static final int NOISE = 5;

    @ParameterizedTest
    @CsvSource({"LOGISTIC, .001", "FOREST, .01", "BOOSTING, .004", "NETWORK, .002"})
    void where_odds_add_up_every_learner_comes_close(Learner learner, double distance) {
        InventedHistory history = new InventedHistory(PEOPLE, 1.5, 0, 0, false);
        Labelled earlier = history.at(InventedHistory.WINDOWS.validation(), InventedHistory.WINDOWS.horizon());
        Labelled latest = history.at(InventedHistory.WINDOWS.test(), InventedHistory.WINDOWS.horizon());

        assertThat(lost(learner, earlier, latest, truth(latest, 1.5))).isLessThan(distance);
    }

    @ParameterizedTest
    @CsvSource({"FOREST, .01", "BOOSTING, .005", "NETWORK, .005"})
    void where_odds_are_bent_the_learners_that_bend_come_close(Learner learner, double distance) {
        assertThat(lostWhereOddsAreBent(learner)).isLessThan(distance);
    }

    @Test
    void where_odds_are_bent_adding_up_is_not_enough() {
        assertThat(lostWhereOddsAreBent(Learner.LOGISTIC)).isGreaterThan(.05);
    }

    @Test
    void a_training_with_all_its_steps_comes_close_on_later_time() {
        InventedHistory history = new InventedHistory(PEOPLE, 1.5, 0, 0, false);

        PredictionTraining.Outcome outcome = new PredictionTraining(history.features(), false, SEED)
                .train(InventedHistory.WINDOWS, history, Progress.SILENT);

        assertThat(lost(
                        outcome.scores(),
                        truth(outcome.test(), 1.5),
                        outcome.test().labels()))
                .isLessThan(.001);
    }

    @Test
    void who_is_told_the_outcome_has_more_area_than_there_is() {
        InventedHistory history = new InventedHistory(PEOPLE, 1.5, 0, 0, true);
        Labelled earlier = history.at(InventedHistory.WINDOWS.validation(), InventedHistory.WINDOWS.horizon());
        Labelled latest = history.at(InventedHistory.WINDOWS.test(), InventedHistory.WINDOWS.horizon());

        DeLong lead = DeLong.compare(
                Learner.LOGISTIC.fit(earlier.table(), earlier.labels(), SEED).score(latest.table()),
                truth(latest, 1.5),
                latest.labels());

        assertThat(lead.difference()).isGreaterThan(NOISE * lead.standardError());
    }

    private static double lostWhereOddsAreBent(Learner learner) {
        TreatedWorld earlier = TreatedWorld.of(PEOPLE, 0, 0, true, SEED);
        TreatedWorld latest = TreatedWorld.of(PEOPLE, 0, 0, true, SEED + 1);
        return lost(learner, earlier.history(), latest.history(), latest.untreated());
    }

    private static double lost(Learner learner, Labelled earlier, Labelled latest, double[] truth) {
        return lost(learner.fit(earlier.table(), earlier.labels(), SEED).score(latest.table()), truth, latest.labels());
    }

    /** How much area a ranking has less than the truth, of which no chance in the outcomes is left. */
    private static double lost(double[] scores, double[] truth, boolean[] labels) {
        DeLong lead = DeLong.compare(scores, truth, labels);
        double best = area(truth);
        assertThat(Curves.rocAuc(truth, labels))
                .isCloseTo(
                        best, offset(NOISE * DeLong.againstChance(truth, labels).standardError()));
        assertThat(lead.difference()).isLessThanOrEqualTo(NOISE * lead.standardError());
        return -lead.difference();
    }

    /** The area expected of the truth: of all pairs, those of who does it and who does not, each as probable as they are. */
    private static double area(double[] truth) {
        int[] ascending = IntStream.range(0, truth.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> truth[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        double below = 0;
        double right = 0;
        for (int row : ascending) {
            right += truth[row] * below;
            below += 1 - truth[row];
        }
        double does = Arrays.stream(truth).sum();
        return right / (does * below);
    }

    private static double[] truth(Labelled customers, double strength) {
        FeatureColumn signal = customers.table().column("trait:signal").orElseThrow();
        return IntStream.range(0, customers.size())
                .mapToDouble(row -> Odds.probability(strength * signal.value(row) - 1))
                .toArray();
    }
}
