// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.analytics.Replica;
import io.kohorte.core.analytics.ReplicaAdvanced;
import io.kohorte.core.condition.CustomersScored;
import io.kohorte.core.condition.ScoresChanged;
import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.Lookout;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
    private static final Duration AT_LEAST_EVERY = Duration.ofSeconds(1);

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
    private final AtomicReference<Changes> pending = new AtomicReference<>(Changes.NONE);
    private volatile Optional<Lookout> lookout = Optional.empty();
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
        Lookout ours = new Lookout("kohorte-segments", this::look);
        lookout = Optional.of(ours);
        ours.every(AT_LEAST_EVERY);
    }

    void stop(@Observes ShutdownEvent stopping) {
        lookout.ifPresent(Lookout::close);
    }

    void on(@Observes ReplicaAdvanced advanced) {
        pending.accumulateAndGet(new Changes(advanced.profiles(), advanced.rebuilt()), Changes::and);
        gather();
    }

    void on(@Observes ProfilesChanged changed) {
        gather();
    }

    /** Scores come gathered already. */
    void on(@Observes CustomersScored scored) {
        lookout.ifPresent(Lookout::now);
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
        lookout.ifPresent(ours -> ours.meanwhile(() -> following.run(deed::run)));
    }

    /** Changes that come close together are evaluated together. */
    private void gather() {
        lookout.ifPresent(ours -> ours.within(config.gatherChangesFor()));
    }

    private void look() {
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
