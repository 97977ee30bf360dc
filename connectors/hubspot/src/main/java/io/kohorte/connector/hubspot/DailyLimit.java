// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

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
 * The account's daily requests, shared with everything else that talks to it. Answers to private apps tell them in {@code
 * X-HubSpot-RateLimit-Daily} and {@code -Daily-Remaining}. They begin anew at midnight of the account's time zone, which
 * no answer names: so we pause a while, then look again.
 */
final class DailyLimit {

    static final Duration PAUSE = Duration.ofMinutes(30);

    private final Clock clock;
    private final int stopPercent;
    private final AtomicReference<Instant> pausedUntil = new AtomicReference<>(Instant.MIN);

    DailyLimit(Clock clock, int stopPercent) {
        this.clock = clock;
        this.stopPercent = stopPercent;
    }

    void observe(HttpAnswer answer) {
        var allowed = number(answer, "x-hubspot-ratelimit-daily");
        var remaining = number(answer, "x-hubspot-ratelimit-daily-remaining");
        if (allowed.isEmpty() || remaining.isEmpty() || allowed.get() == 0) {
            return;
        }
        if ((allowed.get() - remaining.get()) * 100 >= allowed.get() * stopPercent) {
            pausedUntil.set(clock.instant().plus(PAUSE));
        }
    }

    /** @throws ConnectorException {@code QUOTA_SPENT} during a pause */
    void check() {
        var left = Duration.between(clock.instant(), pausedUntil.get());
        if (left.compareTo(Duration.ZERO) > 0) {
            throw new ConnectorException(
                    Problem.of(
                            ProblemCode.QUOTA_SPENT,
                            "The account has used " + stopPercent + " % of its daily API requests."),
                    left);
        }
    }

    private static Optional<Long> number(HttpAnswer answer, String header) {
        return answer.header(header).filter(text -> text.matches("[0-9]{1,12}")).map(Long::valueOf);
    }
}
