// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.platform.Background;
import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.Repeated;
import io.kohorte.core.segment.ImportFollowed;
import io.kohorte.core.segment.ScoresFollowed;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.Removals;
import io.kohorte.segmentsync.Run;
import io.kohorte.segmentsync.RunState;
import io.kohorte.segmentsync.SyncId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Starts syncs after what they wait for: an import, a model, or all of several syncs. Whether that came to pass since a
 * sync's last run is read from what is on record, again and again, so a restart or a message lost between processes delays
 * a run and skips none; what this process hears itself starts at once.
 */
@ApplicationScoped
class UpstreamWatch {

    private static final Logger LOG = Logger.getLogger(UpstreamWatch.class);
    private static final long EVERY_SECONDS = 2;

    /** Runs looked through for one that completed; those in between were cancelled, or failed. */
    private static final int LOOKED_THROUGH = 50;

    /** An evaluation that ended this soon after an import may have begun before its end. */
    private static final Duration LONGEST_EVALUATION = Duration.ofSeconds(30);

    private static final String TEST_ROW = "test-row";

    private final Syncs syncs;
    private final Completions completions;
    private final DeliveryEngine engine;
    private final DeliveryLoop loop;
    private final KohorteConfig config;
    private final Repeated looking = new Repeated(LOG, "Syncs that wait for something cannot be looked at");
    private final ScheduledExecutorService thread = Background.thread("sync-upstream");

    UpstreamWatch(
            Syncs syncs, Completions completions, DeliveryEngine engine, DeliveryLoop loop, KohorteConfig config) {
        this.syncs = syncs;
        this.completions = completions;
        this.engine = engine;
        this.loop = loop;
        this.config = config;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // look() handles what it throws
    void start(@Observes StartupEvent started) {
        if (config.plays(KohorteConfig.Role.SYNC)) {
            thread.scheduleWithFixedDelay(() -> looking.run(this::look), 1, EVERY_SECONDS, TimeUnit.SECONDS);
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        thread.shutdownNow();
    }

    void on(@Observes ImportFollowed followed) {
        soon(() -> startAfter(Sync.BY_IMPORT, followed.source().value()));
    }

    void on(@Observes ScoresFollowed followed) {
        soon(() -> startAfter(Sync.BY_MODEL, followed.model().value()));
    }

    private void soon(Repeated.Work work) {
        thread.execute(() -> looking.run(work));
    }

    private void startAfter(String trigger, long upstream) {
        for (var sync : waiting(trigger)) {
            if (List.of(sync.upstream).contains(upstream)) {
                queue(sync);
            }
        }
    }

    private void look() {
        for (var sync : waiting(Sync.BY_IMPORT)) {
            queueIf(completions.lastImport(sync).filter(at -> isEvaluatedAfter(sync, at)), sync);
        }
        for (var sync : waiting(Sync.BY_MODEL)) {
            queueIf(completions.lastScoring(sync).filter(at -> isEvaluatedAfter(sync, at)), sync);
        }
        for (var sync : waiting(Sync.BY_SYNC)) {
            queueIf(allCompleted(sync), sync);
        }
    }

    private List<Sync> waiting(String trigger) {
        return QuarkusTransaction.requiringNew().call(() -> syncs.list("trigger", trigger));
    }

    private boolean isEvaluatedAfter(Sync sync, Instant upstream) {
        return completions.isEvaluatedAfter(sync, upstream.plus(LONGEST_EVALUATION));
    }

    /** When the last of its parents completed; empty while one of them never did. */
    private Optional<Instant> allCompleted(Sync sync) {
        var since = lastStart(sync);
        var all = Optional.of(Instant.MAX);
        for (var parent : sync.parents()) {
            var completed = runs(parent)
                    .filter(run -> run.state() == RunState.COMPLETED || run.state() == RunState.COMPLETED_WITH_ERRORS)
                    .flatMap(run -> run.finishedAt().stream())
                    .findFirst();
            all = all.flatMap(first -> completed.map(at -> at.isBefore(first) ? at : first));
        }
        return all.filter(first -> first.isAfter(since));
    }

    private void queueIf(Optional<Instant> upstream, Sync sync) {
        if (!waits(sync) && upstream.filter(at -> at.isAfter(lastStart(sync))).isPresent()) {
            queue(sync);
        }
    }

    /** A run that has yet to go on sees all of it then. One that the guard stopped would be let go on, only to be stopped again. */
    private boolean waits(Sync sync) {
        return runs(sync.id)
                .findFirst()
                .filter(run -> run.state() == RunState.QUEUED || run.state() == RunState.PAUSED)
                .isPresent();
    }

    /** Whatever came to pass before this was seen by the sync, or before it was made. */
    private Instant lastStart(Sync sync) {
        return runs(sync.id)
                .findFirst()
                .map(run -> run.startedAt().orElse(run.queuedAt()))
                .orElse(sync.createdAt);
    }

    private Stream<Run> runs(long sync) {
        return engine.runs(new SyncId(sync), LOOKED_THROUGH).stream()
                .filter(run -> !run.trigger().equals(TEST_ROW));
    }

    private void queue(Sync sync) {
        var unused = engine.queue(new SyncId(sync.id), sync.trigger, Removals.ASK);
        loop.wake();
    }
}
