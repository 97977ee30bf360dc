// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

/** Gauss's hypergeometric function by its series (Abramowitz, Stegun 1964, 15.1.1). */
final class Hypergeometric {
    private static final int MOST_TERMS = 20_000;
    private static final double NEGLIGIBLE = 1e-14;

    private Hypergeometric() {}

    /**
     * 2F1(a, b; c; z) for z from 0 to below 1 and c above 0. Callers choose, by Euler's transformation (15.3.3), the form in which no term is
     * larger than the sum, so that nothing cancels and nothing overflows.
     */
    static double gauss(double a, double b, double c, double z) {
        double sum = 1;
        double term = 1;
        for (int n = 0; n < MOST_TERMS; n++) {
            term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z;
            sum += term;
            boolean shrinking = Math.abs((a + n + 1) * (b + n + 1) * z) < (c + n + 1) * (n + 2);
            if (term == 0 || (shrinking && Math.abs(term) < NEGLIGIBLE * (1 - z) * Math.abs(sum))) {
                break;
            }
        }
        return sum;
    }
}
