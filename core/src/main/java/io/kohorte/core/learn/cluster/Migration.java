// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Who moved between two versions.
 *
 * @param from numbers before, in the order of the rows of {@code counts}
 * @param to numbers now, in the order of its columns
 * @param counts customers known to both
 */
@SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
public record Migration(int[] from, int[] to, long[][] counts) {

    /** {@code before} may hold −1 for customers who had no cluster. */
    static Migration between(int[] before, int[] now) {
        int[] from = Arrays.stream(before)
                .filter(number -> number >= 0)
                .distinct()
                .sorted()
                .toArray();
        int[] to = Arrays.stream(now).distinct().sorted().toArray();
        long[][] counts = new long[from.length][to.length];
        IntStream.range(0, now.length)
                .filter(i -> before[i] >= 0)
                .forEach(i -> counts[Arrays.binarySearch(from, before[i])][Arrays.binarySearch(to, now[i])]++);
        return new Migration(from, to, counts);
    }
}
