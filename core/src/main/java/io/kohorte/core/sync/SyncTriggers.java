// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.destination.Accounts;
import io.kohorte.core.destination.DestinationMended;
import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.segment.SegmentChanged;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.Removals;
import io.kohorte.segmentsync.SyncId;
import io.kohorte.spi.ProblemCode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Starts syncs when something they depend on changes. On a thread of its own: the engine must not be called inside of
 * somebody's transaction, and whoever tells of a change need not wait.
 */
@ApplicationScoped
class SyncTriggers {

    private static final Logger LOG = Logger.getLogger(SyncTriggers.class);

    private final Syncs syncs;
    private final Accounts accounts;
    private final DeliveryEngine engine;
    private final DeliveryLoop loop;
    private final KohorteConfig config;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "sync-triggers"));

    SyncTriggers(Syncs syncs, Accounts accounts, DeliveryEngine engine, DeliveryLoop loop, KohorteConfig config) {
        this.syncs = syncs;
        this.accounts = accounts;
        this.engine = engine;
        this.loop = loop;
        this.config = config;
    }

    void segmentChanged(@Observes SegmentChanged changed) {
        later(() -> {
            var following = QuarkusTransaction.requiringNew()
                    .call(() -> syncs.following(changed.segment().value()));
            following.forEach(sync -> queue(sync, Sync.BY_SEGMENT));
        });
    }

    /** A change told while nobody listened is found by comparing, which costs no request when there was none. */
    void catchUp(@Observes StartupEvent started) {
        if (config.plays(KohorteConfig.Role.SYNC)) {
            later(() -> {
                var following = QuarkusTransaction.requiringNew().call(() -> syncs.list("trigger", Sync.BY_SEGMENT));
                following.forEach(sync -> queue(sync, "start"));
            });
        }
    }

    /** New credentials let go on what wrong ones had stopped; what a person paused stays paused. */
    void destinationMended(@Observes DestinationMended mended) {
        later(() -> {
            var account = accounts.find(mended.destination()).key();
            var ours = QuarkusTransaction.requiringNew()
                    .call(() -> syncs.of(mended.destination().value()));
            for (var status : engine.statuses()) {
                var paused = status.paused().map(problem -> problem.code()).orElse("");
                var concerned = status.account().equals(account)
                        || ours.stream()
                                .anyMatch(sync -> sync.id == status.sync().value());
                if (concerned && isForTheDestination(paused)) {
                    engine.resume(status.sync());
                }
            }
            loop.wake();
        });
    }

    void stop(@Observes ShutdownEvent stopping) {
        thread.shutdownNow();
    }

    private static boolean isForTheDestination(String code) {
        return Arrays.stream(ProblemCode.values())
                .filter(known -> known.name().equals(code))
                .anyMatch(known -> known.kind() == ProblemCode.Kind.AUTH || known.kind() == ProblemCode.Kind.CONFIG);
    }

    private void queue(Sync sync, String trigger) {
        var unused = engine.queue(new SyncId(sync.id), trigger, Removals.ASK);
        loop.wake();
    }

    private void later(Runnable work) {
        thread.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.error("A sync could not be started; the next change or its next run makes up for it", e);
            }
        });
    }
}
