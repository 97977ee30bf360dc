// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

/**
 * Everybody buys at a rate of their own, and after each repeat may stop for good with a probability of their own: rates are gamma distributed
 * (shape r, rate alpha), drop-out probabilities beta distributed (a, b). Fader, Hardie, Lee: "Counting Your Customers" the Easy Way, Marketing
 * Science 24 (2005); the equations' numbers are theirs.
 *
 * @param alpha in weeks
 */
public record BgNbd(double r, double alpha, double a, double b) implements PurchaseForecast {
    static final String METHOD = "bg-nbd";

    /** At a = 1 the expectation is a limit that its formula reaches by 0 / 0. */
    private static final double AROUND_ONE = 1e-6;

    static BgNbd fit(Buyers buyers) {
        double[] best = MaximumLikelihood.of(p -> new BgNbd(p[0], p[1], p[2], p[3]).logLikelihood(buyers), 1, 1, 1, 1);
        return new BgNbd(best[0], best[1], best[2], best[3]);
    }

    @Override
    public String method() {
        return METHOD;
    }

    /** Equation 10, its hypergeometric function in Euler's other form: there its first two parameters do not grow with the repeats. */
    @Override
    public double purchases(int repeats, double span, double age, double weeks) {
        double stops = Math.abs(a - 1) < AROUND_ONE ? 1 + AROUND_ONE : a;
        double c = stops + b + repeats - 1;
        double z = weeks / (alpha + age + weeks);
        double kept = Math.pow(1 - z, stops - 1) * Hypergeometric.gauss(stops + b - 1 - r, stops - 1, c, z);
        return c / (stops - 1) * (1 - kept) * alive(repeats, span, age);
    }

    @Override
    public double alive(int repeats, double span, double age) {
        if (repeats == 0) {
            return 1;
        }
        double odds = Math.log(a / (b + repeats - 1)) + (r + repeats) * Math.log((alpha + age) / (alpha + span));
        return 1 / (1 + Math.exp(odds));
    }

    /** Equation 6, summed in logarithms. */
    @Override
    public double logLikelihood(Buyers buyers) {
        double[] rising = Rising.logs(r, buyers.repeats());
        double[] stays = Rising.logs(b, buyers.repeats());
        double[] all = Rising.logs(a + b, buyers.repeats());
        double start = r * Math.log(alpha);
        double sum = 0;
        for (int row = 0; row < buyers.size(); row++) {
            int x = buyers.repeats()[row];
            double here = stays[x] - all[x] - (r + x) * Math.log(alpha + buyers.age()[row]);
            double together = here;
            if (x > 0) {
                double gone = Math.log(a) + stays[x - 1] - all[x] - (r + x) * Math.log(alpha + buyers.span()[row]);
                double more = Math.max(here, gone);
                together = more + Math.log1p(Math.exp(Math.min(here, gone) - more));
            }
            sum += rising[x] + start + together;
        }
        return sum;
    }
}
