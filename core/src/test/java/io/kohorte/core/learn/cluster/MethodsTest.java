// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.TraitType;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.Quality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What each method finds and what it cannot, on customers whose truth is known. */
final class MethodsTest {

    @ParameterizedTest
    @EnumSource(Method.class)
    void every_method_finds_round_groups_that_are_apart(Method method) {
        Blobs blobs = Blobs.of(4, 150, 3, 8, 7);

        ClusterTraining.Outcome outcome = train(blobs.table(), by(method));

        assertThat(outcome.report().k()).isEqualTo(4);
        assertThat(outcome.report().method()).isEqualTo(method);
        assertThat(ClusterIndices.adjustedRand(blobs.truth(), outcome.assigned()))
                .isGreaterThan(.95);
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"GENIE", "HDBSCAN"})
    void rings_and_moons_are_found_by_methods_that_follow_neighbours(Method method) {
        for (Shapes shapes : List.of(Shapes.rings(300, 1), Shapes.moons(300, 1))) {
            ClusterTraining.Outcome outcome = train(shapes.table(), by(method));

            assertThat(agreement(shapes, outcome)).isGreaterThan(.99);
            assertThat(outcome.report().word()).isEqualTo(Quality.EXCELLENT);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"K_MEANS", "GAUSSIAN_MIXTURE", "WARD", "FUZZY_C_MEANS"})
    void methods_with_middles_cut_rings_and_moons_into_pieces(Method method) {
        ClusterSettings two = by(method).into(Optional.of(2));

        assertThat(agreement(Shapes.rings(300, 1), train(Shapes.rings(300, 1).table(), two)))
                .isLessThan(.6);
        assertThat(agreement(Shapes.moons(300, 1), train(Shapes.moons(300, 1).table(), two)))
                .isLessThan(.8);
    }

    @Test
    void the_vote_takes_a_method_that_follows_neighbours_where_groups_are_not_round() {
        for (Shapes shapes : List.of(Shapes.rings(300, 1), Shapes.moons(300, 1))) {
            ClusterReport report =
                    train(shapes.table(), ClusterSettings.automatic(42)).report();

            assertThat(report.method()).isIn(Method.GENIE, Method.HDBSCAN);
            assertThat(report.k()).isEqualTo(2);
            assertThat(report.tried().get(0).method()).isEqualTo(report.method());
            assertThat(report.choice().orElseThrow().en()).contains("keep similar customers together");
            assertThat(report.choice().orElseThrow().de()).contains("ähnliche Kunden beisammen");
        }
    }

    @Test
    void the_vote_keeps_to_the_simplest_where_all_find_the_same() {
        ClusterReport report = train(Blobs.of(4, 150, 3, 8, 7).table(), ClusterSettings.automatic(42))
                .report();

        assertThat(report.method()).isEqualTo(Method.K_MEANS);
        assertThat(report.tried()).extracting(MethodTried::k).containsOnly(4);
        assertThat(report.tried()).hasSize(4);
    }

    @Test
    void the_vote_keeps_to_the_method_in_use_where_none_is_better() {
        FeatureTable table = Blobs.of(4, 150, 3, 8, 7).table();
        ClusterTraining.Outcome before = train(table, by(Method.GENIE));

        ClusterTraining.Outcome after = new ClusterTraining(features(), ClusterSettings.automatic(42))
                .train(
                        table,
                        Optional.of(new ClusterTraining.Previous(before.model(), before.assigned())),
                        Progress.SILENT);

        assertThat(after.report().method()).isEqualTo(Method.GENIE);
        assertThat(after.assigned()).isEqualTo(before.assigned());
    }

    @Test
    void a_mixture_tells_a_narrow_group_from_a_wide_one_and_k_means_does_not() {
        Shapes unequal = Shapes.unequal(400, 3);
        Optional<Integer> two = Optional.of(2);

        double mixture = agreement(
                unequal, train(unequal.table(), by(Method.GAUSSIAN_MIXTURE).into(two)));
        double kMeans =
                agreement(unequal, train(unequal.table(), by(Method.K_MEANS).into(two)));

        assertThat(mixture).isGreaterThan(.93);
        assertThat(kMeans).isLessThan(.8);
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"DBSCAN", "HDBSCAN"})
    void stray_customers_are_a_group_of_their_own_that_says_so(Method method) {
        Shapes scattered = Shapes.scattered(300, 1);

        ClusterTraining.Outcome outcome = train(scattered.table(), by(method));

        ClusterReport report = outcome.report();
        assertThat(report.k()).isEqualTo(3);
        assertThat(report.clusters()).hasSize(4);
        Portrait noise = report.clusters().get(3);
        assertThat(noise.noise()).isTrue();
        assertThat(noise.name().en()).isEqualTo("Outliers: in no group");
        assertThat(noise.name().de()).isEqualTo("Außenseiter: in keiner Gruppe");
        assertThat(noise.share()).isBetween(.01, .12);
        assertThat(report.noise().orElseThrow()).isCloseTo(noise.share(), offset(1e-9));
        assertThat(agreement(scattered, outcome)).isGreaterThan(.97);
        int[] far = new int[] {9_999};
        FeatureTable stranger = FeatureTable.of(
                far,
                List.of(
                        FeatureColumn.numbers("trait:x0", new float[] {29}),
                        FeatureColumn.numbers("trait:x1", new float[] {29})));
        if (method == Method.DBSCAN) {
            assertThat(outcome.model().numbersOf(stranger)).containsExactly(noise.number());
        }
    }

    @Test
    void noise_keeps_its_number_and_never_lends_it_to_a_group() {
        Shapes scattered = Shapes.scattered(300, 1);
        ClusterTraining.Outcome before = train(scattered.table(), by(Method.DBSCAN));
        int noise = before.report().clusters().get(3).number();

        ClusterTraining.Outcome kMeans = after(before, scattered.table(), by(Method.K_MEANS));
        ClusterTraining.Outcome dbscan = after(before, scattered.table(), by(Method.DBSCAN));

        assertThat(kMeans.report().clusters())
                .extracting(Portrait::number)
                .doesNotContain(noise)
                .contains(0, 1, 2);
        assertThat(dbscan.report().clusters())
                .filteredOn(Portrait::noise)
                .extracting(Portrait::number)
                .containsExactly(noise);
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void one_customer_alone_is_assigned_as_among_all(Method method) {
        FeatureTable table = Shapes.scattered(200, 5).table();
        ClusterModel model = train(table, by(method)).model();
        int[] all = model.numbersOf(table);

        for (int row = 0; row < table.size(); row += 23) {
            assertThat(model.numbersOf(table.rows(new int[] {row}))).containsExactly(all[row]);
        }
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void the_order_of_rows_and_columns_and_the_unit_change_nothing(Method method) {
        for (Distance distance : method.distances()) {
            FeatureTable table = Blobs.of(3, 120, 3, 6, 11).table();
            ClusterSettings settings = ClusterSettings.by(method, distance, 42);
            int[] groups = train(table, settings).assigned();

            assertThat(train(ClusterTrainingTest.shuffled(table, 5), settings).assigned())
                    .as("%s %s, order", method, distance)
                    .isEqualTo(groups);
            assertThat(train(mapped(table, value -> value * 128), settings).assigned())
                    .as("%s %s, unit", method, distance)
                    .isEqualTo(groups);
            assertThat(ClusterIndices.adjustedRand(
                            train(mapped(table, value -> value * 100), settings).assigned(), groups))
                    .as("%s %s, unit that floats cannot hold exactly", method, distance)
                    .isGreaterThan(.98);
        }
    }

    @Test
    void by_the_cosine_those_are_alike_who_differ_from_the_average_in_the_same_way() {
        Matrix matrix = new Matrix(List.of("a", "b"), new float[][] {{1, 9, 0, 0}, {0, 0, 2, 5}}, 4);

        Grouping groups = Method.AVERAGE
                .on(Distance.COSINE.view(matrix), Distance.COSINE, 1, 1)
                .at(2);

        assertThat(groups.assign(matrix)).containsExactly(0, 0, 1, 1);
        assertThat(Method.AVERAGE.on(matrix, Distance.EUCLIDEAN, 1, 1).at(2).assign(matrix))
                .containsExactly(0, 1, 0, 0);
    }

    @Test
    void by_the_manhattan_distance_one_extreme_difference_counts_no_more_than_its_size() {
        Matrix matrix = new Matrix(List.of("a", "b"), new float[][] {{0, 3, 0}, {0, 0, 2.5f}}, 3);
        double[][] rows = Distance.rows(matrix);

        assertThat(Distance.MANHATTAN.between(rows[1], rows[2])).isEqualTo(5.5);
        assertThat(Distance.EUCLIDEAN.between(rows[1], rows[2])).isEqualTo(Math.sqrt(15.25));
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void a_mixture_finds_its_number_by_what_a_further_group_is_worth(long seed) {
        ClusterReport report = train(Blobs.of(3, 300, 2, 6, seed).table(), by(Method.GAUSSIAN_MIXTURE))
                .report();

        assertThat(report.k()).isEqualTo(3);
        assertThat(report.candidates()).allSatisfy(one -> assertThat(one.bic()).isPresent());
    }

    @Test
    void where_a_method_finds_no_two_groups_it_says_so() {
        assertThatThrownBy(() -> train(Blobs.of(1, 1500, 5, 0, 3).table(), by(Method.DBSCAN)))
                .isInstanceOf(LearningRefused.class)
                .hasMessageContaining("no two groups");
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"K_MEANS"},
            mode = Mode.EXCLUDE)
    void where_there_are_many_customers_a_sample_speaks_for_everybody(Method method) {
        Blobs blobs = Blobs.of(3, 7_500, 2, 9, 31);

        ClusterTraining.Outcome outcome =
                train(blobs.table(), by(method).into(method.takesNumber() ? Optional.of(3) : Optional.empty()));

        assertThat(outcome.report().customers()).isEqualTo(22_500);
        assertThat(ClusterIndices.adjustedRand(blobs.truth(), outcome.assigned()))
                .isGreaterThan(.95);
    }

    private static ClusterSettings by(Method method) {
        return ClusterSettings.by(method, Distance.EUCLIDEAN, 42);
    }

    private static ClusterTraining.Outcome train(FeatureTable table, ClusterSettings settings) {
        return new ClusterTraining(features(), settings).train(table, Optional.empty(), Progress.SILENT);
    }

    private static ClusterTraining.Outcome after(
            ClusterTraining.Outcome before, FeatureTable table, ClusterSettings settings) {
        return new ClusterTraining(features(), settings)
                .train(
                        table,
                        Optional.of(new ClusterTraining.Previous(before.model(), before.assigned())),
                        Progress.SILENT);
    }

    private static double agreement(Shapes shapes, ClusterTraining.Outcome outcome) {
        int[] rows = shapes.grouped();
        return ClusterIndices.adjustedRand(
                IntStream.of(rows).map(row -> shapes.truth()[row]).toArray(),
                IntStream.of(rows).map(row -> outcome.assigned()[row]).toArray());
    }

    private static List<Feature> features() {
        return IntStream.range(0, 3)
                .mapToObj(d -> FeatureCatalogue.find("trait:x" + d, Map.of("x" + d, TraitType.NUMBER))
                        .orElseThrow())
                .toList();
    }

    private static FeatureTable mapped(FeatureTable table, UnaryOperator<Float> change) {
        List<FeatureColumn> columns = new ArrayList<>();
        for (FeatureColumn column : table.columns()) {
            float[] values = Arrays.copyOf(column.values(), column.values().length);
            for (int row = 0; row < values.length; row++) {
                values[row] = change.apply(values[row]);
            }
            columns.add(FeatureColumn.numbers(column.name(), values));
        }
        return FeatureTable.of(table.profiles(), columns);
    }
}
