// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.Components;
import io.kohorte.core.learn.Matrix;

/** What begins by weighing columns and adding them up. */
sealed interface WeighingScorer extends Scorer permits LinearScorer, NetworkScorer {

    /**
     * The same said of columns, where this was learned from components of them: components are weighted sums of columns, and so is what weighs
     * components. Scores are equal but for rounding.
     *
     * @param columns as they were before the components replaced some
     */
    WeighingScorer through(Components components, Matrix columns);
}
