// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.kohorte.core.condition.Moment;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The moment that relative dates count from: now, or for historical data a moment in the past. */
@Singleton
public class AsOf {

    private final AnalyticsConfig config;
    private final Replica replica;
    private final Clock clock;

    @Inject
    AsOf(AnalyticsConfig config, Replica replica, Clock clock) {
        this.config = config;
        this.replica = replica;
        this.clock = clock;
    }

    /**
     * The moment as of which to evaluate; a configured date means the end of that day in UTC.
     *
     * @throws IllegalStateException when {@code kohorte.as-of} is none of the values it may have
     */
    public Instant instant() {
        return config.asOf().equals("latest-event") ? latestEvent() : latest();
    }

    /**
     * The moment that it is never later than, known without a look at the events: what happened after it is not seen.
     *
     * @throws IllegalStateException when {@code kohorte.as-of} is none of the values it may have
     */
    public Instant latest() {
        return switch (config.asOf()) {
            case "now", "latest-event" -> clock.instant();
            default ->
                Moment.parse(config.asOf())
                        .map(moment -> moment.end().minus(1, ChronoUnit.MICROS))
                        .orElseThrow(() -> new IllegalStateException(
                                "kohorte.as-of must be now, latest-event or a date such as 2011-12-09"));
        };
    }

    /** Never later than now: an event that says it happens tomorrow moves nothing. */
    private Instant latestEvent() {
        Instant now = clock.instant();
        try (ReplicaSession session = replica.open()) {
            return session.latestEvent(now).orElse(now);
        }
    }
}
