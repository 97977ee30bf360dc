// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Preparation;
import io.kohorte.core.learn.predict.Learner.Fitted;
import java.util.List;

/**
 * What is stored of a prediction, and all that scoring needs.
 *
 * @param columns the prepared columns the scorer reads, in its order
 * @param extension how many learned spans the promised horizon is worth; 1 where it was learned as a whole
 * @param negate whether the answer is that the event stays away: learned as its coming, and turned round at the end
 * @param threshold probability at or above which a customer counts as a yes
 */
public record PredictionModel(
        Learner learner,
        Preparation preparation,
        List<String> columns,
        Platt calibration,
        double extension,
        boolean negate,
        double threshold,
        Scorer scorer) {

    public PredictionModel {
        columns = List.copyOf(columns);
    }

    /** As something was learned: neither calibrated, nor carried on, nor turned round. */
    public static PredictionModel plain(Learner learner, Fitted fitted) {
        return new PredictionModel(
                learner, fitted.preparation(), fitted.columns(), Platt.NONE, 1, false, .5, fitted.scorer());
    }

    /** Each row's probability of yes within the horizon. */
    public double[] score(FeatureTable table) {
        double[] scores = fitted().score(table);
        for (int row = 0; row < scores.length; row++) {
            scores[row] = finished(scores[row]);
        }
        return scores;
    }

    /**
     * Why each row has its score. Features are told apart on the scorer's own scale, where that is exact; what each does there is carried to
     * the probability in proportion, so that all parts add up to the score.
     */
    public List<Explanation> explain(FeatureTable table) {
        return fitted().explain(table, this::finished);
    }

    /** By how much each feature of the preparation moves each row, on the scorer's own scale. */
    double[][] parts(FeatureTable table) {
        return fitted().parts(table);
    }

    /** What it was before it was calibrated. */
    public Fitted fitted() {
        return new Fitted(preparation, columns, scorer);
    }

    private double finished(double probability) {
        double comes = Extension.carried(calibration.of(probability), extension);
        return negate ? 1 - comes : comes;
    }
}
