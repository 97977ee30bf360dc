// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.learn.Matrix;
import java.util.Arrays;

/**
 * Fuzzy c-means (Bezdek 1981), from the groups K-Means finds: everybody belongs to every group by degrees, so that customers between two groups pull
 * at both middles a little instead of at one fully. The highest degree is the nearest middle's.
 */
final class FuzzyCMeans {
    /** How blurred the edges are; with 2, the usual, all middles meet at one point where there are many features (Schwämmle, Jensen 2010). */
    static final double BLUR = 1.5;

    private static final int MOST_STARTS = 3;
    private static final int MOST_ROUNDS = 100;
    private static final double ENOUGH = 1e-4;

    private FuzzyCMeans() {}

    static Centroids fit(Matrix view, int k, Distance distance, long seed, int starts) {
        double[][] rows = Distance.rows(view);
        double[][] centres = KMeans.fit(view, k, distance, seed, Math.min(starts, MOST_STARTS))
                .centres();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double[][] moved = moved(rows, centres);
            double most = 0;
            for (int c = 0; c < centres.length; c++) {
                most = Math.max(most, Distance.EUCLIDEAN.between(centres[c], moved[c]));
            }
            centres = moved;
            if (most < ENOUGH) {
                break;
            }
        }
        return new Centroids(centres, distance);
    }

    private static double[][] moved(double[][] rows, double[][] centres) {
        int d = rows[0].length;
        double[][] sums = new double[centres.length][d];
        double[] totals = new double[centres.length];
        for (double[] row : rows) {
            double[] degrees = degrees(row, centres);
            for (int c = 0; c < centres.length; c++) {
                double pull = Math.pow(degrees[c], BLUR);
                totals[c] += pull;
                for (int i = 0; i < d; i++) {
                    sums[c][i] += pull * row[i];
                }
            }
        }
        for (int c = 0; c < centres.length; c++) {
            for (int i = 0; i < d; i++) {
                sums[c][i] = totals[c] > 0 ? sums[c][i] / totals[c] : centres[c][i];
            }
        }
        return sums;
    }

    /** How much a row belongs to each middle; together 1. */
    static double[] degrees(double[] row, double[][] centres) {
        double[] degrees = new double[centres.length];
        double sum = 0;
        for (int c = 0; c < centres.length; c++) {
            double way = Math.max(1e-12, Distance.EUCLIDEAN.between(row, centres[c]));
            degrees[c] = Math.pow(way, -2 / (BLUR - 1));
            sum += degrees[c];
        }
        double total = sum;
        return Arrays.stream(degrees).map(degree -> degree / total).toArray();
    }
}
