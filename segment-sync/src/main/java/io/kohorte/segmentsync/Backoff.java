// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with full jitter: a random time up to {@code base * 2^attempt}, so that those who failed together
 * do not come back together.
 *
 * @param cap no wait is longer
 */
public record Backoff(Duration base, Duration cap) {

    /** @param attempt failed attempts so far, from 1 */
    public Duration delay(int attempt, RandomGenerator random) {
        var ceiling = base.multipliedBy(1L << Math.min(Math.max(attempt, 1) - 1, 20));
        var bound = ceiling.compareTo(cap) > 0 ? cap : ceiling;
        return Duration.ofMillis(random.nextLong(bound.toMillis() + 1));
    }
}
