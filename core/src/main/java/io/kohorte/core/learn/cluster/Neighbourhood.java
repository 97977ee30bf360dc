// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.learn.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A picture of who is near whom: t-SNE (L. van der Maaten, G. Hinton, 2008), exact, over all pairs. It begins at the principal components, so it keeps
 * what they keep of the whole, and nothing in it is random (D. Kobak, P. Berens, <em>Nature Communications</em> 10, 2019). Near points are near
 * customers; how far groups are apart and how wide they are says nothing.
 *
 * <p>Time grows with the square of the rows: under a second for 500.
 */
final class Neighbourhood {
    /** So many neighbours count, softly (van der Maaten, Hinton: 5 to 50). */
    private static final double PERPLEXITY = 30;

    private static final int EARLY = 250;
    private static final int LATE = 350;
    private static final double EXAGGERATION = 12;
    private static final double LEAST_RATE = 50;
    private static final double START = 1e-4;
    private static final double LEAST_GAIN = .01;
    private static final int BISECTIONS = 60;

    private final double[][] near;
    private final double[] x;
    private final double[] y;
    private final double[] slopeX;
    private final double[] slopeY;

    /** @param near how much rows are neighbours, as {@link #closeness} says */
    Neighbourhood(double[][] near, double[] x, double[] y) {
        this.near = near;
        this.x = x;
        this.y = y;
        slopeX = new double[x.length];
        slopeY = new double[x.length];
    }

    /** @return x and y of each row of the matrix, around 0 */
    static double[][] of(Matrix matrix, Distance distance) {
        double[][] start = Projection.of(matrix).points();
        if (matrix.rows() < 3) {
            return start;
        }
        Neighbourhood picture = new Neighbourhood(
                closeness(Distance.rows(distance.view(matrix)), distance), small(start, 0), small(start, 1));
        picture.settle();
        return IntStream.range(0, matrix.rows())
                .mapToObj(row -> new double[] {picture.x[row], picture.y[row]})
                .toArray(double[][]::new);
    }

    /**
     * How much every two rows are neighbours, both ways; all of them add up to 1. Around each row closeness falls as a normal density whose width
     * is chosen so that its entropy is that of {@link #PERPLEXITY} equal neighbours.
     */
    static double[][] closeness(double[][] rows, Distance distance) {
        int n = rows.length;
        double entropy = Math.log(Math.min(PERPLEXITY, (n - 1) / 3.0));
        double[][] one = new double[n][];
        for (int row = 0; row < n; row++) {
            double[] squares = new double[n];
            for (int other = 0; other < n; other++) {
                double way = distance.between(rows[row], rows[other]);
                squares[other] = way * way;
            }
            one[row] = around(row, squares, entropy);
        }
        double[][] both = new double[n][n];
        for (int row = 0; row < n; row++) {
            for (int other = 0; other < n; other++) {
                both[row][other] = (one[row][other] + one[other][row]) / (2 * n);
            }
        }
        return both;
    }

