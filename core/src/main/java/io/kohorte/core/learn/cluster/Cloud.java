// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.learn.Eigen;
import io.kohorte.core.learn.Matrix;
import java.util.Random;

/**
 * Middle and spread of all rows, as if they were one group. Rows drawn from it have the same shape and no groups in them: what
 * an index says of those is chance (the parametric bootstrap of Hennig, Lin 2015).
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
record Cloud(double[] mean, double[][] covariance) {

    static Cloud of(Matrix matrix) {
        int width = matrix.width();
        double[] mean = new double[width];
        for (int column = 0; column < width; column++) {
            for (float value : matrix.column(column)) {
                mean[column] += value / matrix.rows();
            }
        }
        return new Cloud(mean, matrix.covariance(mean));
    }

    /** Rows of a normal distribution with this middle and spread, in the columns of {@code like}. */
    Matrix draw(Matrix like, long seed) {
        int width = mean.length;
        Eigen eigen = Eigen.of(covariance);
        Random random = new Random(seed);
        float[][] columns = new float[width][like.rows()];
        for (int row = 0; row < like.rows(); row++) {
            double[] drawn = mean.clone();
            for (int axis = 0; axis < width; axis++) {
                double along = Math.sqrt(Math.max(0, eigen.value(axis))) * random.nextGaussian();
                double[] direction = eigen.vector(axis, width);
                for (int column = 0; column < width; column++) {
                    drawn[column] += along * direction[column];
                }
            }
            for (int column = 0; column < width; column++) {
                columns[column][row] = (float) drawn[column];
            }
        }
        return new Matrix(like.names(), columns, like.rows());
    }
}
