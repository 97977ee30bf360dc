// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mparticle;

import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.Pause;
import java.time.Clock;
import java.time.Duration;

/**
 * How much of its limits mParticle says is used, with each success: {@code X-mp-rate-limit-percentage-used: 92}, the
 * greatest of all that apply (https://docs.mparticle.com/guides/default-service-limits). The limits are by the second, so
 * a short pause is enough. Thread-safe.
 */
final class Usage {

    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Problem NEARLY_SPENT =
            Problem.of(ProblemCode.RATE_LIMITED, "The limit of mParticle is nearly reached.");

    private final Pause pause;
    private final int stopPercent;

    Usage(Clock clock, int stopPercent) {
        pause = new Pause(clock);
        this.stopPercent = stopPercent;
    }

    void observe(HttpAnswer answer) {
        answer.header("x-mp-rate-limit-percentage-used")
                .map(String::strip)
                .filter(percent -> percent.matches("[0-9]{1,3}([.][0-9]{1,6})?"))
                .filter(percent -> Double.parseDouble(percent) >= stopPercent)
                .ifPresent(spent -> pause.begin(PAUSE));
    }

    /** @throws io.kohorte.spi.ConnectorException {@code RATE_LIMITED} during a pause */
    void check() {
        pause.check(NEARLY_SPENT);
    }
}
