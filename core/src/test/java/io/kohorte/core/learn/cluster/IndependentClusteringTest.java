// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import elki.clustering.dbscan.DBSCAN;
import elki.clustering.em.EM;
import elki.clustering.em.models.MultivariateGaussianModelFactory;
import elki.clustering.hierarchical.AGNES;
import elki.clustering.hierarchical.ClusterMergeHistory;
import elki.clustering.hierarchical.HDBSCANLinearMemory;
import elki.clustering.hierarchical.HierarchicalClusteringAlgorithm;
import elki.clustering.hierarchical.SLINK;
import elki.clustering.hierarchical.extraction.CutDendrogramByNumberOfClusters;
import elki.clustering.hierarchical.extraction.HDBSCANHierarchyExtraction;
import elki.clustering.hierarchical.linkage.GroupAverageLinkage;
import elki.clustering.hierarchical.linkage.WardLinkage;
import elki.clustering.kmeans.KMediansLloyd;
import elki.clustering.kmeans.LloydKMeans;
import elki.clustering.kmeans.initialization.Predefined;
import elki.data.Clustering;
import elki.data.NumberVector;
import elki.data.model.MeanModel;
import elki.distance.NumberVectorDistance;
import elki.distance.minkowski.EuclideanDistance;
import elki.distance.minkowski.ManhattanDistance;
import elki.distance.minkowski.SquaredEuclideanDistance;
import io.kohorte.core.learn.Matrix;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our methods beside those of ELKI 0.8.0. What both define alike has to be equal; where definitions differ, the test says how. That neither the order
 * of rows and columns nor a unit changes a group is told in {@link MethodsTest}.
 */
final class IndependentClusteringTest {
    private static final NumberVectorDistance<NumberVector> STRAIGHT = EuclideanDistance.STATIC;
    private static final NumberVectorDistance<NumberVector> SQUARED = SquaredEuclideanDistance.STATIC;
    private static final NumberVectorDistance<NumberVector> ABSOLUTE = ManhattanDistance.STATIC;

    static Stream<Crowd> crowds() {
        return Crowd.invented();
    }

    @ParameterizedTest
    @MethodSource("crowds")
    void k_means_comes_to_the_same_groups_from_the_same_start(Crowd crowd) {
        for (Distance distance : new Distance[] {Distance.EUCLIDEAN, Distance.COSINE}) {
            Crowd seen = new Crowd(crowd.name(), distance.view(crowd.matrix()));
            for (int k = 2; k <= 6; k++) {
                double[][] start = seen.some(k, k);

                Centroids ours = new Centroids(new Lloyd(seen.matrix(), start).run(1000, 0), Distance.EUCLIDEAN);

                Elki elki = new Elki(seen.rows());
                var theirs = new LloydKMeans<>(STRAIGHT, k, 1000, new Predefined(start)).run(elki.relation());
                assertThat(agreement(
                                ours.assign(seen.matrix()),
                                elki.partition(theirs).assigned()))
                        .as("%s into %d", distance, k)
                        .isEqualTo(1);
                assertThat(inertia(ours, seen))
                        .isCloseTo(inertia(middles(theirs, distance), seen), withPercentage(1e-7));
            }
        }
    }

    /**
     * Weka draws starts of its own, so ELKI begins where ours came to rest. Of an even number ours takes the middle of the two medians, theirs the lower
     * one, from where a few rows may still change sides: of real customers that gains a hundred-thousandth.
     */
    @ParameterizedTest
    @MethodSource("crowds")
    void k_medians_have_come_to_rest(Crowd crowd) {
        Centroids ours = KMedians.fit(crowd.matrix(), 3, 7, 2);

        var theirs = new KMediansLloyd<>(ABSOLUTE, 3, 100, new Predefined(ours.centres()))
                .run(new Elki(crowd.rows()).relation());

        assertThat(inertia(ours, crowd))
                .isCloseTo(inertia(middles(theirs, Distance.MANHATTAN), crowd), withPercentage(.005));
    }

