// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

/**
 * A share of some, with an interval that holds the true one nineteen times in twenty (Wilson 1927).
 *
 * @param of how many
 */
public record Share(double share, double from, double to, long of) {
    private static final double Z = 1.959963984540054;

    /** Of none it may be anything. */
    public static Share of(long yes, long all) {
        if (all == 0) {
            return new Share(0, 0, 1, 0);
        }
        double n = all;
        double p = yes / n;
        double middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
        double half = Z / (1 + Z * Z / n) * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        return new Share(p, Math.max(0, middle - half), Math.min(1, middle + half), all);
    }
}
