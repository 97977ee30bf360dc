// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What the density methods know of a set of rows: how close the tenth neighbour of each is, and the shortest way that connects them all without
 * leaving dense ground (Campello, Moulavi, Sander 2013). DBSCAN cuts it at one density, HDBSCAN at one for each group.
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
record Density(double[][] rows, Distance distance, double[] core, SpanningTree tree) {
    /** Fewer than this share of the rows make no group: they count as noise. */
    private static final double SMALLEST = .01;

    static Density of(double[][] rows, Distance distance) {
        double[] core = Neighbours.of(rows, distance).farthest();
        return new Density(rows, distance, core, SpanningTree.of(rows, distance, core));
    }

    /**
     * DBSCAN (Ester et al. 1996) with the reach within which so many percent of the rows have ten neighbours. Rows that have are the landmarks: who
     * is within reach of one belongs to the group of the nearest.
     */
    Landmarks dbscan(int percent) {
        double[] sorted = core.clone();
        Arrays.sort(sorted);
        double reach = sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
        Forest forest = new Forest(rows.length);
        for (int edge = 0; edge < tree.length().length && tree.length()[edge] <= reach; edge++) {
            forest.join(tree.from()[edge], tree.to()[edge]);
        }
        int fewest = fewest();
        int[] dense = IntStream.range(0, rows.length)
                .filter(row -> core[row] <= reach && forest.size(forest.set(row)) >= fewest)
                .toArray();
        int[] position = new int[rows.length];
        Arrays.fill(position, -1);
        int groups = 0;
        for (int row : dense) {
            int set = forest.set(row);
            if (position[set] < 0) {
                position[set] = groups++;
            }
        }
        double[] reaches = new double[dense.length];
        Arrays.fill(reaches, reach);
        return new Landmarks(
                Landmarks.floats(IntStream.of(dense).mapToObj(row -> rows[row]).toArray(double[][]::new)),
                IntStream.of(dense).map(row -> position[forest.set(row)]).toArray(),
                reaches,
                groups + 1,
                distance);
    }

    /** HDBSCAN with groups of at least so many percent of the rows. Noise is a landmark too: among strangers one is a stranger. */
    Landmarks hdbscan(int percent) {
        Hdbscan.Found found = Hdbscan.of(tree, Math.max(fewest(), rows.length * percent / 100));
        int groups = found.birth().length;
        int[] positions = new int[rows.length];
        double[] reach = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            boolean noise = found.groups()[row] < 0;
            positions[row] = noise ? groups : found.groups()[row];
            reach[row] = noise ? 0 : found.birth()[found.groups()[row]];
        }
        return new Landmarks(Landmarks.floats(rows), positions, reach, groups + 1, distance);
    }

    private int fewest() {
        return Math.max(Neighbours.MANY, (int) (rows.length * SMALLEST));
    }
}
