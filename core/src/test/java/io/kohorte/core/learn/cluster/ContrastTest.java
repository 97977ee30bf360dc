// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.Preparation;
import io.kohorte.core.learn.PreparationFit;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ContrastTest {
    private final Blobs customers = Blobs.of(3, 60, 3, 4, 5);
    private final Preparation preparation = PreparationFit.forDistance(customers.table());
    private final Matrix matrix = preparation.apply(customers.table());

    static Stream<Arguments> methods() {
        return Stream.of(Method.values())
                .flatMap(method -> method.distances().stream().map(distance -> Arguments.of(method, distance)));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void whoever_comes_is_where_the_model_says_they_fit_best(Method method, Distance distance) {
        Grouping grouping = fitted(method, distance);
        Matrix strangers = strangers();
        int[] assigned = grouping.assign(strangers);

        for (int row = 0; row < strangers.rows(); row++) {
            List<Misfit> misfits = grouping.misfits(strangers.pick(new int[] {row}));

            assertThat(misfits).hasSize(grouping.count());
            double own = misfits.get(assigned[row]).sum();
            assertThat(misfits).allSatisfy(misfit -> assertThat(own)
                    .isLessThanOrEqualTo(misfit.sum() + 1e-9 * Math.max(1, Math.abs(own))));
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void the_parts_and_the_rest_are_how_much_better_one_group_fits(Method method, Distance distance) {
        Grouping grouping = fitted(method, distance);
        ClusterModel model = new ClusterModel(preparation, grouping, ClusterNumbers.first(grouping.count()), method);

        Contrast contrast = model.contrast(customers.table().rows(new int[] {7}), OptionalInt.empty());

        List<Misfit> misfits = grouping.misfits(matrix.pick(new int[] {7}));
        double together = contrast.parts().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum()
                + contrast.rest();
        assertThat(together)
                .isCloseTo(
                        misfits.get(contrast.other()).sum()
                                - misfits.get(contrast.own()).sum(),
                        offset(1e-9));
        assertThat(contrast.own()).isEqualTo(grouping.assign(matrix)[7]).isNotEqualTo(contrast.other());
        assertThat(contrast.parts()).containsOnlyKeys("trait:x0", "trait:x1", "trait:x2");
    }

    @Test
    void what_is_alike_in_both_groups_speaks_for_neither() {
        Centroids centroids = new Centroids(new double[][] {{0, 5, 1}, {4, 5, 1}, {0, -500, 1}}, Distance.EUCLIDEAN);
        ClusterModel model = new ClusterModel(preparation, centroids, ClusterNumbers.first(3), Method.K_MEANS);

        Map<String, Double> parts = model.contrast(
                        customers.table().rows(new int[] {0}),
                        OptionalInt.of(centroids.assign(matrix.pick(new int[] {0}))[0] == 0 ? 1 : 0))
                .parts();

        assertThat(parts.get("trait:x0")).isNotZero();
        assertThat(parts.get("trait:x1")).isZero();
        assertThat(parts.get("trait:x2")).isZero();
    }

    private Grouping fitted(Method method, Distance distance) {
        int setting = method.takesNumber() ? 3 : method == Method.DBSCAN ? 80 : 4;
        return method.on(distance.view(matrix), distance, 3, 3).at(setting);
    }

    /** Customers nobody learned from, also far outside. */
    private Matrix strangers() {
        Random random = new Random(8);
        float[][] columns = new float[matrix.width()][200];
        for (float[] column : columns) {
            IntStream.range(0, column.length).forEach(row -> column[row] = (float) (2 * random.nextGaussian()));
        }
        return new Matrix(matrix.names(), columns, 200);
    }
}
