// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is gained when only the foremost are treated (Radcliffe 2007). Of the share φ of all people with the highest scores, the gain is (yes among
 * the treated − yes among the held out · treated / held out), per person in the experiment: at φ = 1 the effect times the share treated. Rows of one
 * score count together, so that their order does not matter.
 *
 * @param curve points [share, gain], from [0, 0] on, at most 101
 * @param coefficient area between the curve and the straight line to its end, which is what choosing by lot would gain; 0 for scores that say nothing
 */
public record Qini(List<double[]> curve, double coefficient) {
    private static final int MOST_POINTS = 100;

    /** @param scores highest first to be treated */
    public static Qini of(double[] scores, boolean[] treated, boolean[] outcome) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(row -> -scores[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        Walk walk = new Walk();
        List<double[]> curve = new ArrayList<>(List.of(new double[] {0, 0}));
        double area = 0;
        double share = 0;
        double gain = 0;
        for (int at = 0; at < order.length; at++) {
            walk.add(treated[order[at]], outcome[order[at]]);
            if (at + 1 < order.length && scores[order[at]] == scores[order[at + 1]]) {
                continue;
            }
            double nextShare = (at + 1.0) / order.length;
            double nextGain = walk.gain() / order.length;
            area += (nextShare - share) * (gain + nextGain) / 2;
            share = nextShare;
            gain = nextGain;
            if (at + 1 == order.length || share - curve.get(curve.size() - 1)[0] >= 1.0 / MOST_POINTS) {
                curve.add(new double[] {share, gain});
            }
        }
        return new Qini(curve, area - gain / 2);
    }

    /** What treating everybody gains. */
    double whole() {
        return curve.get(curve.size() - 1)[1];
    }

    /** Those passed so far. */
    private static final class Walk {
        private double treated;
        private double heldOut;
        private double treatedYes;
        private double heldOutYes;

        void add(boolean isTreated, boolean did) {
            if (isTreated) {
                treated++;
                treatedYes += did ? 1 : 0;
            } else {
                heldOut++;
                heldOutYes += did ? 1 : 0;
            }
        }

        double gain() {
            return heldOut == 0 ? 0 : treatedYes - heldOutYes * treated / heldOut;
        }
    }
}
