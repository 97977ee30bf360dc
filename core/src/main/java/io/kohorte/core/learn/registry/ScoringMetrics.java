// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What live scoring does, for whoever watches: customers, durations, how long a change has waited, models that fail. */
@Singleton
class ScoringMetrics {
    private final MeterRegistry meters;
    private final Clock clock;
    private volatile Optional<Instant> oldest = Optional.empty();
    private volatile long failing;

    ScoringMetrics(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        meters.gauge("kohorte.scoring.oldest.seconds", this, ScoringMetrics::ageOfOldest);
        meters.gauge("kohorte.scoring.failing.models", this, metrics -> metrics.failing);
    }

    /** Why somebody is scored. */
    enum Why {
        CHANGED,
        TURN
    }

    /** Measures from now to its end how long some customers take with one model. */
    Watch watch(Why why) {
        return new Watch(why, Timer.start(meters));
    }

    void show(Collection<Follower> followers) {
        oldest = followers.stream()
                .flatMap(follower -> follower.waitingSince().stream())
                .min(Instant::compareTo);
        failing = followers.stream().filter(Follower::isFailing).count();
    }

    private double ageOfOldest() {
        return oldest.map(since -> Duration.between(since, clock.instant()).toMillis() / 1000.0)
                .orElse(0.0);
    }

    /** One measurement. */
    final class Watch implements AutoCloseable {
        private final String why;
        private final Timer.Sample sample;

        private Watch(Why why, Timer.Sample sample) {
            this.why = why.name().toLowerCase(Locale.ROOT);
            this.sample = sample;
        }

        void scored(int customers) {
            meters.counter("kohorte.scored.customers", "why", why).increment(customers);
        }

        @Override
        public void close() {
            sample.stop(meters.timer("kohorte.scoring", "why", why));
        }
    }
}
