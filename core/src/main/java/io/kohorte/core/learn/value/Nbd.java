// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

/**
 * Everybody buys at a rate of their own and nobody ever stops: rates are gamma distributed with shape r and rate alpha (Ehrenberg 1959).
 *
 * @param alpha in weeks
 */
public record Nbd(double r, double alpha) implements PurchaseForecast {
    static final String METHOD = "nbd";

    static Nbd fit(Buyers buyers) {
        double[] best = MaximumLikelihood.of(p -> new Nbd(p[0], p[1]).logLikelihood(buyers), 1, 1);
        return new Nbd(best[0], best[1]);
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public double purchases(int repeats, double span, double age, double weeks) {
        return (r + repeats) / (alpha + age) * weeks;
    }

    @Override
    public double alive(int repeats, double span, double age) {
        return 1;
    }

    @Override
    public double logLikelihood(Buyers buyers) {
        double[] rising = Rising.logs(r, buyers.repeats());
        double start = r * Math.log(alpha);
        double sum = 0;
        for (int row = 0; row < buyers.size(); row++) {
            int x = buyers.repeats()[row];
            sum += rising[x] + start - (r + x) * Math.log(alpha + buyers.age()[row]);
        }
        return sum;
    }
}
