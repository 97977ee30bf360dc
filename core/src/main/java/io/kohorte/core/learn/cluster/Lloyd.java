// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.learn.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Lloyd's iterations (1982) from given middles, with the bounds of G. Hamerly (2010): a row is measured again only when the middles have moved so far
 * that another one might be nearer. Rows are measured block by block, column by column, which the machine does eight at a time; chunks of
 * blocks go to several threads. What is added up is added up by chunks in their order, so the result does not depend on how many threads there are.
 */
final class Lloyd {
    /** Rows whose columns stay in the second cache. */
    private static final int BLOCK = 1024;

    private static final int CHUNK = 16 * BLOCK;

    private final Matrix rows;
    private final int width;
    private final int k;
    private final double[][] centres;
    private final double[][] sums;
    private final long[] counts;

    /** The nearest middle of each row, −1 before the first iteration. */
    private final int[] nearest;

    /** At most so far from the nearest middle. */
    private final float[] upper;

    /** At least so far from any other. */
    private final float[] lower;

    /** How far each middle moved last. */
    private final float[] moved;

    Lloyd(Matrix rows, double[][] start) {
        this.rows = rows;
        width = rows.width();
        k = start.length;
        centres = Arrays.stream(start).map(double[]::clone).toArray(double[][]::new);
        sums = new double[k][width];
        counts = new long[k];
        nearest = new int[rows.rows()];
        upper = new float[rows.rows()];
        lower = new float[rows.rows()];
        moved = new float[k];
        Arrays.fill(nearest, -1);
    }

    /**
     * The middles, after the rows have come to rest.
     *
     * @param settled rest is when the middles move, squared and summed, by less than this share of the mean variance of the columns
     */
    double[][] run(int mostIterations, double settled) {
        double enough = settled == 0 ? 0 : settled * variance();
        boolean moving = true;
        for (int i = 0; i < mostIterations && moving; i++) {
            moving = assign() > 0 && move() > enough;
        }
        return centres;
    }

    /** Sum of squared distances of all rows to the nearest middle. */
    double inertia() {
        Arrays.fill(nearest, -1);
        double sum = 0;
        for (Chunk chunk : all()) {
            sum += chunk.inertia;
        }
        return sum;
    }

    /** Answers how many rows have another nearest middle. */
    private long assign() {
        long changed = 0;
        for (Chunk chunk : all()) {
            changed += chunk.changed;
            for (int c = 0; c < k; c++) {
                counts[c] += chunk.counts[c];
                for (int column = 0; column < width; column++) {
                    sums[c][column] += chunk.sums[c][column];
                }
            }
        }
        return changed;
    }

    /** To the means of their rows; one without rows stays. Answers the sum of the squared ways. */
    private double move() {
        double all = 0;
        for (int c = 0; c < k; c++) {
            double way = 0;
            for (int column = 0; column < width && counts[c] > 0; column++) {
                double mean = sums[c][column] / counts[c];
                way += (mean - centres[c][column]) * (mean - centres[c][column]);
                centres[c][column] = mean;
            }
            moved[c] = (float) Math.sqrt(way);
            all += way;
        }
        return all;
    }

    private Chunk[] all() {
        IntStream chunks = IntStream.range(0, (rows.rows() + CHUNK - 1) / CHUNK);
        return (rows.rows() > 4 * CHUNK ? chunks.parallel() : chunks)
                .mapToObj(this::measured)
                .toArray(Chunk[]::new);
    }

    private Chunk measured(int number) {
        Chunk chunk = new Chunk();
        int end = Math.min(rows.rows(), (number + 1) * CHUNK);
        for (int from = number * CHUNK; from < end; from += BLOCK) {
            chunk.measure(from, Math.min(BLOCK, end - from));
        }
        return chunk;
    }

    private double variance() {
        double all = 0;
        for (int column = 0; column < width; column++) {
            double sum = 0;
            double squares = 0;
            for (float value : rows.column(column)) {
                sum += value;
                squares += (double) value * value;
            }
            double mean = sum / rows.rows();
            all += squares / rows.rows() - mean * mean;
        }
        return all / width;
    }

