// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import java.util.Arrays;

/**
 * Makes scores into probabilities that hold (Platt 1999): log-odds are stretched by {@code slope} and moved by {@code shift}, fitted by
 * Newton's method with halved steps (Lin, Lin, Weng 2007) on rows the learner has not seen, with Platt's smoothed targets.
 */
public record Platt(double slope, double shift) {
    static final Platt NONE = new Platt(1, 0);
    private static final int MOST_STEPS = 100;

    static Platt fit(double[] probabilities, boolean[] labels) {
        double[] odds = Arrays.stream(probabilities).map(Odds::logOdds).toArray();
        long positives = Curves.positives(labels);
        long negatives = labels.length - positives;
        double[] targets = new double[labels.length];
        for (int row = 0; row < targets.length; row++) {
            targets[row] = labels[row] ? (positives + 1.0) / (positives + 2.0) : 1 / (negatives + 2.0);
        }
        Platt current = new Platt(0, Math.log((positives + 1.0) / (negatives + 1.0)));
        double loss = current.loss(odds, targets);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] move = current.newton(odds, targets);
            double share = 1;
            Platt next = current.moved(move, share);
            double nextLoss = next.loss(odds, targets);
            while (nextLoss > loss && share > 1e-10) {
                share /= 2;
                next = current.moved(move, share);
                nextLoss = next.loss(odds, targets);
            }
            boolean settled = loss - nextLoss < 1e-12 * Math.abs(loss);
            if (nextLoss <= loss) {
                current = next;
                loss = nextLoss;
            }
            if (settled) {
                break;
            }
        }
        // a slope of 0 or below would turn the ranking round: then the scores carry nothing and stay as they are
        return current.slope() > 0 ? current : NONE;
    }

    double of(double probability) {
        return Odds.probability(slope * Odds.logOdds(probability) + shift);
    }

    private Platt moved(double[] move, double share) {
        return new Platt(slope - share * move[0], shift - share * move[1]);
    }

    private double loss(double[] odds, double[] targets) {
        double sum = 0;
        for (int row = 0; row < odds.length; row++) {
            double z = slope * odds[row] + shift;
            // ln(1 + e^z) - target * z, without overflow
            sum += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - targets[row] * z;
        }
        return sum;
    }

    private double[] newton(double[] odds, double[] targets) {
        double[] gradient = new double[2];
        double[] hessian = {1e-9, 0, 1e-9};
        for (int row = 0; row < odds.length; row++) {
            double p = Odds.probability(slope * odds[row] + shift);
            double error = p - targets[row];
            double weight = p * (1 - p);
            gradient[0] += error * odds[row];
            gradient[1] += error;
            hessian[0] += weight * odds[row] * odds[row];
            hessian[1] += weight * odds[row];
            hessian[2] += weight;
        }
        double determinant = hessian[0] * hessian[2] - hessian[1] * hessian[1];
        return new double[] {
            (hessian[2] * gradient[0] - hessian[1] * gradient[1]) / determinant,
            (hessian[0] * gradient[1] - hessian[1] * gradient[0]) / determinant
        };
    }
}
