// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.search;

import java.util.Optional;
import java.util.Random;

/** Points anywhere, each as likely as any other. */
final class RandomProposals implements Proposals {
    private final int dimensions;
    private final Random random;

    RandomProposals(int dimensions, long seed) {
        this.dimensions = dimensions;
        this.random = new Random(seed);
    }

    @Override
    public Optional<double[]> next() {
        return Optional.of(random.doubles(dimensions).toArray());
    }

    @Override
    public void learn(double[] point, double figure) {
        // what came out elsewhere changes nothing
    }
}
