// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

/**
 * What has to be known of a group's outcomes to compare it with another.
 *
 * @param people how many are in the group
 * @param sum of their outcomes
 * @param squares sum of the squares of their outcomes
 */
public record Moments(long people, double sum, double squares) {

    public static final Moments NONE = new Moments(0, 0, 0);

    /** Of a group in which so many did it: everybody's outcome is 1 or 0. */
    public static Moments ofRate(long people, long did) {
        return new Moments(people, (double) did, (double) did);
    }

    public static Moments of(double[] outcomes) {
        Moments all = NONE;
        for (double outcome : outcomes) {
            all = all.and(outcome);
        }
        return all;
    }

    /** With one person more. */
    public Moments and(double outcome) {
        return new Moments(people + 1, sum + outcome, squares + outcome * outcome);
    }

    /** 0 for an empty group. */
    public double mean() {
        return people == 0 ? 0 : sum / people;
    }

    /** Of single outcomes, as estimated from the sample; 0 below two people. */
    double variance() {
        return people < 2 ? 0 : Math.max(0, (squares - sum * sum / people) / (people - 1));
    }

    /** Squared standard error of the mean. */
    double uncertainty() {
        return people == 0 ? 0 : variance() / people;
    }
}
