// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.Quality;
import java.util.List;

/**
 * What scores are worth on customers of whom is known what came true.
 *
 * @param brier and calibration mean something of probabilities only
 * @param roc false positive rate, true positive rate
 * @param precisionRecall recall, precision
 * @param calibration mean probability, observed rate, rows
 */
public record Worth(
        long customers,
        double baseRate,
        double auc,
        double prAuc,
        double brier,
        Quality word,
        Wording reason,
        List<double[]> roc,
        List<double[]> precisionRecall,
        List<Decile> lift,
        List<double[]> calibration) {

    public static Worth of(double[] scores, boolean[] labels) {
        double auc = Curves.rocAuc(scores, labels);
        List<Decile> lift = Curves.lift(scores, labels);
        return new Worth(
                labels.length,
                labels.length == 0 ? 0 : (double) Curves.positives(labels) / labels.length,
                auc,
                Curves.averagePrecision(scores, labels),
                Curves.brier(scores, labels),
                Quality.of(auc, .65, .75, .85),
                reason(auc, lift.get(0)),
                Curves.roc(scores, labels),
                Curves.precisionRecall(scores, labels),
                lift,
                Curves.calibration(scores, labels));
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
