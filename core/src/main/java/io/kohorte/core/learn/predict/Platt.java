// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

/**
 * Makes scores into probabilities that hold (Platt 1999): log-odds are stretched by {@code slope} and moved by {@code shift}, fitted by
 * Newton's method on rows the learner has not seen, with Platt's smoothed targets.
 */
public record Platt(double slope, double shift) {
    static final Platt NONE = new Platt(1, 0);
    private static final int MOST_STEPS = 100;

    static Platt fit(double[] probabilities, boolean[] labels) {
        long positives = Curves.positives(labels);
        long negatives = labels.length - positives;
        double high = (positives + 1.0) / (positives + 2.0);
        double low = 1 / (negatives + 2.0);
        double slope = 1;
        double shift = 0;
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] gradient = new double[2];
            double[] hessian = {1e-9, 0, 1e-9};
            for (int row = 0; row < labels.length; row++) {
                double odds = Odds.logOdds(probabilities[row]);
                double p = Odds.probability(slope * odds + shift);
                double error = p - (labels[row] ? high : low);
                double weight = Math.max(p * (1 - p), 1e-12);
                gradient[0] += error * odds;
                gradient[1] += error;
                hessian[0] += weight * odds * odds;
                hessian[1] += weight * odds;
                hessian[2] += weight;
            }
            double determinant = hessian[0] * hessian[2] - hessian[1] * hessian[1];
            if (determinant < 1e-12) {
                break;
            }
            double slopeStep = (hessian[2] * gradient[0] - hessian[1] * gradient[1]) / determinant;
            double shiftStep = (hessian[0] * gradient[1] - hessian[1] * gradient[0]) / determinant;
            slope -= slopeStep;
            shift -= shiftStep;
            if (Math.abs(slopeStep) + Math.abs(shiftStep) < 1e-10) {
                break;
            }
        }
        // a slope of 0 or below would turn the ranking round: then the scores carry nothing and stay as they are
        return slope > 0 && Double.isFinite(slope) && Double.isFinite(shift) ? new Platt(slope, shift) : NONE;
    }

    double of(double probability) {
        return Odds.probability(slope * Odds.logOdds(probability) + shift);
    }
}
