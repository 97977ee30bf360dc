// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.http.HttpAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What is left of a workspace's requests. Braze counts by the clock, not in a rolling window, says with each answer what
 * is left ({@code X-RateLimit-Remaining}) and when it counts anew ({@code X-RateLimit-Reset}, seconds since 1970), and
 * never sends {@code Retry-After}: https://www.braze.com/docs/api/api_limits. So the last request that is allowed is the
 * moment to stop, not the first that is refused. Thread-safe.
 */
final class RateWindow {

    static final String RESET = "x-ratelimit-reset";

    private static final String REMAINING = "x-ratelimit-remaining";

    private final Clock clock;
    private final AtomicReference<Instant> spentUntil = new AtomicReference<>(Instant.MIN);

    RateWindow(Clock clock) {
        this.clock = clock;
    }

    void observe(HttpAnswer answer) {
        var spent = answer.header(REMAINING)
                .filter(left -> left.strip().equals("0"))
                .isPresent();
        if (spent) {
            answer.untilEpoch(RESET)
                    .ifPresent(wait -> spentUntil.set(clock.instant().plus(wait)));
        }
    }

    /** @throws ConnectorException {@code RATE_LIMITED} until the window begins anew */
    void check() {
        var left = Duration.between(clock.instant(), spentUntil.get());
        if (left.compareTo(Duration.ZERO) > 0) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.RATE_LIMITED, "The requests that Braze allows for now are spent."), left);
        }
    }
}
