// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.search;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Something that may be set, and between what. A search knows it only as a share of its range, from 0 to 1.
 *
 * @param logarithmic whether equal factors count as equal steps
 * @param whole whether only whole numbers make sense
 */
public record Dimension(String name, double low, double high, boolean logarithmic, boolean whole) {
    public Dimension {
        if (low >= high || (logarithmic && low <= 0)) {
            throw new IllegalArgumentException(name + " has no range from " + low + " to " + high);
        }
    }

    /** The value at a share of the range. */
    public double at(double share) {
        double value = logarithmic ? low * Math.pow(high / low, share) : low + share * (high - low);
        return whole ? Math.rint(value) : rounded(value);
    }

    /** To three digits: people read it, and more would not change what is learned. */
    private static double rounded(double value) {
        return value == 0 ? 0 : new BigDecimal(value).round(new MathContext(3)).doubleValue();
    }
}
