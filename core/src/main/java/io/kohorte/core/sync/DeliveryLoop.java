// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.platform.Background;
import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.Repeated;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.Run;
import io.kohorte.segmentsync.RunId;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Executes runs that are due, each on a thread of its own: one that waits for a hanging destination keeps nobody else
 * waiting. What another process left unfinished is due like the rest, so this is also how delivery goes on after a crash.
 */
@ApplicationScoped
class DeliveryLoop {

    private static final Logger LOG = Logger.getLogger(DeliveryLoop.class);
    private static final long STOP_PATIENCE_SECONDS = 10;

    private final DeliveryEngine engine;
    private final KohorteConfig config;
    private final GroupTurns turns;
    private final AudienceGroups groups;
    private final Repeated looking = new Repeated(LOG, "Runs that are due cannot be found");
    private final Set<RunId> busy = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clockwork = Background.thread("delivery-clockwork");

    private final ExecutorService workers = Executors.newCachedThreadPool(task -> new Thread(task, "delivery-worker"));

    DeliveryLoop(DeliveryEngine engine, KohorteConfig config, GroupTurns turns, AudienceGroups groups) {
        this.engine = engine;
        this.config = config;
        this.turns = turns;
        this.groups = groups;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // look() handles what it throws
    void start(@Observes StartupEvent started) {
        if (config.plays(KohorteConfig.Role.SYNC)) {
            clockwork.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
        }
    }

    /** Looks for work now instead of within a second. */
    void wake() {
        if (config.plays(KohorteConfig.Role.SYNC)) {
            clockwork.execute(this::look);
        }
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        clockwork.shutdownNow();
        workers.shutdownNow();
        if (!workers.awaitTermination(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("A delivery does not stop; the next start goes on from what is on record");
        }
    }

    private void look() {
        looking.run(() -> {
            for (var run : engine.due()) {
                if (busy.add(run)) {
                    workers.execute(() -> execute(run));
                }
            }
        });
    }

    private void executed(Run run) {
        if (run.counts().removed().accepted() > 0) {
            groups.freed(run.sync());
        }
        if (run.state().isFinal()) {
            wake(); // another may follow it
        }
    }

    /** A run whose group has its turn elsewhere stays due, and is found again by the next look. */
    private void execute(RunId id) {
        try {
            engine.run(id)
                    .flatMap(run -> turns.alone(run.sync(), () -> engine.execute(id)))
                    .ifPresent(this::executed);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Run %s stopped and will be taken up again", id);
        } finally {
            busy.remove(id);
        }
    }
}