    /** Some rows of one thread, and what their moving adds to the sums of their middles. */
    private final class Chunk {
        private final double[][] sums = new double[k][width];
        private final long[] counts = new long[k];
        private final float[][] values = new float[width][BLOCK];
        private final float[] distance = new float[BLOCK];
        private final float[] least = new float[BLOCK];
        private final float[] second = new float[BLOCK];
        private final int[] found = new int[BLOCK];
        private final int[] open = new int[BLOCK];
        private final float furthest;
        private final float furthestOfOthers;
        private final int mover;
        private long changed;
        private double inertia;

        Chunk() {
            int most = 0;
            for (int c = 1; c < k; c++) {
                most = moved[c] > moved[most] ? c : most;
            }
            float next = 0;
            for (int c = 0; c < k; c++) {
                next = c == most ? next : Math.max(next, moved[c]);
            }
            mover = most;
            furthest = moved[most];
            furthestOfOthers = next;
        }

        void measure(int from, int size) {
            int count = opened(from, size);
            if (count == 0) {
                return;
            }
            gather(from, size, count);
            Arrays.fill(least, 0, count, Float.POSITIVE_INFINITY);
            Arrays.fill(second, 0, count, Float.POSITIVE_INFINITY);
            for (int c = 0; c < k; c++) {
                distances(centres[c], count);
                rank(c, count);
            }
            for (int i = 0; i < count; i++) {
                settle(open[i], i);
            }
        }

        /** Lists the rows whose bounds no longer tell which middle is nearest. */
        private int opened(int from, int size) {
            int count = 0;
            for (int row = from; row < from + size; row++) {
                int own = nearest[row];
                if (own >= 0) {
                    upper[row] += moved[own];
                    lower[row] -= own == mover ? furthestOfOthers : furthest;
                }
                if (own < 0 || upper[row] >= lower[row]) {
                    open[count++] = row;
                }
            }
            return count;
        }

        private void gather(int from, int size, int count) {
            for (int column = 0; column < width; column++) {
                float[] all = rows.column(column);
                float[] into = values[column];
                if (count == size) {
                    System.arraycopy(all, from, into, 0, size);
                } else {
                    for (int i = 0; i < count; i++) {
                        into[i] = all[open[i]];
                    }
                }
            }
        }

        /** Squared, four columns at a time: fewer passes over what is being summed. */
        private void distances(double[] centre, int count) {
            Arrays.fill(distance, 0, count, 0);
            int column = 0;
            for (; column + 4 <= width; column += 4) {
                add(
                        column,
                        (float) centre[column],
                        (float) centre[column + 1],
                        (float) centre[column + 2],
                        (float) centre[column + 3],
                        count);
            }
            for (; column < width; column++) {
                add(values[column], (float) centre[column], count);
            }
        }

        private void add(int column, float c0, float c1, float c2, float c3, int count) {
            float[] v0 = values[column];
            float[] v1 = values[column + 1];
            float[] v2 = values[column + 2];
            float[] v3 = values[column + 3];
            float[] into = distance;
            for (int i = 0; i < count; i++) {
                float d0 = v0[i] - c0;
                float d1 = v1[i] - c1;
                float d2 = v2[i] - c2;
                float d3 = v3[i] - c3;
                into[i] += d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3;
            }
        }

        private void add(float[] from, float centre, int count) {
            float[] into = distance;
            for (int i = 0; i < count; i++) {
                float difference = from[i] - centre;
                into[i] += difference * difference;
            }
        }

        private void rank(int centre, int count) {
            for (int i = 0; i < count; i++) {
                float one = distance[i];
                if (one < least[i]) {
                    second[i] = least[i];
                    least[i] = one;
                    found[i] = centre;
                } else if (one < second[i]) {
                    second[i] = one;
                }
            }
        }

        private void settle(int row, int i) {
            inertia += least[i];
            upper[row] = (float) Math.sqrt(least[i]);
            lower[row] = (float) Math.sqrt(second[i]);
            int before = nearest[row];
            int now = found[i];
            if (before != now) {
                changed++;
                nearest[row] = now;
                counts[now]++;
                if (before >= 0) {
                    counts[before]--;
                }
                for (int column = 0; column < width; column++) {
                    float value = values[column][i];
                    sums[now][column] += value;
                    if (before >= 0) {
                        sums[before][column] -= value;
                    }
                }
            }
        }
    }
}
