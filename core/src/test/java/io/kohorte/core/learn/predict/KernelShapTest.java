// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.kohorte.core.learn.Matrix;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against Shapley's own formula over all sets, and where it samples, against what must hold all the same. */
final class KernelShapTest {

    @Test
    void few_features_are_explained_exactly_also_where_one_owns_several_columns() {
        int[] owner = {0, 1, 1, 2, 3, 4, 4};
        Function<Matrix, double[]> model = network(7, 1)::odds;
        Matrix typical = NetworkTest.noise(5, 7, 2);
        KernelShap shap = new KernelShap(model, typical, owner, 5);

        for (long seed = 3; seed < 8; seed++) {
            Matrix row = NetworkTest.noise(1, 7, seed);
            assertThat(shap.of(row)).containsExactly(bruteForce(model, typical, row, owner, 5), offset(1e-9));
        }
    }

    @Test
    void of_many_features_the_values_still_add_up_to_the_answer_and_come_near() {
        int[] owner = IntStream.range(0, 14).toArray();
        Function<Matrix, double[]> model = network(14, 11)::odds;
        Matrix typical = NetworkTest.noise(3, 14, 12);
        Matrix row = NetworkTest.noise(1, 14, 13);

        double[] values = new KernelShap(model, typical, owner, 14).of(row);

        double usual = Arrays.stream(model.apply(typical)).average().orElseThrow();
        assertThat(Arrays.stream(values).sum()).isCloseTo(model.apply(row)[0] - usual, offset(1e-9));
        double[] exact = bruteForce(model, typical, row, owner, 14);
        double size = Math.sqrt(Arrays.stream(exact).map(one -> one * one).sum());
        double error = Math.sqrt(IntStream.range(0, 14)
                .mapToDouble(feature -> Math.pow(values[feature] - exact[feature], 2))
                .sum());
        assertThat(error / size).isLessThan(.05);
    }

    @Test
    void where_nothing_interacts_it_gives_what_the_linear_formula_gives() {
        double[] weights = new Random(21).doubles(20, -1, 1).toArray();
        Function<Matrix, double[]> linear = matrix -> IntStream.range(0, matrix.rows())
                .mapToDouble(row -> IntStream.range(0, 20)
                        .mapToDouble(column -> weights[column] * matrix.at(row, column))
                        .sum())
                .toArray();
        Matrix typical = NetworkTest.noise(1, 20, 22);
        Matrix row = NetworkTest.noise(1, 20, 23);

        double[] values = new KernelShap(linear, typical, IntStream.range(0, 20).toArray(), 20).of(row);

        for (int column = 0; column < 20; column++) {
            assertThat(values[column])
                    .isCloseTo(weights[column] * (row.at(0, column) - typical.at(0, column)), offset(1e-6));
        }
    }

    @Test
    void a_customer_like_the_only_typical_one_has_no_reasons() {
        Matrix typical = NetworkTest.noise(1, 6, 31);

        assertThat(new KernelShap(
                                network(6, 32)::odds,
                                typical,
                                IntStream.range(0, 6).toArray(),
                                6)
                        .of(typical))
                .containsOnly(0);
    }

    @Test
    void the_parts_of_a_network_and_its_usual_answer_are_its_score() {
        Labelled customers = StoredScorersTest.customers(600, 9);
        Learner.Fitted fitted = Learner.NETWORK.fit(customers.table(), customers.labels(), 7);
        PredictionModel model = new PredictionModel(
                Learner.NETWORK,
                fitted.preparation(),
                fitted.columns(),
                new Platt(1.1, -.2),
                1,
                false,
                .4,
                fitted.scorer());

        assertThat(model.explain(customers.rows(new int[] {1, 20, 300}).table()))
                .allSatisfy(explanation -> {
                    assertThat(explanation.method()).isEqualTo(Explanation.Method.KERNEL_SHAP);
                    assertThat(explanation.usual()
                                    + explanation.parts().stream()
                                            .mapToDouble(Explanation.Part::points)
                                            .sum())
                            .isCloseTo(explanation.score(), offset(1e-9));
                    assertThat(explanation.parts())
                            .extracting(Explanation.Part::feature)
                            .contains("a", "b", "c", "country");
                });
    }

    private static Network network(int width, long seed) {
        return new Network(
                width,
                6,
                new Random(seed).doubles(Network.length(width, 6), -1, 1).toArray());
    }

    private static double[] bruteForce(
            Function<Matrix, double[]> model, Matrix typical, Matrix row, int[] owner, int features) {
        double[] worth = new double[1 << features];
        for (int set = 0; set < worth.length; set++) {
            float[][] columns = new float[owner.length][typical.rows()];
            for (int column = 0; column < owner.length; column++) {
                for (int other = 0; other < typical.rows(); other++) {
                    columns[column][other] =
                            ((set >> owner[column]) & 1) == 1 ? row.at(0, column) : typical.at(other, column);
                }
            }
            worth[set] = Arrays.stream(model.apply(new Matrix(typical.names(), columns, typical.rows())))
                    .average()
                    .orElseThrow();
        }
        double[] values = new double[features];
        for (int feature = 0; feature < features; feature++) {
            for (int set = 0; set < worth.length; set++) {
                if (((set >> feature) & 1) == 0) {
                    int size = Integer.bitCount(set);
                    double weight = 1.0 / features;
                    for (int i = 0; i < size; i++) {
                        weight *= (i + 1.0) / (features - 1 - i);
                    }
                    values[feature] += weight * (worth[set | (1 << feature)] - worth[set]);
                }
            }
        }
        return values;
    }
}
