// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.TraitType;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.cluster.Centroids;
import io.kohorte.core.learn.cluster.ClusterModel;
import io.kohorte.core.learn.cluster.ClusterSettings;
import io.kohorte.core.learn.cluster.ClusterTraining;
import io.kohorte.core.learn.cluster.Distance;
import io.kohorte.core.learn.cluster.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ClusterCodecTest {

    @ParameterizedTest
    @EnumSource(Method.class)
    void a_stored_clustering_says_of_everybody_what_it_said_before(Method method) {
        FeatureTable table = customers(400);
        for (Distance distance : method.distances()) {
            ClusterModel model = new ClusterTraining(features(), ClusterSettings.by(method, distance, 42))
                    .train(table, Optional.empty(), Progress.SILENT)
                    .model();

            ClusterModel read = ClusterCodec.read(ClusterCodec.write(model));

            assertThat(read.method()).isEqualTo(method);
            assertThat(read.numbersOf(customers(5_000)))
                    .as("%s %s", method, distance)
                    .isEqualTo(model.numbersOf(customers(5_000)));
        }
    }

    @Test
    void what_was_stored_before_there_was_a_choice_is_read_as_what_it_was() {
        ClusterModel old = ClusterCodec.read(
                """
                {"preparation":{"steps":[{"kind":"raw","name":"trait:x0"}]},
                 "centroids":{"centres":[[0.0],[10.0]]},"numbers":{"numbers":[0,3],"next":4}}"""
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(old.method()).isEqualTo(Method.K_MEANS);
        assertThat(old.grouping()).isInstanceOfSatisfying(Centroids.class, centroids -> assertThat(centroids.distance())
                .isEqualTo(Distance.EUCLIDEAN));
        FeatureTable table =
                FeatureTable.of(new int[] {1, 2}, List.of(FeatureColumn.numbers("trait:x0", new float[] {2, 7})));
        assertThat(old.numbersOf(table)).containsExactly(0, 3);
    }

    private static List<Feature> features() {
        return IntStream.range(0, 2)
                .mapToObj(d -> FeatureCatalogue.find("trait:x" + d, Map.of("x" + d, TraitType.NUMBER))
                        .orElseThrow())
                .toList();
    }

    /** Three groups, and one in ten like nobody else. */
    private static FeatureTable customers(int size) {
        Random random = new Random(3);
        float[][] values = new float[2][size];
        for (int row = 0; row < size; row++) {
            boolean stray = row % 10 == 9;
            for (int d = 0; d < 2; d++) {
                double middle = row % 3 == d ? 12 : 0;
                values[d][row] = (float) (stray ? 30 * random.nextDouble() - 10 : middle + random.nextGaussian());
            }
        }
        return FeatureTable.of(
                IntStream.rangeClosed(1, size).toArray(),
                List.of(FeatureColumn.numbers("trait:x0", values[0]), FeatureColumn.numbers("trait:x1", values[1])));
    }
}
