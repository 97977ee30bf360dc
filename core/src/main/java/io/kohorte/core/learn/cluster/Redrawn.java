// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How well groups came back each time customers were redrawn.
 *
 * @param agreements adjusted Rand index with the groups of all, one for each time
 */
@SuppressWarnings("ArrayRecordComponent") // a handful of numbers, never compared
record Redrawn(double[] agreements) {

    double mean() {
        return Arrays.stream(agreements).average().orElse(0);
    }

    /** Whether these came back better than others by more than one standard error, time by time. */
    boolean isClearlyAbove(Redrawn other) {
        double lead = mean() - other.mean();
        double squares = IntStream.range(0, agreements.length)
                .mapToDouble(time -> Math.pow(agreements[time] - other.agreements[time] - lead, 2))
                .sum();
        return lead > Math.sqrt(squares / (agreements.length - 1) / agreements.length);
    }
}
