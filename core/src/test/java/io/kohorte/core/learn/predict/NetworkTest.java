// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.search.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NetworkTest {

    @Test
    void many_rows_at_once_are_scored_as_the_formula_says_of_each() {
        Random random = new Random(1);
        Network network =
                new Network(3, 4, random.doubles(Network.length(3, 4), -1, 1).toArray());
        Matrix matrix = noise(1_100, 3, 2);

        double[] odds = network.odds(matrix);

        for (int row = 0; row < matrix.rows(); row++) {
            assertThat(odds[row]).isCloseTo(formula(network, matrix.row(row)), offset(1e-12));
        }
    }

    @Test
    void what_only_two_columns_together_tell_is_found() throws Exception {
        Matrix seen = noise(2_000, 4, 3);
        Matrix unseen = noise(1_000, 4, 4);

        assertThat(auc(Learner.NETWORK, seen, unseen)).isGreaterThan(.95);
        assertThat(auc(Learner.LOGISTIC, seen, unseen)).isBetween(.4, .6);
    }

    @Test
    void where_nothing_is_to_be_learned_learning_stops_before_it_remembers() {
        Matrix matrix = noise(600, 20, 5);
        boolean[] labels = new boolean[600];
        Random coin = new Random(6);
        for (int row = 0; row < labels.length; row++) {
            labels[row] = coin.nextInt(4) == 0;
        }

        Network network = NetworkTraining.learn(matrix, labels, 7, Setting.USUAL);

        double[] scores = NetworkScorer.of(network, matrix).score(matrix);
        assertThat(Curves.brier(scores, labels)).isBetween(.15, .21);
        assertThat(Arrays.stream(scores).boxed())
                .allSatisfy(score -> assertThat(score).isBetween(.02, .8));
    }

    @Test
    void a_setting_changes_what_is_learned() {
        Matrix matrix = noise(300, 2, 8);

        assertThat(NetworkTraining.learn(matrix, together(matrix), 7, new Setting(Map.of("units", 5.0)))
                        .hidden())
                .isEqualTo(5);
        assertThat(NetworkTraining.learn(matrix, together(matrix), 7, new Setting(Map.of("rate", .001)))
                        .numbers())
                .isNotEqualTo(NetworkTraining.learn(matrix, together(matrix), 7, Setting.USUAL)
                        .numbers());
    }

    private static double auc(Learner learner, Matrix seen, Matrix unseen) throws Exception {
        return Curves.rocAuc(learner.learn(seen, together(seen), 7).scorer().score(unseen), together(unseen));
    }

    private static boolean[] together(Matrix matrix) {
        boolean[] labels = new boolean[matrix.rows()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = matrix.at(row, 0) * matrix.at(row, 1) > 0;
        }
        return labels;
    }

    private static double formula(Network network, double[] row) {
        double odds = network.numbers()[network.shift()];
        for (int unit = 0; unit < network.hidden(); unit++) {
            double sum = network.numbers()[network.shifts() + unit];
            for (int column = 0; column < row.length; column++) {
                sum += row[column] * network.numbers()[column * network.hidden() + unit];
            }
            odds += network.numbers()[network.weights() + unit] * Math.max(0, sum);
        }
        return odds;
    }

    static Matrix noise(int rows, int columns, long seed) {
        Random random = new Random(seed);
        float[][] values = new float[columns][rows];
        for (float[] column : values) {
            for (int row = 0; row < rows; row++) {
                column[row] = random.nextInt(5) == 0 ? 0 : (float) random.nextGaussian();
            }
        }
        return new Matrix(
                List.of(
                                "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q",
                                "r", "s", "t")
                        .subList(0, columns),
                values,
                rows);
    }
}
