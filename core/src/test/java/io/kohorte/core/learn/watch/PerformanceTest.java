// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PerformanceTest {
    private static final Performance.Then THEN = new Performance.Then(.76, .3, 5_000);

    @Test
    void a_model_that_ranks_as_it_did_is_not_worse() {
        Performance performance = Performance.of(outcomes(4_000, 1), THEN, .01);

        assertThat(performance.auc()).isCloseTo(.76, within(.03));
        assertThat(performance.worse()).isFalse();
        assertThat(performance.rate()).isCloseTo(.3, within(.03));
    }

    @Test
    void a_model_that_only_guesses_by_now_is_worse_once_chance_is_ruled_out() {
        assertThat(Performance.of(outcomes(4_000, 0), THEN, 1e-6).worse()).isTrue();
        assertThat(Performance.of(outcomes(60, .6), THEN, 1e-6).worse()).isFalse();
    }

    @Test
    void in_quiet_periods_hardly_any_model_is_called_worse() {
        int called = 0;
        for (int world = 0; world < 200; world++) {
            // as good as then, which is measured with an error of its own
            Performance performance = Performance.of(outcomes(300, 1), new Performance.Then(.76, .3, 300), .025);
            called += performance.worse() ? 1 : 0;
        }
        assertThat(called).isLessThan(5 + 3 * 3);
    }

    @Test
    void too_few_of_either_answer_judge_nothing() {
        assertThat(outcomes(50, 1).judge()).isFalse();
        assertThat(outcomes(1_000, 1).judge()).isTrue();
    }

    private final Random random = new Random(5);

    /** Three in ten say yes; their scores stand so many deviations above those of the others. */
    private Outcomes outcomes(int size, double apart) {
        double[] scores = new double[size];
        boolean[] labels = new boolean[size];
        for (int row = 0; row < size; row++) {
            labels[row] = random.nextDouble() < .3;
            scores[row] = 1 / (1 + Math.exp(-random.nextGaussian() - (labels[row] ? apart : 0)));
        }
        return new Outcomes(Instant.EPOCH, scores, labels, List.of());
    }
}
