// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;

/**
 * Explains any score by a plain model around one customer (Ribeiro, Singh, Guestrin 2016): neighbours are made up who keep some of the customer's
 * features and take the others from other customers; they are scored, and a linear model with a small ridge penalty is fitted to that, in which
 * neighbours who keep more count more. Always the same for the same customers.
 */
public final class Lime {
    private static final int NEIGHBOURS = 2_000;
    private static final long SEED = 42;
    private static final double RIDGE = 1;

    /** Width of the neighbourhood as a share of the root of the number of features: that of the authors' own programme. */
    private static final double WIDTH = .75;

    private Lime() {}

    /**
     * Explains the score of one row.
     *
     * @param score gives each row of such a table its score
     * @param table the row's customer and others, of whom features are borrowed
     */
    public static Explanation explain(Function<FeatureTable, double[]> score, FeatureTable table, int row) {
        int features = table.columns().size();
        boolean[][] kept = new boolean[NEIGHBOURS][features];
        double[] scores = score.apply(neighbours(table, row, kept));
        double[] weights = fit(kept, scores);
        double own = scores[0];
        List<Explanation.Part> parts = IntStream.range(0, features)
                .mapToObj(feature ->
                        new Explanation.Part(table.columns().get(feature).name(), weights[feature]))
                .sorted(Comparator.comparingDouble(part -> -Math.abs(part.points())))
                .toList();
        double usual = weights[features];
        double told = parts.stream().mapToDouble(Explanation.Part::points).sum();
        return new Explanation(Explanation.Method.LIME, own, usual, parts, own - usual - told);
    }

    /** The first of them is the customer. */
    private static FeatureTable neighbours(FeatureTable table, int row, boolean[][] kept) {
        Random random = new Random(SEED);
        int features = table.columns().size();
        int[][] from = new int[features][NEIGHBOURS];
        for (int i = 0; i < NEIGHBOURS; i++) {
            for (int feature = 0; feature < features; feature++) {
                kept[i][feature] = i == 0 || random.nextBoolean();
                from[feature][i] = kept[i][feature] ? row : random.nextInt(table.size());
            }
        }
        List<FeatureColumn> columns = new ArrayList<>();
        for (int feature = 0; feature < features; feature++) {
            columns.add(table.columns().get(feature).rows(from[feature]));
        }
        return FeatureTable.of(IntStream.rangeClosed(1, NEIGHBOURS).toArray(), columns);
    }

    /** The weight of each feature that is kept, and last the score where none is. */
    private static double[] fit(boolean[][] kept, double[] scores) {
        int features = kept[0].length;
        double[][] normal = new double[features + 1][features + 1];
        double[] right = new double[features + 1];
        for (int i = 0; i < kept.length; i++) {
            double[] known = new double[features + 1];
            known[features] = 1;
            int lost = 0;
            for (int feature = 0; feature < features; feature++) {
                known[feature] = kept[i][feature] ? 1 : 0;
                lost += kept[i][feature] ? 0 : 1;
            }
            double weight = Math.exp(-lost / (2 * WIDTH * WIDTH * Math.max(1, features)));
            for (int a = 0; a <= features; a++) {
                right[a] += weight * known[a] * scores[i];
                Network.add(weight * known[a], known, 0, normal[a], 0, features + 1);
            }
        }
        for (int feature = 0; feature < features; feature++) {
            normal[feature][feature] += RIDGE;
        }
        return new CholeskyDecomposition(new Array2DRowRealMatrix(normal, false))
                .getSolver()
                .solve(new ArrayRealVector(right, false))
                .toArray();
    }
}
