// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.learn.Eigen;
import io.kohorte.core.learn.Matrix;
import java.util.stream.IntStream;

/**
 * Principal components (Hotelling 1933): a picture of many dimensions in two.
 *
 * @param points x, y and the row of the matrix
 * @param explained the share of the variance each axis shows
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
record Projection(double[][] points, double[] explained) {

    static Projection of(Matrix matrix) {
        int width = matrix.width();
        Cloud cloud = Cloud.of(matrix);
        double[] mean = cloud.mean();
        double[][] covariance = cloud.covariance();
        double total =
                IntStream.range(0, width).mapToDouble(i -> covariance[i][i]).sum();
        Eigen eigen = Eigen.of(covariance);
        double[] first = eigen.vector(0, width);
        double[] second = width > 1 ? eigen.vector(1, width) : new double[width];
        double[][] points = new double[matrix.rows()][];
        for (int row = 0; row < matrix.rows(); row++) {
            double x = 0;
            double y = 0;
            for (int column = 0; column < width; column++) {
                double value = matrix.at(row, column) - mean[column];
                x += value * first[column];
                y += value * second[column];
            }
            points[row] = new double[] {x, y};
        }
        double[] explained = {share(eigen.value(0), total), width > 1 ? share(eigen.value(1), total) : 0};
        return new Projection(points, explained);
    }

    private static double share(double value, double total) {
        return total == 0 ? 0 : Math.max(0, value) / total;
    }
}
