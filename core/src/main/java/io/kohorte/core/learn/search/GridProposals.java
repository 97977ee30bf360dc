// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** All points of an even grid, in no order: where time ends early, what was tried is still spread over all of it. */
final class GridProposals implements Proposals {
    /** Points on a line, in a square, in a cube and so on: some thirty together. */
    private static final int[] STEPS = {1, 9, 5, 3};

    private final Iterator<double[]> points;

    GridProposals(int dimensions, long seed) {
        int steps = STEPS[Math.min(dimensions, STEPS.length - 1)];
        List<double[]> grid = new ArrayList<>(List.of(new double[dimensions]));
        for (int d = 0; d < dimensions; d++) {
            List<double[]> finer = new ArrayList<>();
            for (double[] point : grid) {
                for (int step = 0; step < steps; step++) {
                    double[] moved = point.clone();
                    moved[d] = (double) step / (steps - 1);
                    finer.add(moved);
                }
            }
            grid = finer;
        }
        Collections.shuffle(grid, new Random(seed));
        points = grid.iterator();
    }

    @Override
    public Optional<double[]> next() {
        return points.hasNext() ? Optional.of(points.next()) : Optional.empty();
    }

    @Override
    public void learn(double[] point, double figure) {
        // a grid does not move
    }
}
