// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.http.HttpAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What is left of the current window of requests. Klaviyo says so with every success ({@code RateLimit-Remaining}, and
 * {@code RateLimit-Reset} in seconds), and in a 429 it says {@code Retry-After} in their place: so after the last request
 * of a window none is spent on being refused. Windows differ by endpoint; waiting a second for another's harms nobody.
 */
final class RateWindow {

    /** The longest window of Klaviyo but for the daily one of lists that are created, which is no reason to wait. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Clock clock;
    private final AtomicReference<Instant> closedUntil = new AtomicReference<>(Instant.MIN);

    RateWindow(Clock clock) {
        this.clock = clock;
    }

    void observe(HttpAnswer answer) {
        if (number(answer, "ratelimit-remaining").filter(left -> left == 0).isPresent()) {
            number(answer, "ratelimit-reset")
                    .map(Duration::ofSeconds)
                    .filter(wait -> wait.compareTo(LONGEST) <= 0)
                    .ifPresent(wait -> closedUntil.set(clock.instant().plus(wait)));
        }
    }

    /** @throws ConnectorException {@code RATE_LIMITED} until the window opens again */
    void check() {
        var left = Duration.between(clock.instant(), closedUntil.get());
        if (left.compareTo(Duration.ZERO) > 0) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.RATE_LIMITED, "Klaviyo takes no further request in this window."), left);
        }
    }

    private static Optional<Integer> number(HttpAnswer answer, String header) {
        return answer.header(header)
                .map(String::strip)
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(Integer::valueOf);
    }
}
