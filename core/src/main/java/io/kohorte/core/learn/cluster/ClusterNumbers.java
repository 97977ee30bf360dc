// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.Arrays;

/**
 * The numbers clusters go by. A cluster keeps its number across retrains when it is matched to an earlier one by the customers they share; a
 * number that fell out of use is never given to another group, since segments refer to it.
 *
 * @param numbers the number of each cluster, by its position
 * @param next the first number never used
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
public record ClusterNumbers(int[] numbers, int next) {
    /** Below this share of common customers (of those in either) two clusters are not the same group. */
    private static final double SAME = .2;

    static ClusterNumbers first(int k) {
        int[] numbers = new int[k];
        Arrays.setAll(numbers, position -> position);
        return new ClusterNumbers(numbers, k);
    }

    /** Matches {@code k} new clusters to the previous ones; {@code before} and {@code now} are positions of the same customers. */
    static ClusterNumbers matched(ClusterNumbers previous, int[] before, int[] now, int k) {
        double[][] shared = new double[k][previous.numbers.length];
        double[] nowSize = new double[k];
        double[] beforeSize = new double[previous.numbers.length];
        for (int i = 0; i < now.length; i++) {
            shared[now[i]][before[i]]++;
            nowSize[now[i]]++;
            beforeSize[before[i]]++;
        }
        double[][] jaccard = new double[k][previous.numbers.length];
        for (int n = 0; n < k; n++) {
            for (int b = 0; b < beforeSize.length; b++) {
                jaccard[n][b] = shared[n][b] / Math.max(1, nowSize[n] + beforeSize[b] - shared[n][b]);
            }
        }
        int[] match = Assignment.best(jaccard);
        int[] numbers = new int[k];
        int next = previous.next;
        for (int n = 0; n < k; n++) {
            boolean same = match[n] >= 0 && jaccard[n][match[n]] >= SAME;
            numbers[n] = same ? previous.numbers[match[n]] : next++;
        }
        return new ClusterNumbers(numbers, next);
    }
}
