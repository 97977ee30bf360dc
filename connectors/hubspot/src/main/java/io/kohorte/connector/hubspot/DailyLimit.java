// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.Pause;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The account's daily requests, shared with everything else that talks to it. Answers to private apps tell them in {@code
 * X-HubSpot-RateLimit-Daily} and {@code -Daily-Remaining}. They begin anew at midnight of the account's time zone, which
 * no answer names: so we pause a while, then look again.
 */
final class DailyLimit {

    static final Duration PAUSE = Duration.ofMinutes(30);

    private final Pause pause;
    private final int stopPercent;

    DailyLimit(Clock clock, int stopPercent) {
        pause = new Pause(clock);
        this.stopPercent = stopPercent;
    }

    void observe(HttpAnswer answer) {
        var allowed = number(answer, "x-hubspot-ratelimit-daily");
        var remaining = number(answer, "x-hubspot-ratelimit-daily-remaining");
        if (allowed.isEmpty() || remaining.isEmpty() || allowed.get() == 0) {
            return;
        }
        if ((allowed.get() - remaining.get()) * 100 >= allowed.get() * stopPercent) {
            pause.begin(PAUSE);
        }
    }

    /** @throws io.kohorte.spi.ConnectorException {@code QUOTA_SPENT} during a pause */
    void check() {
        pause.check(Problem.of(
                ProblemCode.QUOTA_SPENT, "The account has used " + stopPercent + " % of its daily API requests."));
    }

    private static Optional<Long> number(HttpAnswer answer, String header) {
        return answer.header(header).filter(text -> text.matches("[0-9]{1,12}")).map(Long::valueOf);
    }
}
