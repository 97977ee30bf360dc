// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.learn.Matrix;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where somebody belongs who is as near to one known customer as to another, and what is noise. */
final class LandmarksTest {
    private static final double[] NO_LIMIT = {};

    @Test
    void on_a_tie_the_one_named_first_counts_though_neither_fits_better() {
        Landmarks firstIsOne = on(new float[] {-1, 1}, new int[] {1, 0}, NO_LIMIT, 2);
        Landmarks firstIsNought = on(new float[] {-1, 1}, new int[] {0, 1}, NO_LIMIT, 2);

        assertThat(firstIsOne.assign(at(0))).containsExactly(1);
        assertThat(firstIsNought.assign(at(0))).containsExactly(0);
        assertThat(firstIsOne.misfits(at(0)).get(0).sum())
                .isEqualTo(firstIsOne.misfits(at(0)).get(1).sum());
    }

    @Test
    void on_a_tie_the_reach_of_the_one_named_first_decides_who_is_left_out() {
        Landmarks shortFirst = on(new float[] {-1, 1}, new int[] {0, 1}, new double[] {.5, 3}, 3);
        Landmarks longFirst = on(new float[] {-1, 1}, new int[] {0, 1}, new double[] {3, .5}, 3);

        assertThat(shortFirst.assign(at(0))).as("left out").containsExactly(2);
        assertThat(longFirst.assign(at(0))).containsExactly(0);
        assertThat(shortFirst.misfits(at(0)).get(2).sum())
                .as("no group is as far away as that reach, squared")
                .isEqualTo(.25);
        assertThat(longFirst.misfits(at(0)).get(2).sum()).isEqualTo(9);
    }

    @Test
    void the_nearest_of_all_is_found_anew_in_each_block_of_customers() {
        int many = 2 * Centroids.BLOCK + 3;
        float[] places = new float[many];
        for (int row = 0; row < many; row++) {
            places[row] = row < Centroids.BLOCK ? 0 : 10;
        }

        int[] assigned = on(new float[] {0, 11}, new int[] {0, 1}, NO_LIMIT, 2).assign(at(places));

        assertThat(IntStream.range(0, many).filter(row -> assigned[row] == 1)).hasSize(Centroids.BLOCK + 3);
    }

    @Test
    void groups_in_another_order_keep_their_customers_and_noise_comes_last() {
        Landmarks landmarks = on(new float[] {0, 10, 20}, new int[] {0, 1, 2}, new double[] {1, 1, 1}, 4);

        Landmarks ordered = landmarks.ordered(new int[] {2, 0});

        assertThat(ordered.count()).isEqualTo(3);
        assertThat(ordered.assign(at(20, 0, 10, 5)))
                .as("the group that is not kept is no group, like whoever is out of reach")
                .containsExactly(0, 1, 2, 2);
    }

    @Test
    void a_customer_known_to_be_noise_speaks_for_noise_without_a_limit() {
        Landmarks landmarks = on(new float[] {0, 10}, new int[] {0, 1}, new double[] {1, 2}, 2);

        assertThat(landmarks.assign(at(10))).containsExactly(1);
        assertThat(landmarks.misfits(at(9)).get(1).sum())
                .as("the distance to that customer, not its reach")
                .isEqualTo(1);
    }

    private static Landmarks on(float[] places, int[] groups, double[] reach, int count) {
        float[][] points = new float[places.length][];
        for (int i = 0; i < places.length; i++) {
            points[i] = new float[] {places[i]};
        }
        return new Landmarks(points, groups, reach, count, Distance.EUCLIDEAN);
    }

    private static Matrix at(float... places) {
        return new Matrix(List.of("x"), new float[][] {places}, places.length);
    }
}
