// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.PreparationFit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many groups are found by links between neighbours where the true ones overlap, so that links run from one into the next. */
final class OverlapTest {
    private static final int GROUPS = 8;
    private static final int FEATURES = 20;
    private static final int[] NUMBERS = IntStream.rangeClosed(2, 10).toArray();

    /** The judges alone see two groups that were joined as no worse: they part no neighbours, and come back as often as the better of them. */
    @ParameterizedTest
    @ValueSource(longs = {1, 3, 4, 6})
    void a_lead_within_the_error_goes_to_the_finer_number(long seed) {
        Town town = Town.of(1_000, seed);
        List<Candidate> ranked = ranked(town, Method.GENIE);
        int byVotes = ranked.stream()
                .min(Comparator.comparingDouble(Candidate::votes))
                .orElseThrow()
                .k();

        int chosen = ranked.get(0).k();

        assertThat(chosen).isGreaterThan(byVotes);
        assertThat(agreement(town, Method.GENIE, chosen)).isGreaterThan(agreement(town, Method.GENIE, byVotes) + .04);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 5})
    void what_links_run_through_stays_joined_unless_the_number_is_given_and_round_groups_are_for_k_means(long seed) {
        Town town = Town.of(1_000, seed);

        int chosen = ranked(town, Method.GENIE).get(0).k();

        assertThat(chosen).isLessThan(GROUPS);
        assertThat(agreement(town, Method.GENIE, chosen)).isLessThan(.5);
        assertThat(agreement(town, Method.GENIE, GROUPS)).isGreaterThan(.7);
        assertThat(agreement(town, Method.K_MEANS, GROUPS)).isGreaterThan(.9);
    }

    @Test
    void between_two_rings_no_links_run_and_no_number_is_finer_within_the_error() {
        for (Shapes shapes : List.of(Shapes.rings(300, 1), Shapes.moons(300, 1))) {
            Matrix matrix = PreparationFit.forDistance(shapes.table()).apply(shapes.table());

            assertThat(new NumberOfClusters(matrix, Method.GENIE, Distance.EUCLIDEAN, 7)
                            .ranked(NUMBERS, done -> {})
                            .get(0)
                            .k())
                    .isEqualTo(2);
        }
    }

    private static List<Candidate> ranked(Town town, Method method) {
        return new NumberOfClusters(town.matrix(), method, Distance.EUCLIDEAN, 42).ranked(NUMBERS, done -> {});
    }

    private static double agreement(Town town, Method method, int k) {
        return ClusterIndices.adjustedRand(
                town.truth(),
                method.on(town.matrix(), Distance.EUCLIDEAN, 42, 10).at(k).assign(town.matrix()));
    }

    /** Groups that overlap in each feature, and in a quarter of the features are not apart at all. */
    @SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
    private record Town(Matrix matrix, int[] truth) {

        static Town of(int people, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            int[] group = random.ints(people, 0, GROUPS).toArray();
            List<FeatureColumn> columns = new ArrayList<>();
            for (int column = 0; column < FEATURES; column++) {
                double apart = column < FEATURES / 4 ? 0 : 1.5;
                double[] middles = IntStream.range(0, GROUPS)
                        .mapToDouble(one -> apart * random.nextGaussian())
                        .toArray();
                float[] values = new float[people];
                for (int row = 0; row < people; row++) {
                    values[row] = (float) (middles[group[row]] + random.nextGaussian());
                }
                columns.add(FeatureColumn.numbers("trait:x" + column, values));
            }
            FeatureTable table =
                    FeatureTable.of(IntStream.rangeClosed(1, people).toArray(), columns);
            return new Town(PreparationFit.forDistance(table).apply(table), group);
        }
    }
}
