// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The point with the largest expected improvement (Jones, Schonlau, Welch 1998) by a Gaussian process over what was tried (Snoek, Larochelle,
 * Adams 2012). The first points are anywhere: from nothing nothing is foreseen.
 */
final class BayesianProposals implements Proposals {
    private static final int ANYWHERE = 2_000;
    private static final int NEARBY = 500;

    /** Steps away from the best point, as shares of the range, from far to near. */
    private static final double[] REACH = {.1, .01, .001};

    private final int dimensions;
    private final Random random;
    private final List<double[]> points = new ArrayList<>();
    private final List<Double> figures = new ArrayList<>();

    BayesianProposals(int dimensions, long seed) {
        this.dimensions = dimensions;
        this.random = new Random(seed);
    }

    @Override
    public Optional<double[]> next() {
        if (points.size() < 2 * dimensions + 2) {
            return Optional.of(anywhere());
        }
        double[] values = figures.stream().mapToDouble(figure -> figure).toArray();
        GaussianProcess process = GaussianProcess.fit(points.toArray(double[][]::new), values);
        double most = Arrays.stream(values).max().orElseThrow();
        double[] best = points.get(figures.indexOf(most));
        double[] chosen = anywhere();
        double expected = process.improvement(chosen, most);
        for (int i = 1; i < ANYWHERE + NEARBY * REACH.length; i++) {
            double[] point = i < ANYWHERE ? anywhere() : near(best, REACH[(i - ANYWHERE) / NEARBY]);
            double improvement = process.improvement(point, most);
            if (improvement > expected) {
                expected = improvement;
                chosen = point;
            }
        }
        return Optional.of(chosen);
    }

    @Override
    public void learn(double[] point, double figure) {
        points.add(point.clone());
        figures.add(figure);
    }

    private double[] anywhere() {
        return random.doubles(dimensions).toArray();
    }

    private double[] near(double[] point, double reach) {
        return Arrays.stream(point)
                .map(share -> Math.min(1, Math.max(0, share + reach * random.nextGaussian())))
                .toArray();
    }
}
