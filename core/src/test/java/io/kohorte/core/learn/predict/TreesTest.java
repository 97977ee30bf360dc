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
    void whatever_number_and_wherever_the_split_many_rows_part_as_doubles_do() {
        float[] values = {
            Float.NEGATIVE_INFINITY,
            -Float.MAX_VALUE,
            -1.5f,
            -Float.MIN_VALUE,
            -0f,
            0f,
            Float.MIN_VALUE,
            Math.nextDown(.1f),
            .1f,
            Math.nextUp(.1f),
            Float.MAX_VALUE,
            Float.POSITIVE_INFINITY
        };
        double[] splits = {.1, .1f, Math.nextUp((double) .1f), Math.nextDown((double) .1f), 0, -0.0, -1.5, 1e300, -1e300
        };
        float[] column = new float[values.length * 300];
        IntStream.range(0, column.length).forEach(row -> column[row] = values[row % values.length]);
        for (double split : splits) {
            Growing nodes = new Growing();
            nodes.reserve(3);
            nodes.split(0, 0, split, .5, .5, 1);
            nodes.leaf(1, 1);
            nodes.leaf(2, 0);

            double[] sums =
                    nodes.trees(new int[] {0}).sums(new Matrix(List.of("x"), new float[][] {column}, column.length));

            for (int row = 0; row < values.length; row++) {
                assertThat(sums[row]).as("%s below %s", values[row], split).isEqualTo(values[row] < split ? 1 : 0);
            }
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
