// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.kohorte.core.learn.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KMeansTest {

    @Test
    void the_bounds_save_work_and_change_no_middle() {
        Matrix rows = cloud(5_000, 5);
        double[][] start = {rows.row(0), rows.row(1), rows.row(2), rows.row(3)};

        double[][] found = new Lloyd(rows, start).run(12, 0);

        double[][] plain = start;
        for (int i = 0; i < 12; i++) {
            plain = means(rows, new Centroids(plain, Distance.EUCLIDEAN).assign(rows), 4);
        }
        for (int c = 0; c < 4; c++) {
            assertThat(found[c]).containsExactly(plain[c], offset(1e-3));
        }
    }

    @Test
    void what_is_found_does_not_depend_on_how_many_threads_look() throws Exception {
        Matrix rows = cloud(150_000, 3);

        double[][] alone = on(1, rows);
        double[][] together = on(4, rows);

        assertThat(together).isDeepEqualTo(alone);
    }

    @Test
    void of_many_customers_the_groups_are_found_as_of_few() {
        Blobs blobs = Blobs.of(5, 10_000, 3, 6, 2);
        Matrix rows = new Matrix(
                List.of("a", "b", "c"),
                blobs.table().columns().stream().map(column -> column.values()).toArray(float[][]::new),
                blobs.table().size());

        int[] assigned = KMeans.fit(rows, 5, Distance.EUCLIDEAN, 3, 5).assign(rows);

        assertThat(ClusterIndices.adjustedRand(blobs.truth(), assigned)).isGreaterThan(.99);
    }

    @Test
    void there_are_no_more_middles_than_different_rows() {
        Matrix rows = new Matrix(List.of("x"), new float[][] {{1, 1, 1, 4, 4, 4}}, 6);

        double[][] centres = KMeans.fit(rows, 3, Distance.EUCLIDEAN, 1, 3).centres();

        assertThat(Arrays.stream(centres).mapToDouble(centre -> centre[0])).containsExactlyInAnyOrder(1.0, 4.0);
    }

    private static double[][] on(int threads, Matrix rows) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(
                            () -> KMeans.fit(rows, 4, Distance.EUCLIDEAN, 9, 1).centres())
                    .get();
        } finally {
            pool.shutdown();
        }
    }

    private static double[][] means(Matrix rows, int[] assigned, int k) {
        double[][] means = new double[k][rows.width()];
        int[] sizes = new int[k];
        for (int row = 0; row < rows.rows(); row++) {
            sizes[assigned[row]]++;
            for (int column = 0; column < rows.width(); column++) {
                means[assigned[row]][column] += rows.at(row, column);
            }
        }
        for (int c = 0; c < k; c++) {
            for (int column = 0; column < rows.width(); column++) {
                means[c][column] /= sizes[c];
            }
        }
        return means;
    }

    /** No groups at all: most rows are about as near to two middles. */
    private static Matrix cloud(int size, int width) {
        Random random = new Random(6);
        float[][] columns = new float[width][size];
        for (float[] column : columns) {
            IntStream.range(0, size).forEach(row -> column[row] = (float) random.nextGaussian());
        }
        return new Matrix(IntStream.range(0, width).mapToObj(i -> "x" + i).toList(), columns, size);
    }
}
