// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.learn.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The middles of groups in prepared space. A customer belongs to the nearest; on a tie, to the one named first. */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
public record Centroids(double[][] centres, Distance distance) implements Grouping {
    /** Rows whose partial sums stay in the first cache. */
    static final int BLOCK = 1024;

    /** What was stored before there was a choice has no distance. */
    public Centroids(double[][] centres, @Nullable Distance distance) {
        this.centres = centres;
        this.distance = distance == null ? Distance.EUCLIDEAN : distance;
    }

    @Override
    public int count() {
        return centres.length;
    }

    @Override
    public boolean hasNoise() {
        return false;
    }

    @Override
    public Centroids ordered(int[] order) {
        return new Centroids(IntStream.of(order).mapToObj(c -> centres[c]).toArray(double[][]::new), distance);
    }

    @Override
    public int[] assign(Matrix matrix) {
        Matrix view = distance.view(matrix);
        int[] nearest = new int[view.rows()];
        double[] best = new double[BLOCK];
        double[] reduced = new double[BLOCK];
        for (int from = 0; from < view.rows(); from += BLOCK) {
            int size = Math.min(BLOCK, view.rows() - from);
            Arrays.fill(best, Double.POSITIVE_INFINITY);
            for (int centre = 0; centre < centres.length; centre++) {
                distance.reduced(view, from, size, centres[centre], reduced);
                for (int i = 0; i < size; i++) {
                    if (reduced[i] < best[i]) {
                        best[i] = reduced[i];
                        nearest[from + i] = centre;
                    }
                }
            }
        }
        return nearest;
    }

    @Override
    public List<Misfit> misfits(Matrix matrix) {
        double[] row = distance.view(matrix).row(0);
        return Arrays.stream(centres)
                .map(centre -> new Misfit(distance.terms(row, centre), 0))
                .toList();
    }

    /** Sum over all rows of a view of the distance to their centre, squared where the distance is the straight way. */
    double inertia(Matrix view, int[] assigned) {
        double sum = 0;
        for (int row = 0; row < view.rows(); row++) {
            sum += distance.reduced(distance.between(view.row(row), centres[assigned[row]]));
        }
        return sum;
    }
}
