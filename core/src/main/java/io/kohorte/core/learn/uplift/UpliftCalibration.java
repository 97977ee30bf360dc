// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import io.kohorte.core.learn.predict.Explanation;
import java.util.Arrays;

/**
 * Makes an uplift hold on average, and its sign with it (Leng, Dimmery 2021): it is stretched and moved by the straight line that fits best what
 * happened to people the model had not seen. Whoever ranks people well may still be wrong about where nothing is gained: one linear model foresees
 * a gain for everybody or for nobody.
 *
 * @param slope above 0, so that the order of people stays
 */
record UpliftCalibration(double slope, double shift) {
    static final UpliftCalibration NONE = new UpliftCalibration(1, 0);

    /**
     * By least squares on an outcome whose mean is the uplift: what each person did beyond the mean of all, over the share of their group, with the
     * sign of the group.
     *
     * @param foreseen of each person by what was learned without them
     */
    static UpliftCalibration fit(double[] foreseen, Trial trial) {
        Moments treated = trial.outcomes(true);
        Moments heldOut = trial.outcomes(false);
        double share = (double) treated.people() / trial.size();
        double usual = (treated.sum() + heldOut.sum()) / trial.size();
        double mean = Arrays.stream(foreseen).average().orElse(0);
        double together = 0;
        double alone = 0;
        for (int row = 0; row < foreseen.length; row++) {
            double beyond = (trial.outcome()[row] ? 1 : 0) - usual;
            double seen = trial.treated()[row] ? beyond / share : -beyond / (1 - share);
            together += seen * (foreseen[row] - mean);
            alone += (foreseen[row] - mean) * (foreseen[row] - mean);
        }
        double slope = together / alone;
        // without a slope that keeps the order the scores carry nothing and stay as they are
        return slope > 0 && Double.isFinite(slope)
                ? new UpliftCalibration(slope, treated.mean() - heldOut.mean() - slope * mean)
                : NONE;
    }

    double[] of(double[] uplift) {
        return Arrays.stream(uplift).map(one -> slope * one + shift).toArray();
    }

    Explanation of(Explanation why) {
        return why.stretched(slope, shift);
    }
}
