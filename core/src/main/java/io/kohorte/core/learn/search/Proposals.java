// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.search;

import java.util.Optional;

/** Says what to try next. The same seed and the same figures give the same proposals. */
public sealed interface Proposals permits GridProposals, RandomProposals, BayesianProposals {
    /** A point of the unit cube; empty where all is tried. */
    Optional<double[]> next();

    /** What a point came to, whoever proposed it; more is better. */
    void learn(double[] point, double figure);
}
