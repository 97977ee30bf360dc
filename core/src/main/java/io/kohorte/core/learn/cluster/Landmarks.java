// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.learn.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Customers whose group is known. Anybody else belongs where the nearest of them does, if within its reach, and to no group otherwise: what is
 * found by linking customers has no middle, but every customer has a neighbour. On a tie the one named first counts.
 *
 * @param points in the view of the distance
 * @param positions each point's group
 * @param reach how far each point speaks for others; empty where none has a limit and nobody is left out
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
public record Landmarks(float[][] points, int[] positions, double[] reach, int count, Distance distance)
        implements Grouping {

    /** Everybody belongs somewhere. */
    static Landmarks everybody(double[][] rows, int[] positions, int count, Distance distance) {
        return new Landmarks(floats(rows), positions, new double[0], count, distance);
    }

    static float[][] floats(double[][] rows) {
        float[][] points = new float[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            points[row] = new float[rows[row].length];
            for (int i = 0; i < rows[row].length; i++) {
                points[row][i] = (float) rows[row][i];
            }
        }
        return points;
    }

    @Override
    public boolean hasNoise() {
        return reach.length > 0;
    }

    @Override
    public Landmarks ordered(int[] order) {
        int kept = hasNoise() ? order.length + 1 : order.length;
        int[] renumbered = new int[count];
        Arrays.fill(renumbered, kept - 1);
        for (int position = 0; position < order.length; position++) {
            renumbered[order[position]] = position;
        }
        int[] regrouped =
                IntStream.of(positions).map(position -> renumbered[position]).toArray();
        return new Landmarks(points, regrouped, reach, kept, distance);
    }

    @Override
    public int[] assign(Matrix matrix) {
        Matrix view = distance.view(matrix);
        int[] assigned = new int[view.rows()];
        double[] best = new double[Centroids.BLOCK];
        int[] nearest = new int[Centroids.BLOCK];
        double[] reduced = new double[Centroids.BLOCK];
        double[] point = new double[view.width()];
        for (int from = 0; from < view.rows(); from += Centroids.BLOCK) {
            int size = Math.min(Centroids.BLOCK, view.rows() - from);
            Arrays.fill(best, Double.POSITIVE_INFINITY);
            for (int landmark = 0; landmark < points.length; landmark++) {
                for (int column = 0; column < point.length; column++) {
                    point[column] = points[landmark][column];
                }
                distance.reduced(view, from, size, point, reduced);
                for (int i = 0; i < size; i++) {
                    if (reduced[i] < best[i]) {
                        best[i] = reduced[i];
                        nearest[i] = landmark;
                    }
                }
            }
            for (int i = 0; i < size; i++) {
                assigned[from + i] = group(nearest[i], best[i]);
            }
        }
        return assigned;
    }

    /** A group is as far away as the nearest customer known to be in it. No group is where the nearest of all reaches no further. */
    @Override
    public List<Misfit> misfits(Matrix matrix) {
        double[] row = distance.view(matrix).row(0);
        Misfit[] nearest = new Misfit[count];
        Arrays.fill(nearest, new Misfit(new double[row.length], Double.POSITIVE_INFINITY));
        int closest = 0;
        double least = Double.POSITIVE_INFINITY;
        double[] point = new double[row.length];
        for (int landmark = 0; landmark < points.length; landmark++) {
            for (int column = 0; column < point.length; column++) {
                point[column] = points[landmark][column];
            }
            Misfit misfit = new Misfit(distance.terms(row, point), 0);
            if (misfit.sum() < nearest[positions[landmark]].sum()) {
                nearest[positions[landmark]] = misfit;
            }
            if (misfit.sum() < least) {
                least = misfit.sum();
                closest = landmark;
            }
        }
        if (hasNoise() && positions[closest] != count - 1) {
            nearest[count - 1] = new Misfit(new double[row.length], distance.reduced(reach[closest]));
        }
        return List.of(nearest);
    }

    private int group(int landmark, double reduced) {
        return hasNoise() && reduced > distance.reduced(reach[landmark]) ? count - 1 : positions[landmark];
    }
}
