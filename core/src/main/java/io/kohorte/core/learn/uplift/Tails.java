// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import org.hipparchus.special.Beta;
import org.hipparchus.special.Erf;

/** How improbable it is that chance alone leads so far out, on either side. */
final class Tails {

    /** 97.5 % of a normal distribution lie below. */
    static final double NORMAL_LIMIT = 1.959963984540054;

    /** 80 % of a normal distribution lie below. */
    static final double FOUR_OF_FIVE = 0.8416212335729143;

    private Tails() {}

    static double ofNormal(double z) {
        return Erf.erfc(Math.abs(z) / Math.sqrt(2));
    }

    static double ofStudent(double t, double degrees) {
        return Beta.regularizedBeta(degrees / (degrees + t * t), degrees / 2, .5);
    }

    /** @param statistic with one degree of freedom */
    static double ofChiSquare(double statistic) {
        return ofNormal(Math.sqrt(statistic));
    }

    /** 97.5 % of Student's distribution lie below, by halving: at one degree of freedom that is 12.7, with many 1.96. */
    static double studentLimit(double degrees) {
        double low = 1.9;
        double high = 13;
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            if (ofStudent(middle, degrees) > .05) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
