// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.learn.Matrix;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Groups as normal distributions, each with its own size, width and slant. A customer belongs to the one most likely to have brought them forth.
 *
 * @param weights share of each group
 * @param whitening per group the inverse of the lower Cholesky factor of its covariance
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
public record Mixture(double[] weights, double[][] means, double[][][] whitening) implements Grouping {

    @Override
    public int count() {
        return weights.length;
    }

    @Override
    public boolean hasNoise() {
        return false;
    }

    @Override
    public Mixture ordered(int[] order) {
        return new Mixture(
                IntStream.of(order).mapToDouble(c -> weights[c]).toArray(),
                IntStream.of(order).mapToObj(c -> means[c]).toArray(double[][]::new),
                IntStream.of(order).mapToObj(c -> whitening[c]).toArray(double[][][]::new));
    }

    @Override
    public int[] assign(Matrix matrix) {
        double[] constants = constants();
        int[] assigned = new int[matrix.rows()];
        double[] centred = new double[matrix.width()];
        for (int row = 0; row < matrix.rows(); row++) {
            double[] values = matrix.row(row);
            double best = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < weights.length; c++) {
                double density = constants[c] - spread(values, c, centred) / 2;
                if (density > best) {
                    best = density;
                    assigned[row] = c;
                }
            }
        }
        return assigned;
    }

    /** Columns that vary together are told apart by their own share of the squared distance: difference times slope. */
    @Override
    public List<Misfit> misfits(Matrix matrix) {
        double[] constants = constants();
        double[] row = matrix.row(0);
        return IntStream.range(0, weights.length)
                .mapToObj(c -> new Misfit(halfSpread(row, c), -constants[c]))
                .toList();
    }

    private double[] halfSpread(double[] point, int group) {
        double[][] factor = whitening[group];
        double[] slope = new double[point.length];
        for (int i = 0; i < point.length; i++) {
            double along = 0;
            for (int j = 0; j <= i; j++) {
                along += factor[i][j] * (point[j] - means[group][j]);
            }
            for (int j = 0; j <= i; j++) {
                slope[j] += factor[i][j] * along;
            }
        }
        for (int i = 0; i < point.length; i++) {
            slope[i] *= (point[i] - means[group][i]) / 2;
        }
        return slope;
    }

    /** Fills in each group's log density at a point, its weight included; answers the logarithm of their sum. */
    double logDensities(double[] point, double[] constants, double[] centred, double[] into) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < weights.length; c++) {
            into[c] = constants[c] - spread(point, c, centred) / 2;
            highest = Math.max(highest, into[c]);
        }
        double sum = 0;
        for (int c = 0; c < weights.length; c++) {
            sum += Math.exp(into[c] - highest);
        }
        return highest + Math.log(sum);
    }

    /** Bayesian information criterion (Schwarz 1978), smaller is better: what a further group gains must be worth its parameters. */
    double bic(Matrix matrix) {
        int width = matrix.width();
        double[] constants = constants();
        double[] densities = new double[weights.length];
        double[] centred = new double[width];
        double logLikelihood = 0;
        for (int row = 0; row < matrix.rows(); row++) {
            logLikelihood += logDensities(matrix.row(row), constants, centred, densities);
        }
        double parameters = weights.length * (1 + width + width * (width + 1) / 2.0) - 1;
        return parameters * Math.log(matrix.rows()) - 2 * logLikelihood;
    }

    /** What of each group's log density is the same everywhere. */
    double[] constants() {
        return IntStream.range(0, weights.length)
                .mapToDouble(c -> Math.log(weights[c])
                        - means[c].length / 2.0 * Math.log(2 * Math.PI)
                        + IntStream.range(0, means[c].length)
                                .mapToDouble(i -> Math.log(whitening[c][i][i]))
                                .sum())
                .toArray();
    }

    /** Squared distance to a group's middle in that group's own widths (Mahalanobis). */
    private double spread(double[] point, int group, double[] centred) {
        double[] mean = means[group];
        for (int i = 0; i < mean.length; i++) {
            centred[i] = point[i] - mean[i];
        }
        double sum = 0;
        for (int i = 0; i < mean.length; i++) {
            double[] factor = whitening[group][i];
            double along = 0;
            for (int j = 0; j <= i; j++) {
                along += factor[j] * centred[j];
            }
            sum += along * along;
        }
        return sum;
    }
}
