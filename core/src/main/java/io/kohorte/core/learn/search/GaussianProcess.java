// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.search;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.special.Erf;

/**
 * What is to be expected of points not yet tried, and how surely (Rasmussen, Williams 2006, algorithm 2.1). Neighbours are alike by Matérn's
 * function with ν = 5/2; how far neighbourhood reaches in each dimension, and how much figures shake, are those under which the figures seen are
 * most likely.
 */
final class GaussianProcess {
    private static final double[] REACHES = {.1, .2, .4, .8, 1.6, 3.2};
    private static final double[] NOISES = {1e-8, 1e-6, 1e-4, 1e-2, 1e-1};
    private static final int ROUNDS = 2;

    private final double[][] points;
    private final double[] reach;
    private final double mean;
    private final double spread;
    private final double[][] lower;
    private final double[] pull;
    private final double likelihood;

    private GaussianProcess(double[][] points, double[] figures, double[] reach, double noise) {
        this.points = points;
        this.reach = reach;
        mean = Arrays.stream(figures).average().orElseThrow();
        double variance = Arrays.stream(figures)
                .map(figure -> (figure - mean) * (figure - mean))
                .average()
                .orElseThrow();
        spread = variance > 0 ? Math.sqrt(variance) : 1;
        RealVector standard = new ArrayRealVector(
                Arrays.stream(figures).map(figure -> (figure - mean) / spread).toArray());
        double[][] alike = new double[points.length][points.length];
        for (int a = 0; a < points.length; a++) {
            for (int b = 0; b <= a; b++) {
                alike[a][b] = alike(points[a], points[b]) + (a == b ? noise : 0);
                alike[b][a] = alike[a][b];
            }
        }
        CholeskyDecomposition root = new CholeskyDecomposition(new Array2DRowRealMatrix(alike, false), 1e-12, 0);
        RealMatrix lowerRoot = root.getL();
        lower = lowerRoot.getData();
        RealVector solved = root.getSolver().solve(standard);
        pull = solved.toArray();
        double logDeterminant = 0;
        for (int i = 0; i < points.length; i++) {
            logDeterminant += Math.log(lower[i][i]);
        }
        likelihood = -standard.dotProduct(solved) / 2 - logDeterminant;
    }

    /** Reaches and noise are chosen one after the other, twice. */
    static GaussianProcess fit(double[][] points, double[] figures) {
        double[] reach = new double[points[0].length];
        Arrays.fill(reach, .4);
        double noise = NOISES[1];
        GaussianProcess best = new GaussianProcess(points, figures, reach, noise);
        for (int round = 0; round < ROUNDS; round++) {
            for (int d = 0; d < reach.length; d++) {
                for (double wanted : REACHES) {
                    double[] other = best.reach.clone();
                    other[d] = wanted;
                    best = likelier(best, new GaussianProcess(points, figures, other, noise));
                }
            }
            for (double wanted : NOISES) {
                GaussianProcess other = new GaussianProcess(points, figures, best.reach, wanted);
                noise = other.likelihood > best.likelihood ? wanted : noise;
                best = likelier(best, other);
            }
        }
        return best;
    }

    private static GaussianProcess likelier(GaussianProcess one, GaussianProcess other) {
        return other.likelihood > one.likelihood ? other : one;
    }

    /** By how much a point may be expected to exceed the most there is so far; never below 0. */
    double improvement(double[] point, double most) {
        double[] alike = new double[points.length];
        double expected = 0;
        for (int i = 0; i < points.length; i++) {
            alike[i] = alike(point, points[i]);
            expected += alike[i] * pull[i];
        }
        double deviation = Math.sqrt(Math.max(1e-18, 1 - explained(alike)));
        double z = (expected - (most - mean) / spread) / deviation;
        double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        double share = Erf.erfc(-z / Math.sqrt(2)) / 2;
        return spread * deviation * (z * share + density);
    }

    /** How much of what is open about a point its neighbours settle, by forward substitution. */
    private double explained(double[] alike) {
        double explained = 0;
        double[] solved = new double[alike.length];
        for (int i = 0; i < alike.length; i++) {
            double rest = alike[i];
            for (int j = 0; j < i; j++) {
                rest -= lower[i][j] * solved[j];
            }
            solved[i] = rest / lower[i][i];
            explained += solved[i] * solved[i];
        }
        return explained;
    }

    private double alike(double[] one, double[] other) {
        double square = 0;
        for (int d = 0; d < one.length; d++) {
            double apart = (one[d] - other[d]) / reach[d];
            square += apart * apart;
        }
        double far = Math.sqrt(5 * square);
        return (1 + far + far * far / 3) * Math.exp(-far);
    }
}
