// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import org.hipparchus.special.Gamma;

/**
 * Money of a purchase is gamma distributed around a mean of each customer's own, and these means vary between customers; how often somebody
 * buys tells nothing about them. Fader, Hardie: The Gamma-Gamma Model of Monetary Value (2013).
 */
public record GammaGamma(double p, double q, double v) implements SpendForecast {
    static final String METHOD = "gamma-gamma";

    /** Beyond, a customer's purchases would all cost the same: the fit has run away. */
    private static final double MOST_SHAPE = 1_000;

    /** Up to 1, the mean over all customers is infinite. */
    private static final double LEAST_TAIL = 1.05;

    static GammaGamma fit(Buyers buyers) {
        int[] spenders = buyers.spenders();
        double scale = 0;
        for (int row : spenders) {
            scale += buyers.spend()[row] / spenders.length;
        }
        double[] best = MaximumLikelihood.of(
                g -> new GammaGamma(g[0], g[1], g[2]).logLikelihood(buyers, spenders), 1, 2, scale);
        return new GammaGamma(best[0], best[1], best[2]);
    }

    @Override
    public String method() {
        return METHOD;
    }

    boolean holds() {
        return p <= MOST_SHAPE && q >= LEAST_TAIL;
    }

    @Override
    public double ofAll() {
        return p * v / (q - 1);
    }

    /** Equation 5. */
    @Override
    public double of(int repeats, double mean) {
        return p * (v + repeats * mean) / (p * repeats + q - 1);
    }

    private double logLikelihood(Buyers buyers, int[] spenders) {
        double sum = 0;
        for (int row : spenders) {
            int x = buyers.repeats()[row];
            double mean = buyers.spend()[row];
            sum += Gamma.logGamma(p * x + q)
                    - Gamma.logGamma(p * x)
                    - Gamma.logGamma(q)
                    + q * Math.log(v)
                    + (p * x - 1) * Math.log(mean)
                    + p * x * Math.log(x)
                    - (p * x + q) * Math.log(v + x * mean);
        }
        return sum;
    }
}
