// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.Components;
import io.kohorte.core.learn.Matrix;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A neural network.
 *
 * @param typical what is put in place of a feature that is not known: means over several customers each, nobody's own values
 */
public record NetworkScorer(Network network, Matrix typical) implements WeighingScorer {
    private static final int TYPICAL = 16;

    /** With typical customers from those it learned from: cut into equal parts by what it says of them, the mean of each. */
    static NetworkScorer of(Network network, Matrix matrix) {
        double[] odds = network.odds(matrix);
        int[] order = IntStream.range(0, odds.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> odds[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        int parts = Math.min(TYPICAL, order.length);
        float[][] columns = new float[matrix.width()][parts];
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) order.length * part / parts);
            int to = (int) ((long) order.length * (part + 1) / parts);
            List<Double> means =
                    matrix.pick(Arrays.copyOfRange(order, from, to)).means();
            for (int column = 0; column < columns.length; column++) {
                columns[column][part] = means.get(column).floatValue();
            }
        }
        return new NetworkScorer(network, new Matrix(matrix.names(), columns, parts));
    }

    @Override
    public double[] score(Matrix matrix) {
        return Arrays.stream(network.odds(matrix)).map(Odds::probability).toArray();
    }

    @Override
    public double usual() {
        return Arrays.stream(network.odds(typical)).average().orElseThrow();
    }

    @Override
    public double[][] parts(Matrix matrix, int[] owner, int features) {
        KernelShap shap = new KernelShap(network::odds, typical, owner, features);
        double[][] parts = new double[matrix.rows()][];
        for (int row = 0; row < parts.length; row++) {
            parts[row] = shap.of(matrix.pick(new int[] {row}));
        }
        return parts;
    }

    /** Each hidden unit weighs the columns. */
    @Override
    public NetworkScorer through(Components components, Matrix columns) {
        int hidden = network.hidden();
        int width = columns.width();
        double[] numbers = new double[Network.length(width, hidden)];
        int kept = 2 * hidden + 1;
        System.arraycopy(network.numbers(), network.shifts(), numbers, width * hidden, kept);
        for (int unit = 0; unit < hidden; unit++) {
            int at = unit;
            Components.Weighed weighed = components.unfold(
                    columns.names(),
                    IntStream.range(0, network.width())
                            .mapToObj(column -> network.numbers()[column * hidden + at])
                            .toList());
            for (int column = 0; column < width; column++) {
                numbers[column * hidden + unit] = weighed.weights().get(column);
            }
            numbers[width * hidden + unit] += weighed.shift();
        }
        return NetworkScorer.of(new Network(width, hidden, numbers), columns);
    }

    @Override
    public Scorer given(int column, float value) {
        float[][] known = new float[typical.width()][];
        for (int at = 0; at < known.length; at++) {
            known[at] = typical.column(at).clone();
        }
        Arrays.fill(known[column], value);
        return new NetworkScorer(network, new Matrix(typical.names(), known, typical.rows()));
    }

    @Override
    public int effort() {
        return (int) Math.min(
                Integer.MAX_VALUE, (long) KernelShap.coalitions(network.width()) * typical.rows() * network.width());
    }

    @Override
    public double probability(double own) {
        return Odds.probability(own);
    }

    @Override
    public Explanation.Method method() {
        return Explanation.Method.KERNEL_SHAP;
    }
}
