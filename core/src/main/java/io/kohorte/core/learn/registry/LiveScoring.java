// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.ReplicaAdvanced;
import io.kohorte.core.condition.CustomersScored;
import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.Lookout;
import io.kohorte.core.platform.Repeated;
import io.kohorte.core.segment.SegmentChanged;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
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

    private static final Duration AT_LEAST_EVERY = Duration.ofSeconds(1);

    private final KohorteConfig kohorte;
    private final ScoringSeat seat;
    private final Followers followers;
    private final Clock clock;
    private final Event<CustomersScored> scored;
    private final Repeated scoring =
            new Repeated(LOG, "Customers cannot be scored; everybody will be as soon as that is possible");
    private final AtomicReference<ScoringNews> pending = new AtomicReference<>(ScoringNews.NONE);
    private volatile Optional<Lookout> lookout = Optional.empty();

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
        Lookout ours = new Lookout("kohorte-scores", this::look);
        lookout = Optional.of(ours);
        ours.every(AT_LEAST_EVERY);
    }

    void stop(@Observes ShutdownEvent stopping) {
        lookout.ifPresent(Lookout::close);
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
        if (lookout.isPresent()) {
            pending.accumulateAndGet(news, ScoringNews::and);
        }
    }

    private void soon() {
        lookout.ifPresent(Lookout::now);
    }

    private void look() {
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
