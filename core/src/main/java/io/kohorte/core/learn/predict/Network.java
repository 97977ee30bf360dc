// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.Matrix;
import java.util.stream.IntStream;

/**
 * A network with one hidden layer: log-odds are the weighted sum of the hidden units, each of which passes on what of its own weighted sum of
 * columns is above 0.
 *
 * @param numbers for each column its weight in each hidden unit; then the units' own shifts, their weights, and the shift of the whole
 */
@SuppressWarnings("ArrayRecordComponent") // thousands of numbers, never compared
public record Network(int width, int hidden, double[] numbers) {
    private static final int BLOCK = 512;

    public Network {
        if (numbers.length != length(width, hidden)) {
            throw new IllegalArgumentException(numbers.length + " numbers are no network of " + width + " columns");
        }
    }

    static int length(int width, int hidden) {
        return width * hidden + 2 * hidden + 1;
    }

    public int shifts() {
        return width * hidden;
    }

    public int weights() {
        return shifts() + hidden;
    }

    public int shift() {
        return weights() + hidden;
    }

    double[] odds(Matrix matrix) {
        double[] odds = new double[matrix.rows()];
        double[] sums = new double[BLOCK * hidden];
        for (int from = 0; from < odds.length; from += BLOCK) {
            int[] rows =
                    IntStream.range(from, Math.min(odds.length, from + BLOCK)).toArray();
            sum(matrix, rows, sums);
            for (int i = 0; i < rows.length; i++) {
                odds[from + i] = odds(sums, i);
            }
        }
        return odds;
    }

    /** The sum of each hidden unit for each of the rows, row by row. Column by column, since most columns of categories are 0. */
    void sum(Matrix matrix, int[] rows, double[] sums) {
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(numbers, shifts(), sums, i * hidden, hidden);
        }
        for (int column = 0; column < width; column++) {
            float[] values = matrix.column(column);
            for (int i = 0; i < rows.length; i++) {
                double value = values[rows[i]];
                if (value != 0) {
                    add(value, numbers, column * hidden, sums, i * hidden, hidden);
                }
            }
        }
    }

    /** The log-odds that the sums of the i-th row make. */
    double odds(double[] sums, int i) {
        double odds = numbers[shift()];
        for (int unit = 0; unit < hidden; unit++) {
            odds += numbers[weights() + unit] * Math.max(0, sums[i * hidden + unit]);
        }
        return odds;
    }

    static void add(double factor, double[] from, int at, double[] to, int toAt, int length) {
        for (int i = 0; i < length; i++) {
            to[toAt + i] += factor * from[at + i];
        }
    }
}
