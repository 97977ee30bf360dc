// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Searches on Branin's function (Branin 1972), whose least value of .397887 is at three places. */
final class BraninTest {
    private static final double LEAST = .397887;

    @Test
    void what_was_learned_from_sixty_tries_leads_to_the_minimum() {
        for (long seed = 1; seed <= 5; seed++) {
            assertThat(least(SearchMethod.BAYESIAN, 60, seed)).isCloseTo(LEAST, offset(.005));
        }
    }

    @Test
    void as_many_tries_anywhere_stay_farther_away() {
        assertThat(LongStream.rangeClosed(1, 5)
                        .mapToDouble(seed -> least(SearchMethod.RANDOM, 60, seed))
                        .average()
                        .orElseThrow())
                .isBetween(LEAST + .05, 5.0);
    }

    @Test
    void a_grid_is_tried_to_its_end_and_each_point_once() {
        Proposals grid = SearchMethod.GRID.start(2, 1);
        List<List<Double>> points = new ArrayList<>();
        Optional<double[]> next = grid.next();
        while (next.isPresent()) {
            points.add(List.of(next.get()[0], next.get()[1]));
            next = grid.next();
        }

        assertThat(points)
                .hasSize(25)
                .doesNotHaveDuplicates()
                .contains(List.of(0.0, 0.0), List.of(.25, .75), List.of(1.0, 1.0));
    }

    @Test
    void the_same_seed_proposes_the_same_and_another_does_not() {
        for (SearchMethod method : SearchMethod.values()) {
            assertThat(path(method, 3)).isEqualTo(path(method, 3)).isNotEqualTo(path(method, 4));
        }
    }

    @Test
    void equal_steps_of_a_logarithmic_range_are_equal_factors() {
        Dimension rate = new Dimension("rate", .001, 1, true, false);
        Dimension depth = new Dimension("depth", 2, 8, false, true);

        assertThat(rate.at(1 / 3.0)).isEqualTo(.01);
        assertThat(rate.at(1)).isEqualTo(1);
        assertThat(depth.at(.45)).isEqualTo(5);
    }

    private static List<Double> path(SearchMethod method, long seed) {
        Proposals proposals = method.start(2, seed);
        List<Double> path = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            double[] point = proposals.next().orElseThrow();
            path.add(point[0]);
            path.add(point[1]);
            proposals.learn(point, -branin(point));
        }
        return path;
    }

    private static double least(SearchMethod method, int tries, long seed) {
        Proposals proposals = method.start(2, seed);
        double least = Double.MAX_VALUE;
        for (int i = 0; i < tries; i++) {
            double[] point = proposals.next().orElseThrow();
            least = Math.min(least, branin(point));
            proposals.learn(point, -branin(point));
        }
        return least;
    }

    private static double branin(double[] point) {
        double x = 15 * point[0] - 5;
        double y = 15 * point[1];
        double valley = y - 5.1 * x * x / (4 * Math.PI * Math.PI) + 5 * x / Math.PI - 6;
        return valley * valley + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
    }
}
