// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.Pause;
import java.time.Clock;

/**
 * What is left of a workspace's requests. Braze counts by the clock, not in a rolling window, says with each answer what
 * is left ({@code X-RateLimit-Remaining}) and when it counts anew ({@code X-RateLimit-Reset}, seconds since 1970), and
 * never sends {@code Retry-After}: https://www.braze.com/docs/api/api_limits. So the last request that is allowed is the
 * moment to stop, not the first that is refused. Thread-safe.
 */
final class RateWindow {

    static final String RESET = "x-ratelimit-reset";

    private static final String REMAINING = "x-ratelimit-remaining";

    private static final Problem SPENT =
            Problem.of(ProblemCode.RATE_LIMITED, "The requests that Braze allows for now are spent.");

    private final Pause pause;

    RateWindow(Clock clock) {
        pause = new Pause(clock);
    }

    void observe(HttpAnswer answer) {
        var spent = answer.header(REMAINING)
                .filter(left -> left.strip().equals("0"))
                .isPresent();
        if (spent) {
            answer.untilEpoch(RESET).ifPresent(pause::begin);
        }
    }

    /** @throws io.kohorte.spi.ConnectorException {@code RATE_LIMITED} until the window begins anew */
    void check() {
        pause.check(SPENT);
    }
}
