// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Preparation;
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

    /** Each row's probability of yes within the horizon. */
    public double[] score(FeatureTable table) {
        double[] scores = scorer.score(preparation.apply(table).select(columns));
        for (int row = 0; row < scores.length; row++) {
            double comes = Extension.carried(calibration.of(scores[row]), extension);
            scores[row] = negate ? 1 - comes : comes;
        }
        return scores;
    }
}
