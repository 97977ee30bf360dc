// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.Matrix;

/** Boosted trees: each adds its leaf to the log-odds, which begin at {@code start}. */
public record BoostedScorer(Trees trees, double start) implements Scorer {

    @Override
    public double[] score(Matrix matrix) {
        double[] scores = trees.sums(matrix);
        for (int row = 0; row < scores.length; row++) {
            scores[row] = probability(start + scores[row]);
        }
        return scores;
    }

    @Override
    public double usual() {
        return start + TreeShap.expected(trees);
    }

    @Override
    public double[][] parts(Matrix matrix, int[] owner, int features) {
        return TreeShap.parts(trees, matrix, owner, features);
    }

    @Override
    public Scorer given(int column, float value) {
        return new BoostedScorer(trees.given(column, value), start);
    }

    @Override
    public int effort() {
        return trees.column().length;
    }

    @Override
    public double probability(double own) {
        return Odds.probability(own);
    }

    @Override
    public Explanation.Method method() {
        return Explanation.Method.TREE_SHAP;
    }
}
