// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.PreparationNotes;
import io.kohorte.core.learn.Quality;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what scores of customers whom no learner had seen are worth. */
record Judgement(List<Feature> features, long seed) {

    PredictionReport report(
            PredictionModel model,
            List<PredictionReport.Tried> tried,
            Labelled test,
            double[] scores,
            PredictionReport.@Nullable Window window,
            PredictionReport.Rows rows,
            List<Check> checks) {
        double auc = Curves.rocAuc(scores, test.labels());
        Quality word = Quality.of(auc, .65, .75, .85);
        List<Decile> lift = Curves.lift(scores, test.labels());
        return new PredictionReport(
                window,
                rows,
                test.baseRate(),
                auc,
                Curves.averagePrecision(scores, test.labels()),
                Curves.brier(scores, test.labels()),
                word,
                reason(auc, lift.get(0)),
                Curves.roc(scores, test.labels()),
                Curves.precisionRecall(scores, test.labels()),
                lift,
                Curves.calibration(scores, test.labels()),
                Curves.confusion(scores, test.labels(), model.threshold()),
                Importance.of(model, test, features, seed),
                model.learner(),
                tried,
                PreparationNotes.of(model.preparation(), features),
                checks);
    }

    private static Wording reason(double auc, Decile top) {
        return Numbers.fill(
                new Wording(
                        "Of two customers, one who does it and one who does not, the right one is ranked higher in %s of cases; in the best tenth %s do it, %s times the average.",
                        "Von zwei Kunden, einer der es tut und einer der es nicht tut, steht in %s der Fälle der richtige vorn; im besten Zehntel tun es %s, das %s-fache des Durchschnitts."),
                Numbers.percent(auc),
                Numbers.percent(top.rate()),
                Numbers.exact(top.lift(), 1));
    }
}
