// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.learn.Matrix;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TreesTest {

    @Test
    void many_rows_at_once_are_scored_exactly_as_each_alone() {
        Random random = new Random(4);
        Trees trees = grown(random, 20, 6);
        float[][] columns = new float[3][5_001];
        for (float[] column : columns) {
            for (int row = 0; row < column.length; row++) {
                column[row] = random.nextInt(9) == 0 ? Float.NaN : random.nextInt(8) / 8f;
            }
        }
        Matrix matrix = new Matrix(List.of("a", "b", "c"), columns, columns[0].length);

        double[] together = trees.sums(matrix);

        assertThat(IntStream.range(0, together.length)
                        .mapToDouble(row -> trees.sums(matrix.pick(new int[] {row}))[0])
                        .toArray())
                .isEqualTo(together);
    }

    @Test
    void a_split_between_two_floats_and_one_at_a_float_part_them_as_a_double_does() {
        float[] values = {Math.nextDown(.1f), .1f, Math.nextUp(.1f)};
        for (double split : new double[] {.1, .1f, Math.nextUp((double) .1f), Math.nextDown((double) .1f)}) {
            Growing nodes = new Growing();
            nodes.reserve(3);
            nodes.split(0, 0, split, .5, .5, 1);
            nodes.leaf(1, 1);
            nodes.leaf(2, 0);
            float[] column = new float[3_000];
            IntStream.range(0, column.length).forEach(row -> column[row] = values[row % 3]);

            double[] sums = nodes.trees(new int[] {0}).sums(new Matrix(List.of("x"), new float[][] {column}, 3_000));

            assertThat(sums[0]).isEqualTo(values[0] < split ? 1 : 0);
            assertThat(sums[1]).isEqualTo(values[1] < split ? 1 : 0);
            assertThat(sums[2]).isEqualTo(values[2] < split ? 1 : 0);
        }
    }

    /** Trees of any shape: leaves at every depth. */
    private static Trees grown(Random random, int count, int depth) {
        Growing nodes = new Growing();
        int[] roots = new int[count];
        for (int tree = 0; tree < count; tree++) {
            roots[tree] = nodes.reserve(1);
            grow(nodes, roots[tree], depth, random);
        }
        return nodes.trees(roots);
    }

    private static void grow(Growing nodes, int at, int depth, Random random) {
        if (depth == 0 || random.nextInt(5) == 0) {
            nodes.leaf(at, random.nextGaussian());
            return;
        }
        int left = nodes.reserve(2);
        nodes.split(at, random.nextInt(3), random.nextInt(8) / 8.0, .3, random.nextBoolean() ? .3 : 1, left);
        grow(nodes, left, depth - 1, random);
        grow(nodes, left + 1, depth - 1, random);
    }
}
