// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.ComponentNotes;
import io.kohorte.core.learn.Quality;
import io.kohorte.core.learn.search.Setting;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a person sees of a prediction, all measured on customers at moments that no learner saw.
 *
 * @param window absent where there is no time in the answer: then it was cross-validated
 * @param roc false positive rate, true positive rate
 * @param precisionRecall recall, precision
 * @param calibration mean probability, observed rate, rows
 * @param components what it learned from in place of columns of numbers; none where it read these
 */
public record PredictionReport(
        @Nullable Window window,
        Rows rows,
        double baseRate,
        double auc,
        double prAuc,
        double brier,
        Quality word,
        Wording reason,
        List<double[]> roc,
        List<double[]> precisionRecall,
        List<Decile> lift,
        List<double[]> calibration,
        Confusion confusion,
        List<Importance> features,
        Learner learner,
        List<Tried> candidates,
        List<Wording> preparation,
        List<ComponentNotes> components,
        List<Check> checks) {

    /**
     * The moments.
     *
     * @param trainTo end of the last label learned from
     * @param learnedDays days ahead the model learned to look
     */
    public record Window(Instant trainTo, Instant decisionAt, Instant labelTo, double learnedDays) {}

    /**
     * How many customers at moments.
     *
     * @param treated rows of customers in an audience at their decision moment
     * @param excluded treated rows left out of learning
     */
    public record Rows(long train, long test, long treated, long excluded) {}

    /**
     * A learner and what it reached.
     *
     * @param setting what was set otherwise than usual
     * @param auc area under the curve on the validation window or, in a search, the mean over inner folds
     */
    public record Tried(Learner learner, Setting setting, double auc) {
        Candidate candidate() {
            return new Candidate(learner, setting);
        }
    }
}
