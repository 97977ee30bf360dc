// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.Components;
import io.kohorte.core.learn.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A logistic regression as numbers: log-odds are the intercept plus the weighted columns.
 *
 * @param means of the columns in training; versions stored without them are explained against 0, which is the median
 */
public record LinearScorer(double intercept, List<Double> weights, List<Double> means) implements WeighingScorer {
    public LinearScorer(double intercept, List<Double> weights, @Nullable List<Double> means) {
        this.intercept = intercept;
        this.weights = List.copyOf(weights);
        this.means = means == null ? Collections.nCopies(weights.size(), 0.0) : List.copyOf(means);
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
            odds[row] = probability(odds[row]);
        }
        return odds;
    }

    @Override
    public double usual() {
        double usual = intercept;
        for (int column = 0; column < weights.size(); column++) {
            usual += weights.get(column) * means.get(column);
        }
        return usual;
    }

    /** Nothing interacts, so a feature's value is its own term against the mean one. */
    @Override
    public double[][] parts(Matrix matrix, int[] owner, int features) {
        double[][] parts = new double[matrix.rows()][features];
        for (int column = 0; column < weights.size(); column++) {
            for (int row = 0; row < parts.length; row++) {
                parts[row][owner[column]] += weights.get(column) * (matrix.at(row, column) - means.get(column));
            }
        }
        return parts;
    }

    @Override
    public LinearScorer through(Components components, Matrix columns) {
        Components.Weighed weighed = components.unfold(columns.names(), weights);
        return new LinearScorer(intercept + weighed.shift(), weighed.weights(), columns.means());
    }

    @Override
    public Scorer given(int column, float value) {
        List<Double> known = new ArrayList<>(means);
        known.set(column, (double) value);
        return new LinearScorer(intercept, weights, known);
    }

    @Override
    public int effort() {
        return weights.size();
    }

    @Override
    public double probability(double own) {
        return Odds.probability(own);
    }

    @Override
    public Explanation.Method method() {
        return Explanation.Method.LINEAR;
    }
}
