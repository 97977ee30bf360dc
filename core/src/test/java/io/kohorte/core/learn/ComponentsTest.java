// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ComponentsTest {
    private static final List<String> XY = List.of("x", "y");
    private static final Reduction ALL = new Reduction(Optional.of(50));

    @Test
    void variance_explained_and_loadings_are_those_computed_by_hand() {
        Matrix matrix = matrix(new float[] {-1, 1, -1, 1}, new float[] {-3, -1, 1, 3});

        Components components = Components.fit(matrix, XY, ALL).orElseThrow();

        // covariance [[1, 1], [1, 5]]: eigenvalues 3 ± √5 of a trace of 6
        assertThat(components.means()).containsExactly(0.0, 0.0);
        assertThat(components.axes().get(0).explained()).isCloseTo((3 + Math.sqrt(5)) / 6, offset(1e-12));
        assertThat(components.axes().get(1).explained()).isCloseTo((3 - Math.sqrt(5)) / 6, offset(1e-12));
        // the first direction is (1, 2 + √5), normed; a loading is direction · √eigenvalue / spread of the column
        double norm = Math.hypot(1, 2 + Math.sqrt(5));
        double spread = Math.sqrt(3 + Math.sqrt(5));
        assertThat(components.axes().get(0).loadings().get(0)).isCloseTo(spread / norm, offset(1e-12));
        assertThat(components.axes().get(0).loadings().get(1))
                .isCloseTo((2 + Math.sqrt(5)) / norm * spread / Math.sqrt(5), offset(1e-12));
    }

    @Test
    void components_go_with_none_of_the_others_and_have_the_same_spread() {
        Matrix matrix = cloud(500);

        Matrix found = Components.fit(matrix, matrix.names(), ALL).orElseThrow().of(matrix);

        assertThat(found.names()).containsExactly("component:1", "component:2", "component:3");
        double[][] covariance = found.covariance(new double[3]);
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                assertThat(covariance[a][b]).isCloseTo(a == b ? 1 : 0, offset(1e-5));
            }
        }
    }

    @Test
    void turning_all_customers_around_changes_nothing_but_signs() {
        Matrix matrix = cloud(500);
        double angle = .7;
        Matrix turned = new Matrix(
                matrix.names(),
                new float[][] {
                    mixed(matrix, 0, Math.cos(angle), 1, -Math.sin(angle)),
                    mixed(matrix, 0, Math.sin(angle), 1, Math.cos(angle)),
                    matrix.column(2)
                },
                matrix.rows());

        Components before = Components.fit(matrix, matrix.names(), ALL).orElseThrow();
        Components after = Components.fit(turned, matrix.names(), ALL).orElseThrow();

        for (int axis = 0; axis < 3; axis++) {
            assertThat(after.axes().get(axis).explained())
                    .isCloseTo(before.axes().get(axis).explained(), offset(1e-6));
            for (int row = 0; row < 500; row++) {
                assertThat(Math.abs(after.of(turned).at(row, axis)))
                        .isCloseTo(Math.abs(before.of(matrix).at(row, axis)), offset(2e-3f));
            }
        }
    }

    @Test
    void neither_the_unit_of_a_feature_nor_the_order_of_customers_changes_a_component() {
        Matrix cloud = cloud(400);
        int[] backwards = IntStream.range(0, 400).map(row -> 399 - row).toArray();
        float[] thousandfold = cloud.column(0).clone();
        for (int row = 0; row < thousandfold.length; row++) {
            thousandfold[row] *= 1_024;
        }

        Matrix plain = prepared(cloud.column(0), cloud);
        Matrix otherUnit = prepared(thousandfold, cloud);
        Components components = Components.fit(cloud, cloud.names(), ALL).orElseThrow();
        Components reversed =
                Components.fit(cloud.pick(backwards), cloud.names(), ALL).orElseThrow();

        for (int row = 0; row < 400; row++) {
            assertThat(otherUnit.at(row, 0)).isCloseTo(plain.at(row, 0), offset(1e-4f));
            assertThat(reversed.of(cloud).at(row, 0))
                    .isCloseTo(components.of(cloud).at(row, 0), offset(1e-4f));
        }
    }

    @Test
    void as_many_are_taken_as_explain_nine_tenths_or_as_a_person_wants() {
        Matrix matrix = repeated(1_000);
        List<String> names = matrix.names();

        assertThat(Components.fit(matrix, names, Reduction.AUTO).orElseThrow().axes())
                .as("one thing said six times, and two others once")
                .hasSize(3);
        assertThat(Components.fit(matrix, names, new Reduction(Optional.of(2)))
                        .orElseThrow()
                        .axes())
                .hasSize(2);
        assertThat(Components.fit(matrix, List.of("a"), Reduction.AUTO))
                .as("one column has nothing to be drawn together with")
                .isEmpty();
    }

    @Test
    void categories_stay_as_they_are_and_whoever_lacks_everything_is_in_the_middle() {
        Matrix matrix = cloud(50);

        Matrix found =
                Components.fit(matrix, List.of("a", "b"), ALL).orElseThrow().of(matrix);

        assertThat(found.names()).containsExactly("component:1", "component:2", "c");
        assertThat(found.column(2)).isEqualTo(matrix.column(2));
        Components components = Components.fit(matrix, List.of("a", "b"), ALL).orElseThrow();
        assertThat(components.of(components.middle(matrix.names())).at(0, 0)).isCloseTo(0, offset(1e-5f));
    }

    private static Matrix prepared(float[] first, Matrix rest) {
        FeatureTable table = FeatureTable.of(
                IntStream.rangeClosed(1, first.length).toArray(),
                List.of(
                        FeatureColumn.numbers("a", first),
                        FeatureColumn.numbers("b", rest.column(1)),
                        FeatureColumn.numbers("c", rest.column(2))));
        return PreparationFit.forDistance(table, Optional.of(ALL)).apply(table);
    }

    private static Matrix matrix(float[] x, float[] y) {
        return new Matrix(XY, new float[][] {x, y}, x.length);
    }

    /** Three columns of which the first two go together. */
    private static Matrix cloud(int rows) {
        Random random = new Random(3);
        float[][] columns = new float[3][rows];
        for (int row = 0; row < rows; row++) {
            double common = random.nextGaussian();
            columns[0][row] = (float) (2 + 3 * common + .5 * random.nextGaussian());
            columns[1][row] = (float) (-1 + common + .5 * random.nextGaussian());
            columns[2][row] = (float) (.4 * random.nextGaussian());
        }
        return new Matrix(List.of("a", "b", "c"), columns, rows);
    }

    private static Matrix repeated(int rows) {
        Random random = new Random(4);
        float[][] columns = new float[8][rows];
        for (int row = 0; row < rows; row++) {
            double common = random.nextGaussian();
            for (int column = 0; column < 6; column++) {
                columns[column][row] = (float) (common + .1 * random.nextGaussian());
            }
            columns[6][row] = (float) random.nextGaussian();
            columns[7][row] = (float) random.nextGaussian();
        }
        return new Matrix(List.of("a", "b", "c", "d", "e", "f", "g", "h"), columns, rows);
    }

    private static float[] mixed(Matrix matrix, int one, double byOne, int other, double byOther) {
        float[] mixed = new float[matrix.rows()];
        for (int row = 0; row < mixed.length; row++) {
            mixed[row] = (float) (byOne * matrix.at(row, one) + byOther * matrix.at(row, other));
        }
        return mixed;
    }
}
