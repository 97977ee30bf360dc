// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The nearest other rows of every row.
 *
 * @param nearest per row, the closest first
 * @param farthest the distance to the last of them
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
record Neighbours(int[][] nearest, double[] farthest) {
    /** How many make a neighbourhood: what the density methods and the judge of neighbourhoods look at. */
    static final int MANY = 10;

    static Neighbours of(double[][] rows, Distance distance) {
        int many = Math.min(MANY, rows.length - 1);
        int[][] nearest = new int[rows.length][many];
        double[] farthest = new double[rows.length];
        double[] ways = new double[many];
        for (int row = 0; row < rows.length; row++) {
            Arrays.fill(ways, Double.POSITIVE_INFINITY);
            for (int other = 0; other < rows.length; other++) {
                if (other != row) {
                    double way = distance.between(rows[row], rows[other]);
                    if (way < ways[many - 1]) {
                        int at = many - 1;
                        while (at > 0 && ways[at - 1] > way) {
                            ways[at] = ways[at - 1];
                            nearest[row][at] = nearest[row][at - 1];
                            at--;
                        }
                        ways[at] = way;
                        nearest[row][at] = other;
                    }
                }
            }
            farthest[row] = ways[many - 1];
        }
        return new Neighbours(nearest, farthest);
    }

    /**
     * How much more often than by chance neighbours are in the same group (after Ding, He 2004): 1 where no group cuts through a neighbourhood, of
     * whatever shape the groups are; 0 where groups mean nothing. Of noise nobody is a neighbour.
     */
    double together(Partition partition) {
        int[] assigned = partition.assigned();
        long same = 0;
        for (int row = 0; row < assigned.length; row++) {
            for (int other : nearest[row]) {
                same += assigned[row] == assigned[other] && !partition.isNoise(row) ? 1 : 0;
            }
        }
        double share = (double) same / ((long) assigned.length * nearest[0].length);
        double chance = 0;
        for (int size : partition.sizes()) {
            chance += Math.pow((double) size / assigned.length, 2);
        }
        return chance >= 1 ? 0 : (share - chance) / (1 - chance);
    }

    /** The share of these neighbours who are neighbours there too: 1 where a picture keeps all of them. */
    double shared(Neighbours there) {
        long same = 0;
        for (int row = 0; row < nearest.length; row++) {
            Set<Integer> theirs = Arrays.stream(there.nearest[row]).boxed().collect(Collectors.toSet());
            same += Arrays.stream(nearest[row]).filter(theirs::contains).count();
        }
        return (double) same / ((long) nearest.length * nearest[0].length);
    }
}
