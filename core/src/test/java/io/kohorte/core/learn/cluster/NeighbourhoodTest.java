// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kohorte.core.learn.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighbourhoodTest {

    /** Six groups, each as far from every other: no two directions show them all. */
    private static final int GROUPS = 6;

    private static final int SIZE = 60;

    @Test
    void closeness_adds_up_to_one_and_goes_both_ways() {
        double[][] near = Neighbourhood.closeness(Distance.rows(corners(1)), Distance.EUCLIDEAN);

        assertThat(Arrays.stream(near).flatMapToDouble(Arrays::stream).sum()).isCloseTo(1, within(1e-12));
        for (int row = 0; row < near.length; row++) {
            assertThat(near[row][row]).isZero();
            assertThat(near[row][7]).isEqualTo(near[7][row]);
        }
    }

    @Test
    void rows_that_are_all_alike_are_equally_near() {
        double[][] near = Neighbourhood.closeness(new double[20][3], Distance.EUCLIDEAN);

        assertThat(near[3][4]).isCloseTo(1.0 / (20 * 19), within(1e-15));
    }

    @Test
    void points_move_where_the_divergence_falls() {
        Random random = new Random(3);
        int rows = 12;
        double[][] people = IntStream.range(0, rows)
                .mapToObj(row -> random.doubles(4).toArray())
                .toArray(double[][]::new);
        double[][] near = Neighbourhood.closeness(people, Distance.MANHATTAN);
        double[] x = random.doubles(rows, -2, 2).toArray();
        double[] y = random.doubles(rows, -2, 2).toArray();
        double[][] slope = new Neighbourhood(near, x.clone(), y.clone()).lean(1);

        double little = 1e-5;
        for (int row = 0; row < rows; row++) {
            double[] more = x.clone();
            more[row] += little;
            double[] less = x.clone();
            less[row] -= little;
            double measured =
                    (new Neighbourhood(near, more, y).divergence() - new Neighbourhood(near, less, y).divergence())
                            / (2 * little);
            assertThat(slope[0][row]).isCloseTo(measured, within(1e-8));
        }
    }

    @Test
    void groups_that_two_directions_hide_stand_apart() {
        Matrix corners = corners(5);

        double[][] points = Neighbourhood.of(corners, Distance.EUCLIDEAN);

        assertThat(ofOneGroup(points)).isGreaterThan(.99);
        assertThat(ofOneGroup(Projection.of(corners).points())).isLessThan(.8);
    }

    @Test
    void it_is_drawn_the_same_again() {
        assertThat(Neighbourhood.of(corners(9), Distance.COSINE))
                .isDeepEqualTo(Neighbourhood.of(corners(9), Distance.COSINE));
    }

    @Test
    void customers_of_whom_all_are_alike_lie_on_one_point() {
        Matrix same = new Matrix(List.of("a", "b"), new float[2][40], 40);

        assertThat(Neighbourhood.of(same, Distance.EUCLIDEAN)).isDeepEqualTo(new double[40][2]);
    }

    /** Among the ten nearest points of each, how many are of its group. */
    private static double ofOneGroup(double[][] points) {
        int[][] nearest = Neighbours.of(points, Distance.EUCLIDEAN).nearest();
        return IntStream.range(0, nearest.length)
                .mapToDouble(row -> Arrays.stream(nearest[row])
                                .filter(other -> other / SIZE == row / SIZE)
                                .count()
                        / (double) nearest[row].length)
                .average()
                .orElseThrow();
    }

    private static Matrix corners(long seed) {
        Random random = new Random(seed);
        float[][] columns = new float[GROUPS][GROUPS * SIZE];
        for (int column = 0; column < GROUPS; column++) {
            for (int row = 0; row < GROUPS * SIZE; row++) {
                columns[column][row] = (float) (random.nextGaussian() + (row / SIZE == column ? 7 : 0));
            }
        }
        return new Matrix(IntStream.range(0, GROUPS).mapToObj(i -> "x" + i).toList(), columns, GROUPS * SIZE);
    }
}
