// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

/** Between probabilities and log-odds. */
public final class Odds {
    /** Nothing is less likely than this. */
    public static final double NEVER = 1e-9;

    private Odds() {}

    static double probability(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }

    static double logOdds(double probability) {
        double bounded = Math.min(1 - NEVER, Math.max(NEVER, probability));
        return Math.log(bounded / (1 - bounded));
    }
}
