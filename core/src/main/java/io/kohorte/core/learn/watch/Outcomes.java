// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a version said of customers, and what came true since: answers it cannot have learned from.
 *
 * @param decision the moment the scores look ahead from
 * @param groups of each customer the value of the sensitive trait; empty texts where it is not known; no entries without such a trait
 */
@SuppressWarnings("ArrayRecordComponent") // rows in bulk, never compared
record Outcomes(Instant decision, double[] scores, boolean[] labels, List<String> groups) {
    static final String NAME = "outcomes";

    Outcomes {
        groups = List.copyOf(groups);
    }

    long positives() {
        return IntStream.range(0, labels.length).filter(row -> labels[row]).count();
    }

    /** Whether there are enough of either answer to judge by. */
    boolean judge() {
        return Math.min(positives(), labels.length - positives()) >= Performance.FEWEST;
    }

    Spread spread() {
        return Spread.ofAnswers(NAME, positives(), labels.length - positives());
    }
}
