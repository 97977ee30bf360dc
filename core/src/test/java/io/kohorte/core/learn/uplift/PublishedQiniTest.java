// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.learn.predict.Learner;
import org.junit.jupiter.api.Test;

/** Women's fashion by mail against no mail, Qini × 1000 out of fold: uplift learners reach 3.6 to 4.0, a model of the response 1.0. */
class PublishedQiniTest {

    private static final long SEED = 42;

    @Test
    void upliftLearnersFindWhomTheMailMovesAndAModelOfTheResponseDoesNot() {
        Trial trial = Hillstrom.read().against(Hillstrom.WOMENS);
        UpliftTraining training = new UpliftTraining(trial, SEED);
        assertThat(qini(trial, uplift(training, UpliftMethod.TWO_MODELS, Learner.LOGISTIC)))
                .isBetween(3.6, 4.0);
        assertThat(qini(trial, uplift(training, UpliftMethod.CLASS_TRANSFORMATION, Learner.LOGISTIC)))
                .isBetween(3.6, 4.0);
        assertThat(qini(trial, uplift(training, UpliftMethod.ONE_MODEL, Learner.BOOSTING)))
                .isBetween(3.6, 4.1);
        assertThat(qini(trial, training.response(Learner.LOGISTIC))).isBetween(.9, 1.1);
    }

    /** A linear model adds treatment to everybody alike: it can only repeat who does it anyway. */
    @Test
    void oneLinearModelSeesNoMoreThanTheResponse() {
        Trial trial = Hillstrom.read().against(Hillstrom.WOMENS);
        UpliftTraining training = new UpliftTraining(trial, SEED);
        assertThat(qini(trial, uplift(training, UpliftMethod.ONE_MODEL, Learner.LOGISTIC)))
                .isBetween(.9, 1.1);
    }

    private static double[] uplift(UpliftTraining training, UpliftMethod method, Learner learner) {
        return training.foreseen(method, learner).uplift();
    }

    private static double qini(Trial trial, double[] scores) {
        return 1000 * Qini.of(scores, trial.treated(), trial.outcome()).coefficient();
    }
}
