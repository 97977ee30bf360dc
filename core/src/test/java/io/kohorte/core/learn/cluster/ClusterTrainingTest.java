// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.TraitType;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.Quality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClusterTrainingTest {
    private final ClusterTraining training = new ClusterTraining(features(), ClusterSettings.automatic(42));

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void round_groups_are_found_in_their_number_without_being_told(int groups) {
        Blobs blobs = Blobs.of(groups, 1600 / groups, 3, 8, 7);

        ClusterTraining.Outcome outcome = train(blobs.table());

        assertThat(outcome.report().k()).isEqualTo(groups);
        assertThat(ClusterIndices.adjustedRand(blobs.truth(), outcome.assigned()))
                .isGreaterThan(.97);
        assertThat(outcome.report().word()).isIn(Quality.GOOD, Quality.EXCELLENT);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void groups_are_found_in_their_number_though_one_is_extreme(long seed) {
        Blobs five = Blobs.withOneExtreme(5, 300, 3, 6, 150, seed);

        assertThat(train(five.table()).report().k()).as("of equal size").isEqualTo(5);
        assertThat(train(five.shrinkingTheLastTo(50).table()).report().k())
                .as("the extreme ones are few")
                .isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void groups_are_found_in_their_number_though_several_features_tell_the_same(long seed) {
        Blobs six = Blobs.of(6, 250, 3, 5, seed).repeating(3, .5, seed);

        assertThat(train(six.table()).report().k()).isEqualTo(6);
    }

    @Test
    void one_long_cloud_cut_in_two_is_not_above_chance() {
        FeatureTable cloud = Blobs.of(1, 1500, 1, 0, 3).repeating(5, .5, 3).table();

        List<Candidate> candidates = train(cloud).report().candidates();

        assertThat(candidates.get(0).silhouette())
                .as("two halves look like groups")
                .isGreaterThan(.4);
        assertThat(candidates)
                .allSatisfy(one -> assertThat(Math.abs(one.aboveChance())).isLessThan(.03));
    }

    @Test
    void noise_without_groups_is_called_poor() {
        ClusterReport report = train(Blobs.of(1, 1500, 5, 0, 3).table()).report();

        assertThat(report.word()).isEqualTo(Quality.POOR);
        assertThat(report.reason().en()).contains("shade into each other");
        assertThat(report.reason().de()).contains("gehen ineinander über");
    }

    @Test
    void the_order_of_rows_and_columns_changes_nothing() {
        Blobs blobs = Blobs.of(4, 300, 4, 5, 11);
        FeatureTable shuffled = shuffled(blobs.table(), 5);

        assertThat(train(shuffled).assigned()).isEqualTo(train(blobs.table()).assigned());
    }

    @Test
    void the_unit_of_a_feature_changes_nothing() {
        Blobs blobs = Blobs.of(4, 300, 4, 5, 13);
        FeatureTable inCents = scaled(skewed(blobs.table()), 100);

        assertThat(train(inCents).assigned())
                .isEqualTo(train(skewed(blobs.table())).assigned());
    }

    @Test
    void the_same_seed_gives_the_same_report() {
        FeatureTable table = Blobs.of(3, 200, 3, 4, 17).table();

        ClusterReport one = train(table).report();
        ClusterReport two = train(table).report();

        assertThat(two.candidates()).isEqualTo(one.candidates());
        assertThat(two.clusters()).isEqualTo(one.clusters());
    }

    @Test
    void clusters_keep_their_numbers_when_customers_come_and_seeds_change() {
        Blobs blobs = Blobs.of(4, 400, 3, 8, 19);
        ClusterTraining.Outcome first = train(blobs.table());
        ClusterTraining again = new ClusterTraining(features(), ClusterSettings.automatic(4711));

        ClusterTraining.Outcome second = again.train(
                blobs.table(),
                Optional.of(new ClusterTraining.Previous(first.model(), first.assigned())),
                Progress.SILENT);

        long same = IntStream.range(0, first.assigned().length)
                .filter(row -> first.assigned()[row] == second.assigned()[row])
                .count();
        assertThat(same).isGreaterThan((long) (.99 * first.assigned().length));
        long moved = 0;
        long[][] counts = second.report().migration().orElseThrow();
        for (int from = 0; from < counts.length; from++) {
            for (int to = 0; to < counts[from].length; to++) {
                moved += from == to ? 0 : counts[from][to];
            }
        }
        assertThat(moved).isEqualTo(first.assigned().length - same);
    }

    @Test
    void a_group_that_vanished_never_lends_its_number_to_another() {
        Blobs blobs = Blobs.of(4, 400, 3, 8, 23);
        ClusterTraining.Outcome first = train(blobs.table());
        int gone = first.assigned()[1];
        int[] others = IntStream.range(0, blobs.table().size())
                .filter(row -> first.assigned()[row] != gone)
                .toArray();
        FeatureTable rest = blobs.table().rows(others);
        int[] before = Arrays.stream(others).map(row -> first.assigned()[row]).toArray();

        ClusterTraining.Outcome second =
                training.train(rest, Optional.of(new ClusterTraining.Previous(first.model(), before)), Progress.SILENT);
        ClusterTraining.Outcome third = training.train(
                blobs.table(),
                Optional.of(new ClusterTraining.Previous(
                        second.model(), second.model().numbersOf(blobs.table()))),
                Progress.SILENT);

        assertThat(numbers(second)).hasSize(3).doesNotContain(gone);
        assertThat(numbers(third)).hasSize(4).contains(4).doesNotContain(gone);
    }

    @Test
    void each_cluster_has_its_own_name_in_both_languages_and_deviations_that_fit_it() {
        ClusterReport report = train(Blobs.of(4, 300, 3, 8, 29).table()).report();

        assertThat(report.clusters().stream().map(cluster -> cluster.name().en()))
                .doesNotHaveDuplicates();
        assertThat(report.clusters().stream().map(cluster -> cluster.name().de()))
                .doesNotHaveDuplicates();
        assertThat(report.clusters()).allSatisfy(cluster -> {
            Deviation strongest = cluster.features().get(0);
            assertThat(Math.signum(strongest.deviation()))
                    .isEqualTo(Math.signum(strongest.mean() - strongest.overall()));
            assertThat(cluster.sentence().en()).contains("customers").containsPattern("\\d%");
            assertThat(cluster.sentence().de()).contains("Kunden");
        });
        assertThat(report.clusters().stream().mapToDouble(Portrait::share).sum())
                .isCloseTo(1, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void the_picture_shows_at_most_two_thousand_customers_and_how_much_it_explains() {
        ClusterReport report = train(Blobs.of(3, 1000, 3, 8, 31).table()).report();

        assertThat(report.projection().points()).hasSize(2000);
        assertThat(report.projection().explained()[0]).isBetween(.3, 1.0);
        assertThat(report.projection().explained()[0])
                .isGreaterThanOrEqualTo(report.projection().explained()[1]);
    }

    @Test
    void the_picture_of_neighbours_says_how_many_of_them_it_keeps() {
        ClusterReport.Vicinity picture =
                train(Blobs.of(3, 1000, 3, 8, 31).table()).report().neighbourhood();

        assertThat(picture.points()).hasSize(500);
        assertThat(picture.points()).allSatisfy(point -> assertThat(point[2]).isBetween(0.0, 2.0));
        assertThat(picture.kept()).isBetween(.3, 1.0).isGreaterThan(picture.keptByDirections());
    }

    @Test
    void a_number_of_clusters_set_by_hand_is_kept() {
        ClusterSettings five =
                ClusterSettings.by(Method.K_MEANS, Distance.EUCLIDEAN, 1).into(Optional.of(5));

        assertThat(new ClusterTraining(features(), five)
                        .train(Blobs.of(3, 200, 3, 8, 37).table(), Optional.empty(), Progress.SILENT)
                        .report()
                        .k())
                .isEqualTo(5);
    }

    @Test
    void too_few_customers_are_refused() {
        assertThatThrownBy(() -> train(Blobs.of(3, 20, 3, 8, 41).table()))
                .isInstanceOf(LearningRefused.class)
                .hasMessage("There are 60 customers to find groups in; at least 100 are needed.");
    }

    private ClusterTraining.Outcome train(FeatureTable table) {
        return training.train(table, Optional.empty(), Progress.SILENT);
    }

    private static Set<Integer> numbers(ClusterTraining.Outcome outcome) {
        Set<Integer> numbers = new HashSet<>();
        Arrays.stream(outcome.assigned()).forEach(numbers::add);
        return numbers;
    }

    private static List<Feature> features() {
        Map<String, TraitType> traits = new HashMap<>();
        List<Feature> features = new ArrayList<>();
        for (int d = 0; d < 6; d++) {
            traits.put("x" + d, TraitType.NUMBER);
            features.add(FeatureCatalogue.find("trait:x" + d, traits).orElseThrow());
        }
        return features;
    }

    static FeatureTable shuffled(FeatureTable table, long seed) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, table.size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        List<FeatureColumn> columns = new ArrayList<>();
        for (FeatureColumn column : table.columns()) {
            float[] values = new float[table.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = column.value(order.get(row));
            }
            columns.add(0, FeatureColumn.numbers(column.name(), values));
        }
        return FeatureTable.of(order.stream().mapToInt(table::profile).toArray(), columns);
    }

    private static FeatureTable skewed(FeatureTable table) {
        return mapped(table, value -> (float) Math.exp(value / 3));
    }

    private static FeatureTable scaled(FeatureTable table, float factor) {
        return mapped(table, value -> value * factor);
    }

    private interface Change {
        float of(float value);
    }

    private static FeatureTable mapped(FeatureTable table, Change change) {
        List<FeatureColumn> columns = new ArrayList<>();
        for (FeatureColumn column : table.columns()) {
            float[] values = new float[table.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = change.of(column.value(row));
            }
            columns.add(FeatureColumn.numbers(column.name(), values));
        }
        return FeatureTable.of(table.profiles(), columns);
    }
}
