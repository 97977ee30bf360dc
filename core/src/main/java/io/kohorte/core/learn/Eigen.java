// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Eigenvalues of a symmetric matrix by cyclic rotations (Jacobi 1846), for the tens of dimensions customers have. */
public final class Eigen {
    private static final int MOST_SWEEPS = 60;

    private final double[][] diagonal;
    private final double[][] vectors;
    private final int[] order;

    private Eigen(double[][] diagonal, double[][] vectors) {
        this.diagonal = diagonal;
        this.vectors = vectors;
        this.order = IntStream.range(0, diagonal.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -diagonal[i][i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    public static Eigen of(double[][] symmetric) {
        int n = symmetric.length;
        double[][] a = new double[n][];
        double[][] v = new double[n][n];
        double scale = 0;
        for (int i = 0; i < n; i++) {
            a[i] = symmetric[i].clone();
            v[i][i] = 1;
            scale = Math.max(scale, Math.abs(a[i][i]));
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a) > 1e-14 * scale; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(a, v, p, q);
                }
            }
        }
        return new Eigen(a, v);
    }

    /** The i-th largest eigenvalue. */
    public double value(int i) {
        return diagonal[order[i]][order[i]];
    }

    /** Its vector; the sign is fixed so that the largest loading is positive and pictures do not flip between runs. */
    public double[] vector(int i, int width) {
        double[] vector = new double[width];
        int largest = 0;
        for (int row = 0; row < width; row++) {
            vector[row] = vectors[row][order[i]];
            largest = Math.abs(vector[row]) > Math.abs(vector[largest]) + 1e-9 ? row : largest;
        }
        double sign = vector[largest] < 0 ? -1 : 1;
        for (int row = 0; row < width; row++) {
            vector[row] *= sign;
        }
        return vector;
    }

    private static double offDiagonal(double[][] a) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = i + 1; j < a.length; j++) {
                largest = Math.max(largest, Math.abs(a[i][j]));
            }
        }
        return largest;
    }

    private static void rotate(double[][] a, double[][] v, int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int i = 0; i < a.length; i++) {
            double ip = a[i][p];
            double iq = a[i][q];
            a[i][p] = c * ip - s * iq;
            a[i][q] = s * ip + c * iq;
        }
        for (int i = 0; i < a.length; i++) {
            double pi = a[p][i];
            double qi = a[q][i];
            a[p][i] = c * pi - s * qi;
            a[q][i] = s * pi + c * qi;
            double ip = v[i][p];
            double iq = v[i][q];
            v[i][p] = c * ip - s * iq;
            v[i][q] = s * ip + c * iq;
        }
    }
}
