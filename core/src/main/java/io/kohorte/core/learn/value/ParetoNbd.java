// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

/**
 * As {@link BgNbd}, but people stop at any moment, after a lifetime that is Pareto distributed (s, beta): the older model, by which others are
 * measured (Schmittlein, Morrison, Colombo 1987; the likelihood as in Fader, Hardie 2005, "A Note on Deriving the Pareto/NBD Model").
 *
 * @param alpha in weeks
 * @param beta in weeks
 */
record ParetoNbd(double r, double alpha, double s, double beta) {
    static final String METHOD = "pareto-nbd";

    static ParetoNbd fit(Buyers buyers) {
        double[] best =
                MaximumLikelihood.of(p -> new ParetoNbd(p[0], p[1], p[2], p[3]).logLikelihood(buyers), 1, 10, 1, 10);
        return new ParetoNbd(best[0], best[1], best[2], best[3]);
    }

    double logLikelihood(Buyers buyers) {
        double[] rising = Rising.logs(r, buyers.repeats());
        double start = r * Math.log(alpha) + s * Math.log(beta);
        double sum = 0;
        for (int row = 0; row < buyers.size(); row++) {
            int x = buyers.repeats()[row];
            double age = buyers.age()[row];
            double here = -(r + x) * Math.log(alpha + age) - s * Math.log(beta + age);
            double gone = Math.log(s / (r + s + x)) + between(x, buyers.span()[row], age);
            double more = Math.max(here, gone);
            sum += rising[x] + start + more + Math.log(Math.exp(here - more) + Math.exp(gone - more));
        }
        return sum;
    }

    /** The logarithm of what stopping between the last purchase and now contributes. */
    private double between(int x, double span, double age) {
        double last = until(x, span);
        double now = until(x, age);
        return now >= last ? Double.NEGATIVE_INFINITY : last + Math.log(-Math.expm1(now - last));
    }

    /** By Euler's transformation, so that all terms of the series are positive and small. */
    private double until(int x, double time) {
        double c = r + s + x + 1;
        double a = alpha + time;
        double b = beta + time;
        return alpha >= beta
                ? Math.log(Hypergeometric.gauss(1, r + x, c, (alpha - beta) / a))
                        - s * Math.log(b)
                        - (r + x) * Math.log(a)
                : Math.log(Hypergeometric.gauss(1, s + 1, c, (beta - alpha) / b))
                        + (1 - r - x) * Math.log(a)
                        - (1 + s) * Math.log(b);
    }
}
