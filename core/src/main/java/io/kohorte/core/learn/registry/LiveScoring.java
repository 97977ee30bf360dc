// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.ReplicaAdvanced;
import io.kohorte.core.condition.CustomersScored;
import io.kohorte.core.platform.Background;
import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.Repeated;
import io.kohorte.core.segment.SegmentChanged;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Keeps scores up to date on one of the nodes that play the engine: customers of whom something changed within a moment, and everybody in turn
 * when another version speaks or the hour of scores is another. What was missed, because nobody had the seat or a process died, is found by
 * everybody's turn too. One thread does it all, so that rules wait for no model.
 */
@Singleton
class LiveScoring {
    private static final Logger LOG = Logger.getLogger(LiveScoring.class);

    private static final long TICK_MILLIS = 1000;
    private static final long PATIENCE_SECONDS = 20;

    private final KohorteConfig kohorte;
    private final ScoringSeat seat;
    private final Followers followers;
    private final Clock clock;
    private final Event<CustomersScored> scored;
    private final Repeated scoring =
            new Repeated(LOG, "Customers cannot be scored; everybody will be as soon as that is possible");
    private final AtomicBoolean told = new AtomicBoolean();
    private final AtomicReference<ScoringNews> pending = new AtomicReference<>(ScoringNews.NONE);
    private volatile Optional<ScheduledExecutorService> worker = Optional.empty();

    @Inject
    LiveScoring(
            KohorteConfig kohorte, ScoringSeat seat, Followers followers, Clock clock, Event<CustomersScored> scored) {
        this.kohorte = kohorte;
        this.seat = seat;
        this.followers = followers;
        this.clock = clock;
        this.scored = scored;
    }

    void start(@Observes StartupEvent started) {
        if (!kohorte.plays(KohorteConfig.Role.ENGINE)) {
            return;
        }
        ScheduledExecutorService executor = Background.thread("kohorte-scores");
        var unusedTicks = executor.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        worker = Optional.of(executor);
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        if (worker.isPresent()) {
            worker.get().shutdown();
            if (!worker.get().awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                worker.get().shutdownNow();
            }
        }
        seat.leave();
    }

    /** Nobody is scored because of a score. */
    void on(@Observes ReplicaAdvanced advanced) {
        if (advanced.rebuilt() || !advanced.facts().isEmpty()) {
            hear(ScoringNews.of(advanced, clock.instant()));
            soon();
        }
    }

    /** Whom a model is about may be a segment. Where none is, no look is worth it. */
    void on(@Observes SegmentChanged changed) {
        hear(ScoringNews.moved(changed.moved(), clock.instant()));
        if (followers.followSegments()) {
            soon();
        }
    }

    private void hear(ScoringNews news) {
        if (worker.isPresent()) {
            pending.accumulateAndGet(news, ScoringNews::and);
        }
    }

    private void soon() {
        if (told.compareAndSet(false, true)) {
            worker.ifPresent(executor -> executor.execute(this::tick));
        }
    }

    /** An executor forgets a task that throws. */
    private void tick() {
        told.set(false);
        ScoringNews news = pending.getAndSet(ScoringNews.NONE);
        if (!scoring.run(() -> score(news))) {
            followers.forget();
        }
    }

    private void score(ScoringNews news) {
        Optional<Followers.Progress> progress = seat.whileOurs(connection -> followers.follow(connection, news));
        if (progress.isEmpty()) {
            followers.forget();
        }
        if (progress.filter(Followers.Progress::changed).isPresent()) {
            scored.fire(new CustomersScored());
        }
        if (progress.filter(Followers.Progress::more).isPresent()) {
            soon();
        }
    }
}
