// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.AsOf;
import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.Viewpoint;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The moment customers are scored as of: the end of the hour of the latest event. For as long as that hour lasts, nobody's score changes but by
 * what the customer did; so some scored at once and everybody scored together come out the same.
 */
@ApplicationScoped
class Present {
    private final AsOf asOf;
    private final LearningConfig config;
    private final AtomicReference<Instant> known = new AtomicReference<>(Instant.MIN);

    Present(AsOf asOf, LearningConfig config) {
        this.asOf = asOf;
        this.config = config;
    }

    /**
     * Once an event of the hour that goes on is known, no later one can make it another hour, so nothing is asked. If all events of that hour are
     * taken back, it counts until it is over.
     */
    Viewpoint of(CustomerHistory history) {
        Instant latest = asOf.latest();
        Instant end = endOfStep(latest);
        if (!end.equals(known.get())) {
            end = endOfStep(history.lastEvent(latest).orElse(latest));
            known.set(end);
        }
        return Viewpoint.today(end);
    }

    /** The present as it was when this was the latest event. */
    Viewpoint when(Instant latestEvent) {
        return Viewpoint.today(endOfStep(latestEvent));
    }

    /** Without the first instant of the next one: what happens then belongs to that. */
    private Instant endOfStep(Instant moment) {
        long step = Math.max(1, config.scoreEverybodyEvery().toSeconds());
        long next = (Math.floorDiv(moment.getEpochSecond(), step) + 1) * step;
        return Instant.ofEpochSecond(next).minus(Duration.ofNanos(1_000));
    }
}
