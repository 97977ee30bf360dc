// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.PreparationFit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GapTest {

    @Test
    void is_by_how_much_the_clouds_spread_more() {
        Gap gap = Gap.of(1, new double[] {2, 4});

        assertThat(gap.value()).isEqualTo(2);
        assertThat(gap.error()).isCloseTo(Math.sqrt(1.5), within(1e-12));
    }

    @Test
    void enough_is_where_one_group_more_gains_nothing_beyond_the_error() {
        assertThat(Gap.enough(List.of(new Gap(.1, .01), new Gap(.5, .01), new Gap(.505, .01), new Gap(.9, .01))))
                .isEqualTo(1);
        assertThat(Gap.enough(List.of(new Gap(.1, .01), new Gap(.2, .01), new Gap(.3, .01))))
                .as("each gains")
                .isEqualTo(2);
        assertThat(Gap.enough(List.of(new Gap(.1, .01), new Gap(.09, .01)))).isZero();
    }

    @Test
    void spread_is_squared_and_around_the_middle_of_each_group() {
        Matrix four = new Matrix(List.of("a", "b"), new float[][] {{0, 2, 10, 10}, {1, 1, 0, 4}}, 4);

        assertThat(ClusterIndices.logarithmWithin(four, new Partition(new int[] {0, 0, 1, 1}, 2)))
                .isCloseTo(Math.log(1 + 1 + 4 + 4), within(1e-12));
    }

    @Test
    void customers_who_are_all_alike_spread_by_a_number() {
        Matrix same = new Matrix(List.of("a"), new float[][] {{3, 3, 3}}, 3);

        assertThat(ClusterIndices.logarithmWithin(same, new Partition(new int[3], 1)))
                .isFinite();
    }

    /** Without it the vote says three and two here: where groups touch, the other judges lean towards few. */
    @ParameterizedTest
    @ValueSource(longs = {3, 7})
    void its_vote_finds_the_number_of_groups_that_touch(long seed) {
        List<Candidate> ranked = ranked(Blobs.of(4, 100, 3, 2.5, seed));

        assertThat(ranked.get(0).k()).isEqualTo(4);
        assertThat(ranked)
                .allSatisfy(one -> assertThat(one.gapError().orElseThrow()).isPositive());
    }

    @Test
    void one_cloud_is_cut_no_better_than_by_chance() {
        assertThat(ranked(Blobs.of(1, 400, 3, 0, 1)))
                .allSatisfy(one -> assertThat(one.gap().orElseThrow()).isCloseTo(0, within(.1)));
    }

    @Test
    void the_same_customers_have_the_same_gap() {
        Blobs blobs = Blobs.of(3, 100, 3, 4, 1);

        assertThat(ranked(blobs)).isEqualTo(ranked(blobs));
    }

    private static List<Candidate> ranked(Blobs blobs) {
        Matrix matrix = PreparationFit.forDistance(blobs.table()).apply(blobs.table());
        return new NumberOfClusters(matrix, Method.K_MEANS, Distance.EUCLIDEAN, 7)
                .ranked(IntStream.rangeClosed(2, 10).toArray(), done -> {});
    }
}
