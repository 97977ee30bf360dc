// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Who moved between two versions: counts of customers known to both, by number before (row) and number now (column). */
final class Migration {
    private Migration() {}

    /** {@code before} holds −1 for customers who had no cluster. */
    static long[][] between(int[] before, int[] now) {
        int highest = Math.max(
                Arrays.stream(before).max().orElse(0), Arrays.stream(now).max().orElse(0));
        long[][] counts = new long[highest + 1][highest + 1];
        IntStream.range(0, now.length).filter(row -> before[row] >= 0).forEach(row -> counts[before[row]][now[row]]++);
        return counts;
    }
}
