// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.cluster.Distance;
import io.kohorte.core.learn.cluster.Method;
import io.kohorte.core.learn.predict.InventedHistory;
import io.kohorte.core.learn.predict.PredictionTraining;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ContestTest {
    private static final double MARGIN = .002;

    private final PredictionTraining.Outcome knowing = train(2);
    private final PredictionTraining.Outcome guessing = train(0);

    @Test
    void a_first_version_must_beat_chance() {
        assertThat(Contest.onLaterTime(Optional.empty(), knowing, MARGIN).promoted())
                .isTrue();

        Decision refused = Contest.onLaterTime(Optional.empty(), guessing, MARGIN);
        assertThat(refused.promoted()).isFalse();
        assertThat(refused.reason().en()).contains("Not surely better than chance");
    }

    @Test
    void an_equal_challenger_is_refused_with_both_figures() {
        Decision decision = Contest.onLaterTime(Optional.of(knowing.model()), knowing, MARGIN);

        assertThat(decision.promoted()).isFalse();
        assertThat(decision.reason().en()).contains("margin 0.002").contains("The champion stays");
        assertThat(decision.reason().de()).contains("Marge 0,002").contains("Der Champion bleibt");
    }

    @Test
    void a_better_challenger_is_promoted() {
        Decision decision = Contest.onLaterTime(Optional.of(guessing.model()), knowing, MARGIN);

        assertThat(decision.promoted()).isTrue();
        assertThat(decision.reason().en()).contains("Better than the champion");
    }

    @Test
    void without_time_a_challenger_that_is_no_worse_than_the_champions_method_replaces_it() {
        Decision decision = Contest.onUnseenCustomers(Optional.of(knowing.scores()), knowing, MARGIN);

        assertThat(decision.promoted()).isTrue();
        assertThat(decision.reason().en()).startsWith("Learned from the customers of today");
        assertThat(Contest.onUnseenCustomers(Optional.of(knowing.scores()), scored(knowing, guessing.scores()), MARGIN)
                        .promoted())
                .isFalse();
        assertThat(Contest.onUnseenCustomers(Optional.empty(), guessing, MARGIN)
                        .reason()
                        .de())
                .startsWith("Nicht sicher bei Kunden, die es nicht kannte, besser als der Zufall");
    }

    private static PredictionTraining.Outcome scored(PredictionTraining.Outcome outcome, double[] scores) {
        return new PredictionTraining.Outcome(
                outcome.model(), outcome.report(), outcome.test(), scores, outcome.chosen());
    }

    @Test
    void groups_may_be_a_little_less_sharp_but_not_much() {
        assertThat(Contest.between(Optional.empty(), .1).promoted()).isTrue();
        assertThat(Contest.between(Optional.of(.40), .39).promoted()).isTrue();
        assertThat(Contest.between(Optional.of(.40), .30).promoted()).isFalse();
    }

    @Test
    void groups_found_in_another_way_hold_and_the_reason_says_what_was_other() {
        FoundBy plain = new FoundBy(Method.K_MEANS, Distance.EUCLIDEAN, false);
        FoundBy drawnTogether = new FoundBy(Method.K_MEANS, Distance.EUCLIDEAN, true);
        FoundBy straighter = new FoundBy(Method.GENIE, Distance.MANHATTAN, false);

        Decision components = Contest.otherwiseFound(plain, drawnTogether);

        assertThat(components.promoted()).isTrue();
        assertThat(components.reason().en()).contains("(K-Means on components, before K-Means)");
        assertThat(components.reason().de()).contains("(K-Means über Komponenten, vorher K-Means)");
        assertThat(Contest.otherwiseFound(straighter, plain).reason().en())
                .contains("(K-Means, before Genie by the sum of differences)");
    }

    private static PredictionTraining.Outcome train(double strength) {
        InventedHistory history = new InventedHistory(1_200, strength, 0, 0, false);
        return new PredictionTraining(history.features(), false, 42)
                .train(InventedHistory.WINDOWS, history, Progress.SILENT);
    }
}
