// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The shortest way to connect all rows (Prim 1957): single linkage, Genie and density methods all read it. Time grows with the square of the rows,
 * memory with their number.
 *
 * @param from one end of each edge, the shortest edge first; on a tie, the one with the lower rows
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
record SpanningTree(int[] from, int[] to, double[] length) {

    static SpanningTree of(double[][] rows, Distance distance) {
        return of(rows, distance, new double[rows.length]);
    }

    /** Between rows no closer to each other than each is to its own surroundings (mutual reachability, Campello et al. 2013). */
    static SpanningTree of(double[][] rows, Distance distance, double[] surroundings) {
        int edges = rows.length - 1;
        double[] shortest = new double[rows.length];
        int[] nearest = new int[rows.length];
        boolean[] joined = new boolean[rows.length];
        Arrays.fill(shortest, Double.POSITIVE_INFINITY);
        int[] from = new int[edges];
        int[] to = new int[edges];
        double[] length = new double[edges];
        int current = 0;
        for (int edge = 0; edge < edges; edge++) {
            joined[current] = true;
            int next = -1;
            for (int row = 0; row < rows.length; row++) {
                if (!joined[row]) {
                    double way = Math.max(
                            distance.between(rows[current], rows[row]),
                            Math.max(surroundings[current], surroundings[row]));
                    if (way < shortest[row]) {
                        shortest[row] = way;
                        nearest[row] = current;
                    }
                    if (next < 0 || shortest[row] < shortest[next]) {
                        next = row;
                    }
                }
            }
            from[edge] = Math.min(next, nearest[next]);
            to[edge] = Math.max(next, nearest[next]);
            length[edge] = shortest[next];
            current = next;
        }
        int[] order = IntStream.range(0, edges)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(edge -> length[edge])
                        .thenComparingInt(edge -> from[edge])
                        .thenComparingInt(edge -> to[edge]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new SpanningTree(
                IntStream.of(order).map(edge -> from[edge]).toArray(),
                IntStream.of(order).map(edge -> to[edge]).toArray(),
                IntStream.of(order).mapToDouble(edge -> length[edge]).toArray());
    }

    int rows() {
        return from.length + 1;
    }
}
