// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * How far forecasts of money are from what came, customer by customer: 4 (√came - √foreseen)² / √foreseen, the deviance of a Tweedie model with
 * power 1.5 (Jørgensen 1987). It suits money that is mostly nothing and sometimes much, and is smallest where the expectation is foreseen, so
 * that neither a wrong level nor a wrong order pays.
 */
@SuppressWarnings("ArrayRecordComponent") // customers in bulk, never compared
public record Deviance(double[] each) {
    private static final double LEAST = 1e-3;

    public static Deviance of(double[] foreseen, double[] came) {
        double[] each = new double[came.length];
        for (int row = 0; row < each.length; row++) {
            double expected = Math.sqrt(Math.max(LEAST, foreseen[row]));
            double difference = Math.sqrt(Math.max(0, came[row])) - expected;
            each[row] = 4 * difference * difference / expected;
        }
        return new Deviance(each);
    }

    /** Of giving everybody what everybody together brought, divided by their number: who foresees worse knows nothing of anybody. */
    public static Deviance ofAllAlike(double[] came) {
        double mean =
                Arrays.stream(came).map(money -> Math.max(0, money)).average().orElse(0);
        return of(DoubleStream.generate(() -> mean).limit(came.length).toArray(), came);
    }

    public double mean() {
        return Arrays.stream(each).average().orElse(0);
    }

    /** In standard errors, how surely this is smaller than the other on the same customers. */
    public double surelySmallerThan(Deviance other) {
        double lead = other.mean() - mean();
        double squares = 0;
        for (int row = 0; row < each.length; row++) {
            double apart = other.each[row] - each[row] - lead;
            squares += apart * apart;
        }
        double error = Math.sqrt(squares / Math.max(1, each.length - 1) / Math.max(1, each.length));
        return error == 0 ? 0 : lead / error;
    }
}
