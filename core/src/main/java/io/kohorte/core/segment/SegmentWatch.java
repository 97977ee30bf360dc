// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.analytics.Replica;
import io.kohorte.core.analytics.ReplicaAdvanced;
import io.kohorte.core.condition.CustomersScored;
import io.kohorte.core.condition.ScoresChanged;
import io.kohorte.core.platform.Background;
import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.Repeated;
import io.kohorte.core.profile.ProfilesChanged;
import io.kohorte.core.source.ImportFinished;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.roaringbitmap.RoaringBitmap;

/**
 * Keeps the replica and the segments up to date on a node that plays the engine: what changed within a second, sooner when
 * told, and everything every few minutes, because time alone moves people in and out of a window. One thread does it all.
 */
@Singleton
class SegmentWatch {

    private static final Logger LOG = Logger.getLogger(SegmentWatch.class);
    private static final long TICK_MILLIS = 1000;
    private static final long PATIENCE_SECONDS = 20;

    private final KohorteConfig kohorte;
    private final SegmentConfig config;
    private final Replica replica;
    private final SegmentEvaluation evaluation;
    private final Clock clock;
    private final Event<ImportFollowed> imports;
    private final Event<ScoresFollowed> scores;
    private final Event<SegmentsFollowed> followed;
    private final Repeated following = new Repeated(LOG, "Segments cannot follow what changes");
    private final Repeated rounds = new Repeated(LOG, "Segments cannot be evaluated in turn");
    private final AtomicBoolean nudged = new AtomicBoolean();
    private final AtomicReference<Changes> pending = new AtomicReference<>(Changes.NONE);
    private volatile Optional<ScheduledExecutorService> worker = Optional.empty();
    private Instant nextRound = Instant.MIN;

    @Inject
    SegmentWatch(
            KohorteConfig kohorte,
            SegmentConfig config,
            Replica replica,
            SegmentEvaluation evaluation,
            Clock clock,
            Event<ImportFollowed> imports,
            Event<ScoresFollowed> scores,
            Event<SegmentsFollowed> followed) {
        this.kohorte = kohorte;
        this.config = config;
        this.replica = replica;
        this.evaluation = evaluation;
        this.clock = clock;
        this.imports = imports;
        this.scores = scores;
        this.followed = followed;
    }

    void start(@Observes StartupEvent started) {
        if (!kohorte.plays(KohorteConfig.Role.ENGINE)) {
            return;
        }
        ScheduledExecutorService executor = Background.thread("kohorte-segments");
        var unusedTicks = executor.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        worker = Optional.of(executor);
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        if (worker.isPresent()) {
            worker.get().shutdown();
            if (!worker.get().awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                worker.get().shutdownNow();
            }
        }
    }

    void on(@Observes ReplicaAdvanced advanced) {
        pending.accumulateAndGet(new Changes(advanced.profiles(), advanced.rebuilt()), Changes::and);
        nudge();
    }

    void on(@Observes ProfilesChanged changed) {
        nudge();
    }

    /** Scores come gathered already. */
    void on(@Observes CustomersScored scored) {
        nudged.set(true);
        worker.ifPresent(executor -> executor.execute(this::answer));
    }

    void on(@Observes ImportFinished finished) {
        soon(() -> {
            evaluation.evaluateAll("import");
            imports.fire(new ImportFollowed(finished.source()));
            followed.fire(new SegmentsFollowed(new RoaringBitmap(), true));
        });
    }

    void on(@Observes ScoresChanged scored) {
        soon(() -> {
            evaluation.evaluateUsing(scored.model(), scored.cause());
            scores.fire(new ScoresFollowed(scored.model()));
        });
    }

    private void soon(Runnable deed) {
        worker.ifPresent(executor -> executor.execute(() -> following.run(deed::run)));
    }

    /** Changes that come close together are evaluated together. */
    private void nudge() {
        if (nudged.compareAndSet(false, true)) {
            worker.ifPresent(executor -> {
                var unusedNudge = executor.schedule(
                        this::answer, config.gatherChangesFor().toMillis(), TimeUnit.MILLISECONDS);
            });
        }
    }

    /** Whoever looked meanwhile saw all there was. Else looks would queue up as soon as one takes longer than changes take to gather. */
    private void answer() {
        if (nudged.get()) {
            tick();
        }
    }

    private void tick() {
        nudged.set(false);
        following.run(this::follow);
        Instant now = clock.instant();
        if (!now.isBefore(nextRound)) {
            nextRound = now.plus(config.evaluateEvery());
            rounds.run(() -> evaluation.evaluateAll("schedule"));
        }
    }

    private void follow() {
        replica.catchUp();
        Changes changes = pending.getAndSet(Changes.NONE);
        try {
            if (changes.everything()) {
                evaluation.evaluateAll("rebuild");
            } else if (!changes.profiles().isEmpty()) {
                evaluation.evaluateFor(changes.profiles(), VersionTable.REAL_TIME);
            }
            followed.fire(new SegmentsFollowed(changes.profiles(), changes.everything()));
        } catch (RuntimeException e) {
            pending.accumulateAndGet(changes, Changes::and);
            throw e;
        }
    }

    /** What segments have not been evaluated for yet. */
    private record Changes(RoaringBitmap profiles, boolean everything) {

        static final Changes NONE = new Changes(new RoaringBitmap(), false);

        Changes and(Changes more) {
            return new Changes(RoaringBitmap.or(profiles, more.profiles), everything || more.everything);
        }
    }
}
