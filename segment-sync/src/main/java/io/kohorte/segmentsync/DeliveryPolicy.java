// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.time.Duration;
import java.time.Instant;

/**
 * How patient delivery is. Values, no behaviour.
 *
 * @param attempts of one batch or row within a run, at least 1
 * @param retry between those attempts
 * @param revisit between executions of a run whose destination is down
 * @param deadline after so long without any success the sync is paused
 * @param longestWait a run that has to wait longer gives its thread back and is due again later
 * @param jobDeadline after so long an unfinished job at the destination counts as unclear
 * @param lease how long a sync stays with a process that no longer answers
 * @param circuit when to leave an account alone
 * @param mergeAfter accepted members after which receipts are merged during a run
 * @param examplesKept how long the request and answer of a rejected row are kept at most
 */
public record DeliveryPolicy(
        int attempts,
        Backoff retry,
        Backoff revisit,
        Duration deadline,
        Duration longestWait,
        Duration jobDeadline,
        Duration lease,
        CircuitPolicy circuit,
        int mergeAfter,
        Duration examplesKept) {

    public static final DeliveryPolicy STANDARD = new DeliveryPolicy(
            6,
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30)),
            new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(30)),
            Duration.ofDays(3),
            Duration.ofSeconds(60),
            Duration.ofDays(2),
            Duration.ofSeconds(15),
            new CircuitPolicy(5, Duration.ofSeconds(20), Duration.ofMinutes(5)),
            1 << 18,
            Duration.ofDays(30));

    public DeliveryPolicy {
        if (attempts < 1 || mergeAfter < 1) {
            throw new IllegalArgumentException("attempts and mergeAfter are at least 1");
        }
    }

    /**
     * When an account is left alone.
     *
     * @param failures in a row that open the circuit
     * @param open how long it stays open the first time; doubles with every failed probe
     * @param longest it stays open
     */
    public record CircuitPolicy(int failures, Duration open, Duration longest) {

        String circuit(int failuresInARow, Instant openUntil, Instant now) {
            if (failuresInARow < failures) {
                return "closed";
            }
            return openUntil.isAfter(now) ? "open" : "half-open";
        }
    }

    /** The same with another lease: short in tests that kill processes. */
    public DeliveryPolicy withLease(Duration other) {
        return new DeliveryPolicy(
                attempts, retry, revisit, deadline, longestWait, jobDeadline, other, circuit, mergeAfter, examplesKept);
    }

    /** The same, merging receipts more or less often. */
    public DeliveryPolicy withMergeAfter(int members) {
        return new DeliveryPolicy(
                attempts, retry, revisit, deadline, longestWait, jobDeadline, lease, circuit, members, examplesKept);
    }
}
