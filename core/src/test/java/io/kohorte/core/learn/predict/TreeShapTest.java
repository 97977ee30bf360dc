// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Held against Shapley's own formula, which asks the trees about every set of features. */
final class TreeShapTest {
    private static final int COLUMNS = 6;

    /** The last three columns are one feature. */
    private static final int[] OWNER = {0, 1, 2, 3, 3, 3};

    private static final int FEATURES = 4;

    @Test
    void values_equal_those_of_the_formula_with_columns_met_again_missing_values_and_columns_of_one_feature() {
        Random random = new Random(17);
        for (int round = 0; round < 60; round++) {
            Trees trees = grown(random, round % 2 == 0);
            double[] row = row(random);

            double[] values = new TreeShap(trees, OWNER, FEATURES).of(row);

            assertThat(values).containsExactly(byTheFormula(trees, row), offset(1e-12));
        }
    }

    @Test
    void what_is_expected_and_all_values_together_are_what_the_trees_say() {
        Random random = new Random(23);
        for (int round = 0; round < 60; round++) {
            Trees trees = grown(random, round % 2 == 0);
            double[] row = row(random);

            double together = TreeShap.expected(trees)
                    + Arrays.stream(new TreeShap(trees, OWNER, FEATURES).of(row))
                            .sum();

            assertThat(together).isCloseTo(said(trees, row), offset(1e-12));
        }
    }

    @ParameterizedTest
    @EnumSource(Learner.class)
    void whoever_learned_the_parts_of_an_explanation_add_up_to_the_score(Learner learner) {
        Labelled customers = StoredScorersTest.customers(1_000, 5);
        Learner.Fitted fitted = learner.fit(customers.table(), customers.labels(), 7);
        for (boolean negate : new boolean[] {false, true}) {
            PredictionModel model = new PredictionModel(
                    learner,
                    fitted.preparation(),
                    fitted.columns(),
                    new Platt(1.3, -.2),
                    2,
                    negate,
                    .4,
                    fitted.scorer());
            FeatureTable few = customers.table().rows(IntStream.range(0, 40).toArray());
            double[] scores = model.score(few);

            List<Explanation> explanations = model.explain(few);

            for (int row = 0; row < 40; row++) {
                Explanation explanation = explanations.get(row);
                assertThat(explanation.score()).isEqualTo(scores[row]);
                assertThat(explanation.usual()
                                + explanation.parts().stream()
                                        .mapToDouble(Explanation.Part::points)
                                        .sum())
                        .isCloseTo(scores[row], offset(1e-9));
                assertThat(explanation.parts())
                        .extracting(Explanation.Part::feature)
                        .containsExactlyInAnyOrder("a", "b", "c", "country");
            }
        }
    }

    @Test
    void boosted_trees_are_explained_as_the_library_explains_them() throws XGBoostError {
        Labelled customers = StoredScorersTest.customers(1_000, 5);
        Matrix matrix = Learner.BOOSTING.prepare(customers.table()).apply(customers.table());
        int width = matrix.width();
        float[] values = new float[matrix.rows() * width];
        float[] labels = new float[matrix.rows()];
        for (int row = 0; row < matrix.rows(); row++) {
            labels[row] = customers.labels()[row] ? 1 : 0;
            for (int column = 0; column < width; column++) {
                values[row * width + column] = matrix.at(row, column);
            }
        }
        DMatrix rows = new DMatrix(values, matrix.rows(), width, Float.NaN);
        rows.setLabel(labels);
        Booster booster =
                XGBoost.train(rows, Map.of("objective", "binary:logistic", "max_depth", 4), 20, Map.of(), null, null);
        BoostedScorer scorer = BoostingCompiler.compile(booster.toByteArray("json"));
        TreeShap ours = new TreeShap(scorer.trees(), IntStream.range(0, width).toArray(), width);

        float[][] theirs = booster.predictContrib(rows, 0);

        for (int row = 0; row < matrix.rows(); row++) {
            double[] explained = ours.of(matrix.row(row));
            for (int column = 0; column < width; column++) {
                assertThat(explained[column]).isCloseTo(theirs[row][column], offset(1e-4));
            }
            assertThat(scorer.usual()).isCloseTo(theirs[row][width], offset(1e-4));
        }
        rows.dispose();
        booster.dispose();
    }

    private static double[] byTheFormula(Trees trees, double[] row) {
        double[] values = new double[FEATURES];
        for (int feature = 0; feature < FEATURES; feature++) {
            for (int set = 0; set < 1 << FEATURES; set++) {
                if ((set & 1 << feature) == 0) {
                    int size = Integer.bitCount(set);
                    double weight = factorial(size) * factorial(FEATURES - size - 1) / factorial(FEATURES);
                    values[feature] += weight * (said(trees, row, set | 1 << feature) - said(trees, row, set));
                }
            }
        }
        return values;
    }

    private static double factorial(int n) {
        return n <= 1 ? 1 : n * factorial(n - 1);
    }

    private static double said(Trees trees, double[] row) {
        float[][] columns = new float[row.length][1];
        for (int column = 0; column < row.length; column++) {
            columns[column][0] = (float) row[column];
        }
        return trees.sums(new Matrix(List.of("a", "b", "c", "d=1", "d=2", "d=3"), columns, 1))[0];
    }

    private static double said(Trees trees, double[] row, int known) {
        double sum = 0;
        for (int root : trees.roots()) {
            sum += said(trees, root, row, known);
        }
        return sum;
    }

    private static double said(Trees trees, int node, double[] row, int known) {
        int column = trees.column()[node];
        if (column == Trees.LEAF) {
            return trees.value()[node];
        }
        double left = trees.leftShare()[node];
        if ((known & 1 << OWNER[column]) != 0) {
            left = Double.isNaN(row[column]) ? trees.missingLeft()[node] : row[column] < trees.split()[node] ? 1 : 0;
        }
        return left * said(trees, trees.left()[node], row, known)
                + (1 - left) * said(trees, trees.left()[node] + 1, row, known);
    }

    /** @param directed whether a missing value goes one way */
    private static Trees grown(Random random, boolean directed) {
        Growing nodes = new Growing();
        int[] roots = {nodes.reserve(1), nodes.reserve(1)};
        for (int root : roots) {
            grow(random, nodes, root, 5, directed);
        }
        return nodes.trees(roots);
    }

    private static void grow(Random random, Growing nodes, int at, int depth, boolean directed) {
        if (depth == 0 || random.nextDouble() < .15) {
            nodes.leaf(at, random.nextGaussian());
            return;
        }
        double share = .05 + .9 * random.nextDouble();
        int left = nodes.reserve(2);
        nodes.split(
                at, random.nextInt(COLUMNS), random.nextDouble(), share, directed ? random.nextInt(2) : share, left);
        grow(random, nodes, left, depth - 1, directed);
        grow(random, nodes, left + 1, depth - 1, directed);
    }

    private static double[] row(Random random) {
        double[] row = new double[COLUMNS];
        for (int column = 0; column < COLUMNS; column++) {
            row[column] = random.nextDouble() < .2 ? Double.NaN : random.nextFloat();
        }
        return row;
    }
}
