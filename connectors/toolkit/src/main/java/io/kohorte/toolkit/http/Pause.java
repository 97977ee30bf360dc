// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Calls held back for a while, since a vendor said beside a success that little or nothing is left. It stops nobody by
 * itself: ask it before each call. Thread-safe.
 */
public final class Pause {

    private final Clock clock;
    private final AtomicReference<Instant> until = new AtomicReference<>(Instant.MIN);

    public Pause(Clock clock) {
        this.clock = clock;
    }

    /** From now on; a longer pause that has begun already stays as it is. */
    public void begin(Duration length) {
        var end = clock.instant().plus(length);
        until.accumulateAndGet(end, (known, latest) -> known.isAfter(latest) ? known : latest);
    }

    /** @throws ConnectorException with this problem, and with what is left of the pause, while one lasts */
    public void check(Problem problem) {
        var end = until.get();
        var now = clock.instant();
        if (end.isAfter(now)) {
            throw new ConnectorException(problem, Duration.between(now, end));
        }
    }
}
