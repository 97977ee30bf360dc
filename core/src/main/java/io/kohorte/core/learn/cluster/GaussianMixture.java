// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.learn.Matrix;
import java.util.stream.IntStream;

/**
 * A mixture of normal distributions by expectation and maximisation (Dempster, Laird, Rubin 1977), from the groups K-Means finds. A little width is
 * added to every group, since many customers share a value exactly, and a group without width would be infinitely likely.
 */
final class GaussianMixture {
    private static final int MOST_ROUNDS = 100;
    private static final double ENOUGH = 1e-3;

    /** Share of the average variance of a column that every group has at least. */
    private static final double LEAST_WIDTH = .01;

    private final double[][] rows;
    private final double[][] responsibilities;
    private final double width;

    private GaussianMixture(Matrix matrix, int[] start, int k) {
        rows = Distance.rows(matrix);
        responsibilities = new double[rows.length][k];
        for (int row = 0; row < rows.length; row++) {
            responsibilities[row][start[row]] = 1;
        }
        double[][] covariance = Cloud.of(matrix).covariance();
        double mean = IntStream.range(0, covariance.length)
                .mapToDouble(i -> covariance[i][i])
                .average()
                .orElse(1);
        width = Math.max(1e-9, LEAST_WIDTH * mean);
    }

    static Mixture fit(Matrix matrix, int k, long seed, int starts) {
        Centroids start = KMeans.fit(matrix, k, Distance.EUCLIDEAN, seed, starts);
        return new GaussianMixture(matrix, start.assign(matrix), start.count()).climb();
    }

    private Mixture climb() {
        Mixture mixture = maximised();
        double before = Double.NEGATIVE_INFINITY;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double now = expect(mixture) / rows.length;
            if (now - before < ENOUGH) {
                return mixture;
            }
            before = now;
            mixture = maximised();
        }
        return mixture;
    }

    /** The log likelihood under the mixture; the responsibilities are its. */
    private double expect(Mixture mixture) {
        double[] constants = mixture.constants();
        double[] centred = new double[rows[0].length];
        double sum = 0;
        for (int row = 0; row < rows.length; row++) {
            double all = mixture.logDensities(rows[row], constants, centred, responsibilities[row]);
            for (int c = 0; c < responsibilities[row].length; c++) {
                responsibilities[row][c] = Math.exp(responsibilities[row][c] - all);
            }
            sum += all;
        }
        return sum;
    }

    private Mixture maximised() {
        int k = responsibilities[0].length;
        int d = rows[0].length;
        double[] weights = new double[k];
        double[][] means = new double[k][d];
        double[][][] whitening = new double[k][][];
        for (int c = 0; c < k; c++) {
            double total = 1e-9;
            for (int row = 0; row < rows.length; row++) {
                double share = responsibilities[row][c];
                total += share;
                for (int i = 0; i < d; i++) {
                    means[c][i] += share * rows[row][i];
                }
            }
            for (int i = 0; i < d; i++) {
                means[c][i] /= total;
            }
            weights[c] = total / rows.length;
            whitening[c] = inverseOfLower(cholesky(covariance(c, means[c], total)));
        }
        return new Mixture(weights, means, whitening);
    }

    private double[][] covariance(int group, double[] mean, double total) {
        int d = mean.length;
        double[][] covariance = new double[d][d];
        double[] centred = new double[d];
        for (int row = 0; row < rows.length; row++) {
            double share = responsibilities[row][group];
            if (share > 1e-12) {
                for (int i = 0; i < d; i++) {
                    centred[i] = rows[row][i] - mean[i];
                    double scaled = share * centred[i];
                    for (int j = 0; j <= i; j++) {
                        covariance[i][j] += scaled * centred[j];
                    }
                }
            }
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i][j] /= total;
            }
            covariance[i][i] += width;
        }
        return covariance;
    }

    /** The lower factor of a positive definite matrix of which the lower half is read. */
    private static double[][] cholesky(double[][] matrix) {
        int d = matrix.length;
        double[][] lower = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int m = 0; m < j; m++) {
                    sum -= lower[i][m] * lower[j][m];
                }
                lower[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / lower[j][j];
            }
        }
        return lower;
    }

    private static double[][] inverseOfLower(double[][] lower) {
        int d = lower.length;
        double[][] inverse = new double[d][d];
        for (int i = 0; i < d; i++) {
            inverse[i][i] = 1 / lower[i][i];
            for (int j = 0; j < i; j++) {
                double sum = 0;
                for (int m = j; m < i; m++) {
                    sum -= lower[i][m] * inverse[m][j];
                }
                inverse[i][j] = sum / lower[i][i];
            }
        }
        return inverse;
    }
}