    /** Ours ends when no middle moves by 1e-4 any more: there the objective is flat, and differs by less than a millionth. */
    @ParameterizedTest
    @MethodSource("crowds")
    void fuzzy_c_means_has_come_to_rest(Crowd crowd) {
        Centroids ours = FuzzyCMeans.fit(crowd.matrix(), 3, Distance.EUCLIDEAN, 7, 2);

        var theirs = new elki.clustering.kmeans.FuzzyCMeans<>(
                        3, 50, 500, 1e-12, FuzzyCMeans.BLUR, false, new Predefined(ours.centres()))
                .run(new Elki(crowd.rows()).relation());

        assertThat(blurred(ours, crowd))
                .isCloseTo(blurred(middles(theirs, Distance.EUCLIDEAN), crowd), withPercentage(1e-4));
    }

    /** Ours is at least a hundredth of the variance wide everywhere, theirs is not: of groups without a sharp edge between them a few rows may differ. */
    @Test
    void a_mixture_finds_the_groups_that_theirs_finds() {
        for (Crowd crowd :
                Crowd.invented().filter(each -> each.name().startsWith("blobs")).toList()) {
            int k = crowd.name().equals("blobs apart") ? 4 : 3;
            Matrix rows = crowd.matrix();
            Elki elki = new Elki(crowd.rows());
            double[][] start = KMeans.fit(rows, k, Distance.EUCLIDEAN, 3, 5).centres();

            var theirs = new EM<>(k, 1e-9, new MultivariateGaussianModelFactory(new Predefined(start)), 500, false)
                    .run(elki.relation());

            assertThat(agreement(
                            GaussianMixture.fit(rows, k, 3, 5).assign(rows),
                            elki.partition(theirs).assigned()))
                    .as(crowd.name())
                    .isGreaterThan(.99);
        }
    }

    @ParameterizedTest
    @MethodSource("crowds")
    void ward_joins_the_same_groups(Crowd crowd) {
        joinsTheSame(
                crowd, Linkage.WARD.merges(crowd.rows(), Distance.EUCLIDEAN), new AGNES<>(SQUARED, WardLinkage.STATIC));
    }

    @ParameterizedTest
    @MethodSource("crowds")
    void average_linkage_joins_the_same_groups(Crowd crowd) {
        joinsTheSame(
                crowd,
                Linkage.AVERAGE.merges(crowd.rows(), Distance.EUCLIDEAN),
                new AGNES<>(STRAIGHT, GroupAverageLinkage.STATIC));
        joinsTheSame(
                crowd,
                Linkage.AVERAGE.merges(crowd.rows(), Distance.MANHATTAN),
                new AGNES<>(ABSOLUTE, GroupAverageLinkage.STATIC));
    }

    @ParameterizedTest
    @MethodSource("crowds")
    void genie_that_tolerates_any_inequality_joins_what_single_linkage_joins(Crowd crowd) {
        joinsTheSame(crowd, Genie.merges(SpanningTree.of(crowd.rows(), Distance.EUCLIDEAN), 1), new SLINK<>(STRAIGHT));
    }

    /**
     * Rows with ten others within reach are dense in both, and so are their groups. Ours gives a row on the edge of two groups to the nearer, theirs to
     * whichever came first, and ours calls noise what hangs together in fewer than a hundredth.
     */
    @ParameterizedTest
    @MethodSource("crowds")
    void dbscan_finds_the_same_dense_ground(Crowd crowd) {
        double[][] rows = crowd.rows();
        for (int percent : new int[] {50, 80, 95}) {
            Density density = Density.of(rows, Distance.EUCLIDEAN);
            Landmarks landmarks = density.dbscan(percent);
            Partition ours = Partition.of(landmarks, crowd.matrix());
            double reach = landmarks.reach()[0];
            Elki elki = new Elki(rows);

            Partition theirs = elki.partition(new DBSCAN<>(STRAIGHT, reach, Neighbours.MANY + 1).run(elki.relation()));

            int[] sizes = theirs.sizes();
            int[] compared = IntStream.range(0, rows.length)
                    .filter(row -> theirs.isNoise(row) || sizes[theirs.assigned()[row]] > 2 * Neighbours.MANY)
                    .filter(row -> density.core()[row] <= reach || groupsWithin(landmarks, rows[row], reach) < 2)
                    .toArray();
            assertThat(compared).as("percent %d", percent).hasSizeGreaterThan(rows.length / 2);
            assertThat(agreement(picked(ours.assigned(), compared), picked(theirs.assigned(), compared)))
                    .as("percent %d", percent)
                    .isEqualTo(1);
            assertThat(IntStream.of(compared).allMatch(row -> ours.isNoise(row) == theirs.isNoise(row)))
                    .isTrue();
        }
    }

