// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.Sampling;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * K-Means (Lloyd 1982) over columns of numbers. Starts are drawn by k-means++ (Arthur, Vassilvitskii 2007); the best of
 * several by inertia. Of many rows the starts compete on a sample, and the winner is refined on all (Bradley, Fayyad 1998).
 * Fewer middles than asked for where there are fewer different rows.
 */
final class KMeans {
    /** On so many rows a start finds what it finds on millions. */
    private static final int PROBE = 20_000;

    private static final int MOST_ITERATIONS = 100;

    /** Of many rows some few move to and fro for long: it is over when the middles move by less than this share of the variance (scikit-learn's). */
    private static final double SETTLED = 1e-4;

    private KMeans() {}

    /** @param view of the distance, which is Euclidean or the cosine */
    static Centroids fit(Matrix view, int k, Distance distance, long seed, int starts) {
        if (view.rows() <= PROBE) {
            return new Centroids(best(view, k, seed, starts), distance);
        }
        int[] everybody = IntStream.range(0, view.rows()).toArray();
        double[][] start = best(view.pick(Sampling.rows(everybody, PROBE, seed)), k, seed, starts);
        return new Centroids(new Lloyd(view, start).run(MOST_ITERATIONS, SETTLED), distance);
    }

    private static double[][] best(Matrix view, int k, long seed, int starts) {
        double[][] best = new double[0][];
        double least = Double.POSITIVE_INFINITY;
        for (int start = 0; start < starts; start++) {
            Lloyd lloyd = new Lloyd(view, drawn(view, k, new SplittableRandom(seed + start * 7919L)));
            double[][] found = lloyd.run(MOST_ITERATIONS, 0);
            double inertia = lloyd.inertia();
            if (start == 0 || inertia < least * (1 - 1e-9)) {
                best = found;
                least = inertia;
            }
        }
        return best;
    }

    /** Rows far from each other, each drawn in proportion to its squared distance from those before. */
    private static double[][] drawn(Matrix view, int k, SplittableRandom random) {
        double[][] centres = new double[k][];
        centres[0] = view.row(random.nextInt(view.rows()));
        double[] nearest = squared(view, centres[0]);
        for (int c = 1; c < k; c++) {
            double total = Arrays.stream(nearest).sum();
            if (!(total > 0)) {
                return Arrays.copyOf(centres, c);
            }
            centres[c] = view.row(picked(nearest, random.nextDouble() * total));
            double[] from = squared(view, centres[c]);
            for (int row = 0; row < from.length; row++) {
                nearest[row] = Math.min(nearest[row], from[row]);
            }
        }
        return centres;
    }

    private static double[] squared(Matrix view, double[] point) {
        double[] squared = new double[view.rows()];
        Distance.EUCLIDEAN.reduced(view, 0, squared.length, point, squared);
        return squared;
    }

    private static int picked(double[] weights, double at) {
        double passed = 0;
        int last = 0;
        for (int row = 0; row < weights.length; row++) {
            if (weights[row] > 0) {
                passed += weights[row];
                last = row;
                if (passed > at) {
                    return row;
                }
            }
        }
        return last;
    }
}
