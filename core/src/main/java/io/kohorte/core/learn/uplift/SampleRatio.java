// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

/**
 * Whether the groups have the sizes that the draw should give. Where they have not, something but chance decided who is in which group, and no
 * figure of the experiment can be trusted (Fabijan et al. 2019).
 *
 * @param expected share of the held out, as drawn
 * @param observed share of the held out, as found; 0 where nobody is in the experiment
 * @param pValue of the chi-square test
 */
public record SampleRatio(double expected, double observed, double pValue, boolean alarm) {

    private static final double ALARMING = .01;

    /** @param expected above 0 and below 1 */
    public static SampleRatio of(long treated, long heldOut, double expected) {
        double people = (double) treated + heldOut;
        if (people == 0) {
            return new SampleRatio(expected, 0, 1, false);
        }
        double off = heldOut - people * expected;
        double pValue = Tails.ofChiSquare(off * off / (people * expected * (1 - expected)));
        return new SampleRatio(expected, heldOut / people, pValue, pValue < ALARMING);
    }
}
