// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.Matrix;

/** The stored form of something learned: gives each row the probability of yes, and is all that scoring ever uses. */
public sealed interface Scorer permits LinearScorer, ForestScorer, BoostedScorer {
    double[] score(Matrix matrix);
}
