// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import io.kohorte.core.learn.predict.Curves;
import io.kohorte.core.learn.predict.DeLong;
import java.time.Instant;
import java.util.Arrays;
import org.hipparchus.special.Erf;

/**
 * How well a version foresaw what it could not have seen.
 *
 * @param decision the moment it looked ahead from; of a trait, the moment of the look
 * @param auc area under the ROC curve
 * @param aucError its standard error
 * @param aucThen the area when it was learned
 * @param brier mean squared error of the probabilities
 * @param foreseen the mean probability it gave
 * @param rate the share that did it
 * @param worse whether it surely ranks worse than when it was learned, and by enough to matter
 */
public record Performance(
        Instant decision,
        int customers,
        long positives,
        double auc,
        double aucError,
        double aucThen,
        double brier,
        double foreseen,
        double rate,
        boolean worse) {

    /** By how much the area must fall to matter. */
    public static final double FLOOR = .05;

    /** Fewer of either outcome judge nothing. */
    static final int FEWEST = 30;

    private static final double SQRT_2 = Math.sqrt(2);

    /** What a version was worth when it was learned, on so many customers. */
    record Then(double auc, double baseRate, long customers) {

        /** Of the area (Hanley, McNeil 1982). */
        double variance() {
            double yes = Math.max(1, baseRate * customers);
            double no = Math.max(1, customers - yes);
            double q1 = auc / (2 - auc);
            double q2 = 2 * auc * auc / (1 + auc);
            return (auc * (1 - auc) + (yes - 1) * (q1 - auc * auc) + (no - 1) * (q2 - auc * auc)) / (yes * no);
        }

        Spread answers() {
            long yes = Math.round(baseRate * customers);
            return Spread.ofAnswers(Outcomes.NAME, yes, customers - yes);
        }
    }

    /** @param alpha how often it may be called worse by chance */
    static Performance of(Outcomes outcomes, Then then, double alpha) {
        double auc = Curves.rocAuc(outcomes.scores(), outcomes.labels());
        double error =
                DeLong.againstChance(outcomes.scores(), outcomes.labels()).standardError();
        double fall = then.auc() - auc;
        double z = fall / Math.sqrt(error * error + then.variance());
        return new Performance(
                outcomes.decision(),
                outcomes.labels().length,
                outcomes.positives(),
                auc,
                error,
                then.auc(),
                Curves.brier(outcomes.scores(), outcomes.labels()),
                Arrays.stream(outcomes.scores()).average().orElse(0),
                (double) outcomes.positives() / outcomes.labels().length,
                fall >= FLOOR && Erf.erfc(z / SQRT_2) / 2 <= alpha);
    }
}