    private static double[] around(int row, double[] squares, double entropy) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int other = 0; other < squares.length; other++) {
            nearest = other == row ? nearest : Math.min(nearest, squares[other]);
        }
        double[] shares = new double[squares.length];
        double least = 0;
        double most = Double.POSITIVE_INFINITY;
        double precision = 1;
        for (int step = 0; step < BISECTIONS; step++) {
            double sum = 0;
            double weighed = 0;
            for (int other = 0; other < squares.length; other++) {
                // from the nearest on, so that no row is so far from all others that nothing is left
                double beyond = squares[other] - nearest;
                shares[other] = other == row ? 0 : Math.exp(-precision * beyond);
                sum += shares[other];
                weighed += shares[other] * beyond;
            }
            for (int other = 0; other < squares.length; other++) {
                shares[other] /= sum;
            }
            boolean tooWide = Math.log(sum) + precision * weighed / sum > entropy;
            least = tooWide ? precision : least;
            most = tooWide ? most : precision;
            precision = Double.isInfinite(most) ? precision * 2 : (least + most) / 2;
        }
        return shares;
    }

    /** Brought to a spread at which all points pull at each other. */
    private static double[] small(double[][] points, int axis) {
        double squares = Arrays.stream(points)
                .mapToDouble(point -> point[axis] * point[axis])
                .sum();
        double spread = Math.sqrt(squares / points.length);
        return Arrays.stream(points)
                .mapToDouble(point -> spread == 0 ? 0 : point[axis] / spread * START)
                .toArray();
    }

    private void settle() {
        double rate = Math.max(LEAST_RATE, x.length / EXAGGERATION / 4);
        Motion alongX = new Motion(x, slopeX, rate);
        Motion alongY = new Motion(y, slopeY, rate);
        for (int step = 0; step < EARLY + LATE; step++) {
            boolean early = step < EARLY;
            lean(early ? EXAGGERATION : 1);
            alongX.step(early ? .5 : .8);
            alongY.step(early ? .5 : .8);
        }
    }

    /** Finds how the divergence grows by the place of each point: first along x, then along y. */
    double[][] lean(double exaggeration) {
        int rows = x.length;
        double[] pushX = new double[rows];
        double[] pushY = new double[rows];
        double[] close = new double[rows];
        // each row by itself, and sums in the order of rows: the same on any number of processors
        IntStream.range(0, rows).parallel().forEach(row -> {
            double[] neighbours = near[row];
            double atX = x[row];
            double atY = y[row];
            double toX = 0;
            double toY = 0;
            double fromX = 0;
            double fromY = 0;
            double sum = -1; // itself
            for (int other = 0; other < rows; other++) {
                double dx = atX - x[other];
                double dy = atY - y[other];
                double here = 1 / (1 + dx * dx + dy * dy);
                double pull = neighbours[other] * here;
                double push = here * here;
                sum += here;
                toX += pull * dx;
                toY += pull * dy;
                fromX += push * dx;
                fromY += push * dy;
            }
            slopeX[row] = toX;
            slopeY[row] = toY;
            pushX[row] = fromX;
            pushY[row] = fromY;
            close[row] = sum;
        });
        double total = Arrays.stream(close).sum();
        for (int row = 0; row < rows; row++) {
            slopeX[row] = 4 * (exaggeration * slopeX[row] - pushX[row] / total);
            slopeY[row] = 4 * (exaggeration * slopeY[row] - pushY[row] / total);
        }
        return new double[][] {slopeX, slopeY};
    }

    /** Kullback and Leibler's: how far closeness in the picture is from closeness of the rows; 0 where it is the same. */
    double divergence() {
        double total = 0;
        double weighed = 0;
        for (int row = 0; row < x.length; row++) {
            for (int other = 0; other < x.length; other++) {
                if (other != row) {
                    double dx = x[row] - x[other];
                    double dy = y[row] - y[other];
                    double here = 1 / (1 + dx * dx + dy * dy);
                    total += here;
                    weighed += near[row][other] == 0 ? 0 : near[row][other] * Math.log(near[row][other] / here);
                }
            }
        }
        return weighed + Math.log(total);
    }

    /** Points on their way downhill; who keeps going the same way goes faster (R. Jacobs 1988, as in the paper). */
    private static final class Motion {
        private final double[] at;
        private final double[] slope;
        private final double rate;
        private final double[] speed;
        private final double[] gain;

        Motion(double[] at, double[] slope, double rate) {
            this.at = at;
            this.slope = slope;
            this.rate = rate;
            speed = new double[at.length];
            gain = new double[at.length];
            Arrays.fill(gain, 1);
        }

        void step(double momentum) {
            for (int row = 0; row < at.length; row++) {
                boolean onward = slope[row] * speed[row] < 0;
                gain[row] = Math.max(LEAST_GAIN, onward ? gain[row] + .2 : gain[row] * .8);
                speed[row] = momentum * speed[row] - rate * gain[row] * slope[row];
                at[row] += speed[row];
            }
        }
    }
}