    /**
     * Theirs puts noise into a group of its own. Where a group falls below the smallest size, ours lets all its rows go at once, as the paper says
     * ({@link DefinitionsTest}); theirs counts how dense the last few are and so parts small groups further. Large ones are the same.
     */
    @ParameterizedTest
    @MethodSource("crowds")
    void hdbscan_finds_the_same_lasting_groups(Crowd crowd) {
        double[][] rows = crowd.rows();
        double[] core = Neighbours.of(rows, Distance.EUCLIDEAN).farthest();
        int[] ours =
                Hdbscan.of(SpanningTree.of(rows, Distance.EUCLIDEAN, core), 25).groups();
        Elki elki = new Elki(rows);
        var hierarchy = new HDBSCANLinearMemory<>(STRAIGHT, Neighbours.MANY + 1);

        Partition theirs = elki.partition(
                new HDBSCANHierarchyExtraction(hierarchy, 25, false).run(hierarchy.run(elki.relation())));

        int noise = rows.length;
        assertThat(agreement(
                        IntStream.of(ours)
                                .map(group -> group < 0 ? noise : group)
                                .toArray(),
                        theirs.assigned()))
                .isEqualTo(1);
    }

    /** HDBSCAN on these is held against its paper only, see above. */
    @Test
    void all_else_holds_on_real_customers() {
        Crowd crowd = Crowd.wholesale();
        k_means_comes_to_the_same_groups_from_the_same_start(crowd);
        k_medians_have_come_to_rest(crowd);
        fuzzy_c_means_has_come_to_rest(crowd);
        ward_joins_the_same_groups(crowd);
        average_linkage_joins_the_same_groups(crowd);
        genie_that_tolerates_any_inequality_joins_what_single_linkage_joins(crowd);
        dbscan_finds_the_same_dense_ground(crowd);
    }

    /** Theirs looks for the two closest groups each time. */
    private static void joinsTheSame(Crowd crowd, Merges ours, HierarchicalClusteringAlgorithm method) {
        Elki elki = new Elki(crowd.rows());
        ClusterMergeHistory history = method.autorun(elki.database());
        for (int k = 2; k <= 20; k++) {
            Clustering<?> theirs = new CutDendrogramByNumberOfClusters(method, k, false).run(history);
            assertThat(agreement(ours.cut(k), elki.partition(theirs).assigned()))
                    .as("into %d", k)
                    .isEqualTo(1);
        }
    }

    private static long groupsWithin(Landmarks landmarks, double[] row, double reach) {
        return IntStream.range(0, landmarks.points().length)
                .filter(landmark ->
                        Distance.EUCLIDEAN.between(row, doubles(landmarks.points()[landmark])) <= reach)
                .map(landmark -> landmarks.positions()[landmark])
                .distinct()
                .count();
    }

    private static double[] doubles(float[] point) {
        return IntStream.range(0, point.length).mapToDouble(i -> point[i]).toArray();
    }

    private static int[] picked(int[] groups, int[] rows) {
        return IntStream.of(rows).map(row -> groups[row]).toArray();
    }

    private static double agreement(int[] ours, int[] theirs) {
        return ClusterIndices.adjustedRand(ours, theirs);
    }

    private static Centroids middles(Clustering<? extends MeanModel> found, Distance distance) {
        return new Centroids(
                found.getAllClusters().stream()
                        .map(cluster -> cluster.getModel().getMean())
                        .toArray(double[][]::new),
                distance == Distance.MANHATTAN ? distance : Distance.EUCLIDEAN);
    }

    private static double inertia(Centroids middles, Crowd crowd) {
        return middles.inertia(crowd.matrix(), middles.assign(crowd.matrix()));
    }

    /** What fuzzy c-means makes least: squared distances to all middles, by the degree of belonging. */
    private static double blurred(Centroids middles, Crowd crowd) {
        double sum = 0;
        for (double[] row : crowd.rows()) {
            double[] degrees = FuzzyCMeans.degrees(row, middles.centres());
            for (int c = 0; c < degrees.length; c++) {
                sum += Math.pow(degrees[c], FuzzyCMeans.BLUR)
                        * Math.pow(Distance.EUCLIDEAN.between(row, middles.centres()[c]), 2);
            }
        }
        return sum;
    }
}
