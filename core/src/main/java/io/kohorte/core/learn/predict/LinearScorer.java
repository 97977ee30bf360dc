// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.Matrix;
import java.util.Arrays;
import java.util.List;

/** A logistic regression as numbers: log-odds are the intercept plus the weighted columns. */
record LinearScorer(double intercept, List<Double> weights) implements Scorer {
    LinearScorer {
        weights = List.copyOf(weights);
    }

    @Override
    public double[] score(Matrix matrix) {
        double[] odds = new double[matrix.rows()];
        Arrays.fill(odds, intercept);
        for (int column = 0; column < weights.size(); column++) {
            double weight = weights.get(column);
            float[] values = matrix.column(column);
            for (int row = 0; row < odds.length; row++) {
                odds[row] += weight * values[row];
            }
        }
        for (int row = 0; row < odds.length; row++) {
            odds[row] = Odds.probability(odds[row]);
        }
        return odds;
    }
}
