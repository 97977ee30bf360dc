// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.search.Setting;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Learns a {@link Network} by gradients of the log loss (Rumelhart, Hinton, Williams 1986) in small batches with the steps of Adam (Kingma, Ba
 * 2015) and decay of weights (Loshchilov, Hutter 2019). Some rows are held out: learning ends when it stops getting better there, and what was
 * best there counts. One thread and exactly rounded arithmetic, so that a seed gives the same network on every machine.
 */
final class NetworkTraining {
    private static final double HELD_OUT = .15;
    private static final int MOST_EPOCHS = 80;
    private static final int FEWEST_EPOCHS = 5;
    private static final int PATIENCE = 6;

    /** Values looked at in all epochs together: some seconds, however many columns there are. */
    private static final double MOST_WORK = 2e9;

    private static final double MOMENTUM = .9;
    private static final double SPREAD = .999;

    private final Matrix matrix;
    private final boolean[] labels;
    private final Network network;
    private final double[] numbers;
    private final double rate;
    private final double decay;
    private final double[] gradient;
    private final double[] mean;
    private final double[] square;
    private double meanLeft = 1;
    private double squareLeft = 1;

    private NetworkTraining(Matrix matrix, boolean[] labels, Setting setting) {
        this.matrix = matrix;
        this.labels = labels;
        int hidden = setting.whole("units", 16);
        rate = setting.number("rate", .005);
        decay = setting.number("decay", .01);
        numbers = new double[Network.length(matrix.width(), hidden)];
        network = new Network(matrix.width(), hidden, numbers);
        gradient = new double[numbers.length];
        mean = new double[numbers.length];
        square = new double[numbers.length];
    }

    static Network learn(Matrix matrix, boolean[] labels, long seed, Setting setting) {
        return new NetworkTraining(matrix, labels, setting).learned(new Random(seed));
    }

    private Network learned(Random random) {
        int[] all = IntStream.range(0, labels.length).toArray();
        shuffle(all, random);
        int held = Math.max(1, (int) (HELD_OUT * all.length));
        int[] watched = Arrays.copyOf(all, held);
        int[] seen = Arrays.copyOfRange(all, held, all.length);
        start(random);
        double[] best = numbers.clone();
        double least = loss(watched);
        int batch = Math.max(16, Math.min(256, seen.length / 100));
        int worse = 0;
        for (int epoch = 0; epoch < epochs() && worse < PATIENCE; epoch++) {
            shuffle(seen, random);
            for (int from = 0; from < seen.length; from += batch) {
                step(Arrays.copyOfRange(seen, from, Math.min(seen.length, from + batch)));
            }
            double loss = loss(watched);
            worse++;
            if (loss < least) {
                least = loss;
                best = numbers.clone();
                worse = 0;
            }
        }
        return new Network(network.width(), network.hidden(), best);
    }

    private int epochs() {
        double values = (double) matrix.rows() * Math.max(1, matrix.width());
        return (int) Math.max(FEWEST_EPOCHS, Math.min(MOST_EPOCHS, MOST_WORK / values));
    }

    /** Weights spread so that what passes a unit keeps its size (He et al. 2015); the base rate as the first answer. */
    private void start(Random random) {
        double spread = Math.sqrt(2.0 / Math.max(1, network.width()));
        for (int i = 0; i < network.shifts(); i++) {
            numbers[i] = spread * random.nextGaussian();
        }
        for (int unit = 0; unit < network.hidden(); unit++) {
            numbers[network.weights() + unit] = random.nextGaussian() / network.hidden();
        }
        double yes = Curves.positives(labels) + 1.0;
        numbers[network.shift()] = StrictMath.log(yes / (labels.length + 2.0 - yes));
    }

    private void step(int[] rows) {
        slopes(rows);
        meanLeft *= MOMENTUM;
        squareLeft *= SPREAD;
        for (int i = 0; i < numbers.length; i++) {
            mean[i] = MOMENTUM * mean[i] + (1 - MOMENTUM) * gradient[i];
            square[i] = SPREAD * square[i] + (1 - SPREAD) * gradient[i] * gradient[i];
            double move = mean[i] / (1 - meanLeft) / (Math.sqrt(square[i] / (1 - squareLeft)) + 1e-8);
            boolean weight = i < network.shifts() || (i >= network.weights() && i < network.shift());
            numbers[i] -= rate * (move + (weight ? decay * numbers[i] : 0));
        }
    }

    /** The gradient of the mean loss of these rows. */
    private void slopes(int[] rows) {
        int hidden = network.hidden();
        double[] sums = new double[rows.length * hidden];
        network.sum(matrix, rows, sums);
        Arrays.fill(gradient, 0);
        double[] blame = new double[sums.length];
        for (int i = 0; i < rows.length; i++) {
            double error = (probability(network.odds(sums, i)) - (labels[rows[i]] ? 1 : 0)) / rows.length;
            gradient[network.shift()] += error;
            for (int unit = 0; unit < hidden; unit++) {
                int at = i * hidden + unit;
                if (sums[at] > 0) {
                    gradient[network.weights() + unit] += error * sums[at];
                    blame[at] = error * numbers[network.weights() + unit];
                }
            }
            Network.add(1, blame, i * hidden, gradient, network.shifts(), hidden);
        }
        for (int column = 0; column < network.width(); column++) {
            float[] values = matrix.column(column);
            for (int i = 0; i < rows.length; i++) {
                double value = values[rows[i]];
                if (value != 0) {
                    Network.add(value, blame, i * hidden, gradient, column * hidden, hidden);
                }
            }
        }
    }

    private double loss(int[] rows) {
        double[] sums = new double[rows.length * network.hidden()];
        network.sum(matrix, rows, sums);
        double loss = 0;
        for (int i = 0; i < rows.length; i++) {
            double odds = network.odds(sums, i);
            double against = labels[rows[i]] ? -odds : odds;
            loss += Math.max(0, against) + StrictMath.log1p(StrictMath.exp(-Math.abs(against)));
        }
        return loss / rows.length;
    }

    private static double probability(double odds) {
        return 1 / (1 + StrictMath.exp(-odds));
    }

    private static void shuffle(int[] rows, Random random) {
        for (int i = rows.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int row = rows[i];
            rows[i] = rows[other];
            rows[other] = row;
        }
    }
}
