// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.Matrix;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;

/**
 * Shapley values of any model by weighted least squares over coalitions of known features (Lundberg, Lee 2017, theorem 2). A feature that is not
 * known takes the values of typical customers, one after the other, and the answers are averaged. A feature may own several columns: they are known
 * together or not at all. Exact for up to eleven features in which a customer differs from the typical ones; beyond, coalitions are sampled in
 * pairs with their opposites (Covert, Lee 2021). The values add up to what is to be explained either way.
 */
public final class KernelShap {
    private static final double TINY = 1e-12;

    private final Function<Matrix, double[]> model;
    private final Matrix typical;
    private final int[] owner;
    private final int features;
    private final double usual;

    /**
     * Explains a model.
     *
     * @param model gives each row its answer
     * @param owner the feature that each column belongs to
     * @param features how many there are
     */
    public KernelShap(Function<Matrix, double[]> model, Matrix typical, int[] owner, int features) {
        this.model = model;
        this.typical = typical;
        this.owner = owner.clone();
        this.features = features;
        this.usual = Arrays.stream(model.apply(typical)).average().orElseThrow();
    }

    /** About how many coalitions are asked about for so many features. */
    static int coalitions(int features) {
        return features < 11 ? 1 << features : Coalitions.MOST;
    }

    /** By how much each feature moves the one row's answer away from the mean answer of typical customers. */
    public double[] of(Matrix row) {
        double[] values = new double[features];
        int[] players = differing(row);
        double whole = model.apply(row)[0] - usual;
        if (players.length == 1) {
            values[players[0]] = whole;
        } else if (players.length > 1) {
            Coalitions coalitions = Coalitions.of(players.length);
            double[] solved = solve(coalitions, worths(row, players, coalitions), whole);
            for (int player = 0; player < players.length; player++) {
                values[players[player]] = solved[player];
            }
        }
        return values;
    }

    /** What never differs from a typical customer cannot move the answer away from theirs. */
    private int[] differing(Matrix row) {
        return IntStream.range(0, owner.length)
                .filter(column -> IntStream.range(0, typical.rows())
                        .anyMatch(one -> Float.compare(typical.at(one, column), row.at(0, column)) != 0))
                .map(column -> owner[column])
                .distinct()
                .sorted()
                .toArray();
    }

    /** For each coalition the mean answer where its features are known, above the usual one. */
    private double[] worths(Matrix row, int[] players, Coalitions coalitions) {
        int[] playerOf = new int[features];
        Arrays.fill(playerOf, -1);
        for (int player = 0; player < players.length; player++) {
            playerOf[players[player]] = player;
        }
        int others = typical.rows();
        double[] worths = new double[coalitions.size()];
        int step = Math.max(1, 4096 / others);
        for (int from = 0; from < worths.length; from += step) {
            int count = Math.min(step, worths.length - from);
            float[][] columns = new float[owner.length][count * others];
            for (int column = 0; column < columns.length; column++) {
                int player = playerOf[owner[column]];
                float own = row.at(0, column);
                for (int i = 0; i < count; i++) {
                    boolean known = player >= 0 && coalitions.holds(from + i, player);
                    for (int other = 0; other < others; other++) {
                        columns[column][i * others + other] = known ? own : typical.at(other, column);
                    }
                }
            }
            double[] answers = model.apply(new Matrix(typical.names(), columns, count * others));
            for (int i = 0; i < count; i++) {
                worths[from + i] = Arrays.stream(answers, i * others, (i + 1) * others)
                                .average()
                                .orElseThrow()
                        - usual;
            }
        }
        return worths;
    }

    /** The last value is what the others leave, so that all add up to the whole. */
    private static double[] solve(Coalitions coalitions, double[] worths, double whole) {
        int last = coalitions.players() - 1;
        double[][] normal = new double[last][last];
        double[] right = new double[last];
        double[] signs = new double[last];
        for (int i = 0; i < worths.length; i++) {
            int ofLast = coalitions.holds(i, last) ? 1 : 0;
            double weight = coalitions.weight(i);
            for (int player = 0; player < last; player++) {
                signs[player] = (coalitions.holds(i, player) ? 1 : 0) - ofLast;
            }
            double rest = weight * (worths[i] - ofLast * whole);
            for (int a = 0; a < last; a++) {
                if (signs[a] != 0) {
                    right[a] += signs[a] * rest;
                    Network.add(weight * signs[a], signs, 0, normal[a], 0, last);
                }
            }
        }
        double[] values = new CholeskyDecomposition(new Array2DRowRealMatrix(normal, false), TINY, TINY)
                .getSolver()
                .solve(new ArrayRealVector(right, false))
                .toArray();
        double[] all = Arrays.copyOf(values, last + 1);
        all[last] = whole - Arrays.stream(values).sum();
        return all;
    }
}
