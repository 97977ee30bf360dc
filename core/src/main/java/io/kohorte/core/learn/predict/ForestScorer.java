// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.Matrix;

/** A random forest: the probability is the mean over the trees of the leaves' shares of yes. */
public record ForestScorer(Trees trees) implements Scorer {

    @Override
    public double[] score(Matrix matrix) {
        double[] scores = trees.sums(matrix);
        for (int row = 0; row < scores.length; row++) {
            scores[row] /= trees.roots().length;
        }
        return scores;
    }

    @Override
    public double usual() {
        return TreeShap.expected(trees) / trees.roots().length;
    }

    @Override
    public double[][] parts(Matrix matrix, int[] owner, int features) {
        double[][] parts = TreeShap.parts(trees, matrix, owner, features);
        for (double[] part : parts) {
            for (int feature = 0; feature < features; feature++) {
                part[feature] /= trees.roots().length;
            }
        }
        return parts;
    }

    @Override
    public Scorer given(int column, float value) {
        return new ForestScorer(trees.given(column, value));
    }

    @Override
    public int effort() {
        return trees.column().length;
    }

    @Override
    public double probability(double own) {
        return own;
    }

    @Override
    public Explanation.Method method() {
        return Explanation.Method.TREE_SHAP;
    }
}
