// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import io.kohorte.core.learn.Share;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What treatment changed: the treated compared with the held out.
 *
 * @param difference of the means, or of the shares who did it
 * @param uplift the difference as a share of the outcome of the held out (Fieller 1954); {@code null} where that cannot be told from 0
 * @param pValue how probable a difference at least as large is where treatment does nothing
 * @param detectable the smallest difference that groups of these sizes would show four times of five
 * @param more people still needed, divided as so far, to show a difference as large as the measured one four times of five; 0 when there are enough,
 *     {@code null} where nothing is known of what more people would show
 */
public record Effect(
        Interval difference, @Nullable Interval uplift, double pValue, double detectable, @Nullable Long more) {

    private static final double SIGNIFICANT = .05;
    private static final double REACH = Tails.NORMAL_LIMIT + Tails.FOUR_OF_FIVE;
    private static final double MOST = 1e12;

    /** Of outcomes that are 1 or 0: Newcombe's interval (1998, method 10) and the test of two proportions. Empty where a group is empty. */
    public static Optional<Effect> ofRates(Moments treated, Moments heldOut) {
        if (treated.people() == 0 || heldOut.people() == 0) {
            return Optional.empty();
        }
        double difference = treated.mean() - heldOut.mean();
        Interval one = wilson(treated);
        Interval other = wilson(heldOut);
        double low = difference - Math.hypot(one.value() - one.low(), other.high() - other.value());
        double high = difference + Math.hypot(one.high() - one.value(), other.value() - other.low());
        double common = (treated.sum() + heldOut.sum()) / (treated.people() + heldOut.people());
        double spread = Math.sqrt(common * (1 - common) * (1.0 / treated.people() + 1.0 / heldOut.people()));
        double pValue = spread == 0 ? 1 : Tails.ofNormal(difference / spread);
        return Optional.of(of(new Interval(difference, low, high), pValue, Tails.NORMAL_LIMIT, treated, heldOut));
    }

    /** Of outcomes of any size (Welch 1947). Empty where a group has fewer than two people. */
    public static Optional<Effect> ofMeans(Moments treated, Moments heldOut) {
        if (treated.people() < 2 || heldOut.people() < 2) {
            return Optional.empty();
        }
        double difference = treated.mean() - heldOut.mean();
        double one = treated.uncertainty();
        double other = heldOut.uncertainty();
        double error = Math.sqrt(one + other);
        if (error == 0) {
            double certain = difference == 0 ? 1 : 0;
            return Optional.of(of(
                    new Interval(difference, difference, difference), certain, Tails.NORMAL_LIMIT, treated, heldOut));
        }
        double degrees = (one + other)
                * (one + other)
                / (one * one / (treated.people() - 1) + other * other / (heldOut.people() - 1));
        double limit = Tails.studentLimit(degrees);
        Interval interval = new Interval(difference, difference - limit * error, difference + limit * error);
        return Optional.of(of(interval, Tails.ofStudent(difference / error, degrees), limit, treated, heldOut));
    }

    public boolean isSignificant() {
        return pValue < SIGNIFICANT;
    }

    private static Effect of(Interval difference, double pValue, double limit, Moments treated, Moments heldOut) {
        double error = Math.sqrt(treated.uncertainty() + heldOut.uncertainty());
        return new Effect(
                difference,
                relative(treated, heldOut, limit),
                pValue,
                REACH * error,
                more(difference.value(), error, treated.people() + heldOut.people()));
    }

    private static @Nullable Long more(double difference, double error, long people) {
        if (difference == 0 || error == 0) {
            return null;
        }
        double needed = people * Math.pow(REACH * error / difference, 2);
        return needed > MOST ? null : Math.max(0, (long) Math.ceil(needed) - people);
    }

    private static @Nullable Interval relative(Moments treated, Moments heldOut, double limit) {
        double one = treated.mean();
        double other = heldOut.mean();
        double a = other * other - limit * limit * heldOut.uncertainty();
        if (other <= 0 || a <= 0) {
            return null;
        }
        double b = one * other;
        double c = one * one - limit * limit * treated.uncertainty();
        double root = Math.sqrt(Math.max(0, b * b - a * c));
        return new Interval(one / other - 1, (b - root) / a - 1, (b + root) / a - 1);
    }

    private static Interval wilson(Moments group) {
        Share share = Share.of(Math.round(group.sum()), group.people());
        return new Interval(share.share(), share.from(), share.to());
    }
}
