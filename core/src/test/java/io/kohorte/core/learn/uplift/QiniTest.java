// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class QiniTest {

    /** Two of each group; the one the score names first bought because of it, the other would never buy. */
    @Test
    void isTheAreaBetweenTheCurveAndChance() {
        double[] scores = {.9, .9, .1, .1};
        boolean[] treated = {true, false, true, false};
        boolean[] bought = {true, false, false, false};
        Qini qini = Qini.of(scores, treated, bought);
        assertThat(qini.curve()).containsExactly(new double[] {0, 0}, new double[] {.5, .25}, new double[] {1, .25});
        assertThat(qini.coefficient()).isCloseTo(.0625, within(1e-12));
    }

    @Test
    void scoresThatSayNothingGainNothing() {
        Random random = new Random(3);
        int people = 1_000;
        double[] same = new double[people];
        boolean[] treated = new boolean[people];
        boolean[] bought = new boolean[people];
        for (int row = 0; row < people; row++) {
            treated[row] = random.nextBoolean();
            bought[row] = random.nextDouble() < (treated[row] ? .4 : .2);
        }
        assertThat(Qini.of(same, treated, bought).coefficient()).isCloseTo(0, within(1e-12));
    }

    @Test
    void theWrongWayRoundIsBelowZero() {
        boolean[] treated = {true, false, true, false};
        boolean[] bought = {true, false, false, false};
        assertThat(Qini.of(new double[] {.1, .1, .9, .9}, treated, bought).coefficient())
                .isCloseTo(-.0625, within(1e-12));
    }
}
