// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class CurvesTest {
    private static final double[] SCORES = {.9, .8, .7, .6, .55, .5, .4, .3};
    private static final boolean[] LABELS = {true, true, false, true, false, true, false, false};

    @Test
    void the_area_counts_pairs_in_the_right_order() {
        // 16 pairs of a yes and a no; of the four yeses 4, 4, 3 and 2 noes lie below
        assertThat(Curves.rocAuc(SCORES, LABELS)).isEqualTo(13.0 / 16, offset(1e-12));
        assertThat(Curves.rocAuc(new double[] {.5, .5}, new boolean[] {true, false}))
                .isEqualTo(.5);
    }

    @Test
    void a_customer_without_a_score_is_refused_at_once() {
        assertThatThrownBy(() -> Curves.rocAuc(new double[] {.5, Double.NaN, .1}, new boolean[] {true, false, false}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void average_precision_is_the_mean_precision_at_each_yes() {
        assertThat(Curves.averagePrecision(SCORES, LABELS)).isEqualTo((1 + 1 + 3.0 / 4 + 4.0 / 6) / 4, offset(1e-12));
    }

    @Test
    void brier_is_the_mean_squared_error() {
        assertThat(Curves.brier(new double[] {1, .5}, new boolean[] {true, false}))
                .isEqualTo(.125);
    }

    @Test
    void the_curves_run_from_corner_to_corner() {
        assertThat(Curves.roc(SCORES, LABELS).get(0)).containsExactly(0, 0);
        assertThat(Curves.roc(SCORES, LABELS).get(8)).containsExactly(1, 1);
        assertThat(Curves.precisionRecall(SCORES, LABELS).get(7)).containsExactly(1, .5);
    }

    @Test
    void confusion_counts_every_row_once() {
        Confusion confusion = Curves.confusion(SCORES, LABELS, .55);

        assertThat(confusion).isEqualTo(new Confusion(.55, 3, 2, 2, 1));
    }

    @Test
    void deciles_hold_all_that_is_to_gain_and_fall_from_the_top() {
        Random random = new Random(3);
        double[] scores = random.doubles(1_000).toArray();
        boolean[] labels = new boolean[1_000];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = random.nextDouble() < scores[row];
        }

        assertThat(Curves.lift(scores, labels).get(9).gain()).isEqualTo(1, offset(1e-9));
        assertThat(Curves.lift(scores, labels).get(0).lift()).isGreaterThan(1.7);
        assertThat(Curves.lift(scores, labels).get(9).rate()).isLessThan(.15);
        assertThat(Curves.calibration(scores, labels))
                .allSatisfy(bin -> assertThat(bin[1]).isCloseTo(bin[0], offset(.15)));
    }

    @Test
    void calibration_brings_exaggerated_scores_back() {
        Random random = new Random(5);
        double[] said = new double[20_000];
        boolean[] labels = new boolean[said.length];
        for (int row = 0; row < said.length; row++) {
            double odds = random.nextGaussian();
            labels[row] = random.nextDouble() < Odds.probability(odds - .7);
            said[row] = Odds.probability(3 * odds + 1);
        }

        Platt platt = Platt.fit(said, labels);

        assertThat(platt.slope()).isCloseTo(1.0 / 3, offset(.02));
        assertThat(platt.shift()).isCloseTo(-.7 - 1.0 / 3, offset(.05));
    }

    @Test
    void a_paired_comparison_knows_equal_from_better() {
        Random random = new Random(9);
        double[] good = new double[2_000];
        double[] noisy = new double[2_000];
        boolean[] labels = new boolean[2_000];
        for (int row = 0; row < labels.length; row++) {
            double odds = 2 * random.nextGaussian();
            labels[row] = random.nextDouble() < Odds.probability(odds);
            good[row] = odds;
            noisy[row] = odds + 2 * random.nextGaussian();
        }

        assertThat(DeLong.compare(good, good, labels).pValue()).isEqualTo(1);
        DeLong better = DeLong.compare(good, noisy, labels);
        assertThat(better.difference())
                .isEqualTo(Curves.rocAuc(good, labels) - Curves.rocAuc(noisy, labels), offset(1e-12));
        assertThat(better.pValue()).isLessThan(1e-4);
    }
}
