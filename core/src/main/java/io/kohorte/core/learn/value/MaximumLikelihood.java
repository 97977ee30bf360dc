// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.PointValuePair;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * Finds positive parameters under which data are most likely, by a simplex (Nelder, Mead 1965) over their logarithms, started anew where it
 * stopped until it stays there. Always the same for the same data.
 */
final class MaximumLikelihood {
    /** Of a logarithm: beyond, a parameter has gone to zero or to infinity, and the likelihood no longer changes. */
    private static final double FARTHEST = 14;

    private static final double SAME = 1e-9;
    private static final int MOST_STEPS = 2_000;
    private static final int MOST_STARTS = 6;
    private static final double WORTH_ANOTHER = 1e-4;

    private MaximumLikelihood() {}

    /** @param start one value for each parameter */
    static double[] of(ToDoubleFunction<double[]> logLikelihood, double... start) {
        double[] best = Arrays.stream(start).map(Math::log).toArray();
        double value = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < MOST_STARTS; i++) {
            PointValuePair found = climb(logLikelihood, best);
            boolean there = found.getValue() - value < WORTH_ANOTHER;
            best = found.getPoint();
            value = found.getValue();
            if (there) {
                break;
            }
        }
        return parameters(best);
    }

    private static PointValuePair climb(ToDoubleFunction<double[]> logLikelihood, double[] start) {
        return new SimplexOptimizer(new SimpleValueChecker(SAME, SAME, MOST_STEPS))
                .optimize(
                        MaxEval.unlimited(),
                        new ObjectiveFunction(point -> {
                            double value = logLikelihood.applyAsDouble(parameters(point)) - outside(point);
                            return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
                        }),
                        GoalType.MAXIMIZE,
                        new InitialGuess(start),
                        new NelderMeadSimplex(start.length, .5));
    }

    private static double[] parameters(double[] logarithms) {
        return Arrays.stream(logarithms)
                .map(value -> Math.exp(Math.max(-FARTHEST, Math.min(FARTHEST, value))))
                .toArray();
    }

    private static double outside(double[] logarithms) {
        return Arrays.stream(logarithms)
                .map(value -> Math.max(0, Math.abs(value) - FARTHEST))
                .sum();
    }
}
