// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.Matrix;

/**
 * The stored form of something learned: gives each row the probability of yes, and is all that scoring ever uses. It adds up on a scale of its own,
 * the share of trees or the log-odds; that is where parts of an answer are told apart.
 */
public sealed interface Scorer permits WeighingScorer, ForestScorer, BoostedScorer {
    double[] score(Matrix matrix);

    /** What is said, on the own scale, of a customer of whom nothing is known. */
    double usual();

    /**
     * By how much each feature moves each row's answer away from the usual one, on the own scale: Shapley values.
     *
     * @param owner the feature that each column belongs to
     * @param features how many there are
     */
    double[][] parts(Matrix matrix, int[] owner, int features);

    /** The same where one column has one value for everybody, and everybody knows: what is usual then, and parts in which that column has none. */
    Scorer given(int column, float value);

    /** How many numbers are looked at to tell the parts of one row. */
    int effort();

    Explanation.Method method();

    /** From the own scale to a probability. */
    double probability(double own);
}
