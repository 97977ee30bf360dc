// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.Pause;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * What is left of the current window of requests. Klaviyo says so with every success ({@code RateLimit-Remaining}, and
 * {@code RateLimit-Reset} in seconds), and in a 429 it says {@code Retry-After} in their place: so after the last request
 * of a window none is spent on being refused. Windows differ by endpoint; waiting a second for another's harms nobody.
 */
final class RateWindow {

    /** The longest window of Klaviyo but for the daily one of lists that are created, which is no reason to wait. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private static final Problem CLOSED =
            Problem.of(ProblemCode.RATE_LIMITED, "Klaviyo takes no further request in this window.");

    private final Pause pause;

    RateWindow(Clock clock) {
        pause = new Pause(clock);
    }

    void observe(HttpAnswer answer) {
        if (number(answer, "ratelimit-remaining").filter(left -> left == 0).isPresent()) {
            number(answer, "ratelimit-reset")
                    .map(Duration::ofSeconds)
                    .filter(wait -> wait.compareTo(LONGEST) <= 0)
                    .ifPresent(pause::begin);
        }
    }

    /** @throws io.kohorte.spi.ConnectorException {@code RATE_LIMITED} until the window opens again */
    void check() {
        pause.check(CLOSED);
    }

    private static Optional<Integer> number(HttpAnswer answer, String header) {
        return answer.header(header)
                .map(String::strip)
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(Integer::valueOf);
    }
}
