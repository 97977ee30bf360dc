// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The numbers clusters go by. A cluster keeps its number across retrains when it is matched to an earlier one by the customers they share; a
 * number that fell out of use is never given to another group, since segments refer to it. Those who belong to no group have a number too.
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

    /** The numbers of {@code now}, of which those stay that {@code before} had too; {@code was} and {@code is} are positions of the same customers. */
    static ClusterNumbers matched(ClusterModel before, int[] was, Grouping now, int[] is) {
        ClusterNumbers previous = before.numbers();
        int k = now.count();
        double[][] shared = new double[k][previous.numbers.length];
        double[] nowSize = new double[k];
        double[] beforeSize = new double[previous.numbers.length];
        for (int i = 0; i < is.length; i++) {
            shared[is[i]][was[i]]++;
            nowSize[is[i]]++;
            beforeSize[was[i]]++;
        }
        double[][] jaccard = new double[k][previous.numbers.length];
        for (int n = 0; n < k; n++) {
            for (int b = 0; b < beforeSize.length; b++) {
                // who belongs to no group never becomes a group, and no group becomes those
                jaccard[n][b] = isNoise(now, n) || isNoise(before.grouping(), b)
                        ? 0
                        : shared[n][b] / Math.max(1, nowSize[n] + beforeSize[b] - shared[n][b]);
            }
        }
        int[] match = Assignment.best(jaccard);
        int[] numbers = new int[k];
        int next = previous.next;
        for (int n = 0; n < k; n++) {
            if (isNoise(now, n) && before.grouping().hasNoise()) {
                numbers[n] = previous.numbers[previous.numbers.length - 1];
            } else {
                boolean same = match[n] >= 0 && jaccard[n][match[n]] >= SAME;
                numbers[n] = same ? previous.numbers[match[n]] : next++;
            }
        }
        return new ClusterNumbers(numbers, next);
    }

    /** The position of the cluster that goes by a number; empty where none does any more. */
    public OptionalInt position(int number) {
        return IntStream.range(0, numbers.length)
                .filter(position -> numbers[position] == number)
                .findFirst();
    }

    private static boolean isNoise(Grouping grouping, int position) {
        return position >= grouping.groups();
    }
}
