// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.learn.ComponentNotes;
import io.kohorte.core.learn.PreparationNotes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what scores of customers whom no learner had seen are worth. */
record Judgement(List<Feature> features, long seed) {

    PredictionReport report(
            PredictionModel model,
            Learner.Fitted fitted,
            List<PredictionReport.Tried> tried,
            Labelled test,
            double[] scores,
            PredictionReport.@Nullable Window window,
            PredictionReport.Rows rows,
            List<Check> checks) {
        Worth worth = Worth.of(scores, test.labels());
        return new PredictionReport(
                window,
                rows,
                worth.baseRate(),
                worth.auc(),
                worth.prAuc(),
                worth.brier(),
                worth.word(),
                worth.reason(),
                worth.roc(),
                worth.precisionRecall(),
                worth.lift(),
                worth.calibration(),
                Curves.confusion(scores, test.labels(), model.threshold()),
                Importance.of(model, test, features, seed),
                model.learner(),
                tried,
                PreparationNotes.of(model.preparation(), features),
                ComponentNotes.of(fitted.components(), features),
                checks);
    }
}
