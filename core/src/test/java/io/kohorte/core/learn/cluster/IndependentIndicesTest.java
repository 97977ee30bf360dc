// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import elki.data.Clustering;
import elki.data.NumberVector;
import elki.database.query.QueryBuilder;
import elki.distance.NumberVectorDistance;
import elki.distance.minkowski.EuclideanDistance;
import elki.distance.minkowski.ManhattanDistance;
import elki.evaluation.clustering.ClusterContingencyTable;
import elki.evaluation.clustering.internal.DaviesBouldinIndex;
import elki.evaluation.clustering.internal.NoiseHandling;
import elki.evaluation.clustering.internal.Silhouette;
import elki.evaluation.clustering.internal.VarianceRatioCriterion;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The judges of clusterings beside those of ELKI 0.8.0, of good and bad groups, with noise and without. */
final class IndependentIndicesTest {

    static Stream<Crowd> crowds() {
        return Crowd.invented();
    }

    @ParameterizedTest
    @MethodSource("crowds")
    void indices_are_those_that_others_compute(Crowd crowd) {
        for (int k = 2; k <= 6; k++) {
            int groups = k;
            int[] near = KMeans.fit(crowd.matrix(), k, Distance.EUCLIDEAN, 3, 2).assign(crowd.matrix());
            Random random = new Random(k);
            compared(crowd, partition(near.length, row -> near[row], groups));
            compared(crowd, partition(near.length, row -> row % groups, groups));
            compared(crowd, partition(near.length, row -> random.nextInt(5) == 0 ? groups : near[row], groups));
        }
    }

    @Test
    void all_of_it_holds_on_real_customers() {
        indices_are_those_that_others_compute(Crowd.wholesale());
    }

    @Test
    void agreement_is_what_others_count() {
        Crowd crowd = Crowd.invented().findFirst().orElseThrow();
        Elki elki = new Elki(crowd.rows());
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            Partition one = partition(crowd.matrix().rows(), row -> random.nextInt(5), 5);
            Partition other = partition(
                    crowd.matrix().rows(), row -> random.nextInt(3) == 0 ? random.nextInt(4) : one.assigned()[row], 5);

            double theirs = new ClusterContingencyTable(false, false, elki.clustering(one), elki.clustering(other))
                    .getPaircount()
                    .adjustedRandIndex();

            assertThat(ClusterIndices.adjustedRand(one.assigned(), other.assigned()))
                    .isCloseTo(theirs, offset(1e-9));
        }
    }

    private static void compared(Crowd crowd, Partition partition) {
        Elki elki = new Elki(crowd.rows());
        Clustering<?> clustering = elki.clustering(partition);
        assertThat(ClusterIndices.silhouette(crowd.matrix(), Distance.EUCLIDEAN, partition))
                .isCloseTo(silhouette(elki, EuclideanDistance.STATIC, clustering), offset(1e-9));
        assertThat(ClusterIndices.silhouette(crowd.matrix(), Distance.MANHATTAN, partition))
                .isCloseTo(silhouette(elki, ManhattanDistance.STATIC, clustering), offset(1e-9));
        // theirs counts noise among the rows, though not among what is spread
        double ratio = new VarianceRatioCriterion(NoiseHandling.IGNORE_NOISE, false)
                        .evaluateClustering(elki.relation(), clustering)
                * (partition.belonging().length - partition.groups())
                / (crowd.matrix().rows() - partition.groups());
        assertThat(ClusterIndices.calinskiHarabasz(crowd.matrix(), partition)).isCloseTo(ratio, offset(1e-9 * ratio));
        // theirs divides by one group more where there is noise
        double worst = new DaviesBouldinIndex(EuclideanDistance.STATIC, NoiseHandling.IGNORE_NOISE, 1)
                        .evaluateClustering(elki.relation(), clustering)
                * clustering.getAllClusters().size()
                / partition.groups();
        assertThat(ClusterIndices.daviesBouldin(crowd.matrix(), partition)).isCloseTo(worst, offset(1e-9));
    }

    /** Noise counts 0, which ELKI calls a penalty. */
    private static double silhouette(Elki elki, NumberVectorDistance<NumberVector> distance, Clustering<?> clustering) {
        return new Silhouette<NumberVector>(distance, NoiseHandling.IGNORE_NOISE, true)
                .evaluateClustering(
                        elki.relation(), new QueryBuilder<>(elki.relation(), distance).distanceQuery(), clustering);
    }

    private static Partition partition(int rows, IntUnaryOperator group, int groups) {
        return new Partition(IntStream.range(0, rows).map(group).toArray(), groups);
    }
}
