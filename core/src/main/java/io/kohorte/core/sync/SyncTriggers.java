// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.destination.Accounts;
import io.kohorte.core.destination.DestinationMended;
import io.kohorte.core.platform.Background;
import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.profile.ProfilesChanged;
import io.kohorte.core.segment.SegmentChanged;
import io.kohorte.core.segment.SegmentStore;
import io.kohorte.core.segment.SegmentsFollowed;
import io.kohorte.segmentsync.Cleared;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.Removals;
import io.kohorte.segmentsync.SyncId;
import io.kohorte.spi.ProblemCode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.quartz.Nonconcurrent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;
import org.roaringbitmap.RoaringBitmap;

/**
 * Starts syncs when something they depend on changes. On a thread of its own: the engine must not be called inside of
 * somebody's transaction, and whoever tells of a change need not wait.
 */
@ApplicationScoped
class SyncTriggers {

    private static final Logger LOG = Logger.getLogger(SyncTriggers.class);

    private final Syncs syncs;
    private final AudienceGroups groups;
    private final Accounts accounts;
    private final DeliveryEngine engine;
    private final DeliveryLoop loop;
    private final KohorteConfig config;
    private final SegmentStore segments;
    private final Untold untold = new Untold();
    private final Set<Long> missed = ConcurrentHashMap.newKeySet();
    private final ExecutorService thread = Background.thread("sync-triggers");

    SyncTriggers(
            Syncs syncs,
            AudienceGroups groups,
            SegmentStore segments,
            Accounts accounts,
            DeliveryEngine engine,
            DeliveryLoop loop,
            KohorteConfig config) {
        this.segments = segments;
        this.syncs = syncs;
        this.groups = groups;
        this.accounts = accounts;
        this.engine = engine;
        this.loop = loop;
        this.config = config;
    }

    void segmentChanged(@Observes SegmentChanged changed) {
        untold.moved(changed.segment(), changed.moved());
        if (!changed.isInRealTime()) {
            later(this::tell);
        }
    }

    /** On a node that watches segments, they follow within a moment; whoever withdrew a consent does not wait for that. */
    void profilesChanged(@Observes ProfilesChanged changed) {
        untold.changed(changed.profiles());
        if (!config.plays(KohorteConfig.Role.ENGINE) || !changed.permissions().isEmpty()) {
            later(this::tell);
        }
    }

    void segmentsFollowed(@Observes SegmentsFollowed followed) {
        untold.changed(followed.profiles());
        if (followed.everybody()) {
            untold.everybody();
        }
        later(this::tell);
    }

    /** What nobody told of, because a process died before it could, is found by looking at everybody now and then. */
    @Nonconcurrent
    @Scheduled(identity = "compare-everybody", every = "10m", delayed = "10m")
    void lookAtEverybody() {
        following().forEach(sync -> {
            var queued = engine.queueIfOwed(new SyncId(sync.id), "hourly");
            if (queued.isPresent()) {
                loop.wake();
            }
        });
    }

    private void tell() {
        var news = untold.take();
        if (!news.isEmpty() || !missed.isEmpty()) {
            try {
                following().forEach(sync -> tell(sync, news));
            } catch (RuntimeException e) {
                untold.everybody();
                throw e;
            }
        }
    }

    /** A sync that cannot be told now is looked at whole as soon as it can. */
    private void tell(Sync sync, Untold.News news) {
        try {
            if (news.everybody() || missed.contains(sync.id)) {
                queue(sync, Sync.BY_SEGMENT);
                missed.remove(sync.id);
            } else {
                var concerned = news.of(groups.deciding(sync), this::members);
                if (!concerned.isEmpty()
                        && engine.queueFor(new SyncId(sync.id), Sync.BY_SEGMENT, concerned)
                                .isPresent()) {
                    loop.wake();
                }
            }
        } catch (RuntimeException e) {
            missed.add(sync.id);
            LOG.errorf(e, "Sync %d could not be told of changes; it looks at everybody once it can", sync.id);
        }
    }

    private RoaringBitmap members(SegmentId segment) {
        try {
            return segments.members(segment);
        } catch (ProblemException gone) {
            return new RoaringBitmap();
        }
    }

    private List<Sync> following() {
        return QuarkusTransaction.requiringNew().call(syncs::following);
    }

    /** A change told while nobody listened is found by comparing, which costs no request when there was none. */
    void catchUp(@Observes StartupEvent started) {
        if (config.plays(KohorteConfig.Role.SYNC)) {
            later(() -> following().forEach(sync -> queue(sync, "start")));
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
            tryAgain(mended, account, ours);
            loop.wake();
        });
    }

    /** Other settings of a destination say nothing of another one's; that the account lets us in again counts for all. */
    private void tryAgain(DestinationMended mended, String account, List<Sync> ours) {
        var following = following().stream().map(sync -> sync.id).toList();
        for (var status : engine.statuses()) {
            var isOurs = ours.stream().anyMatch(sync -> sync.id == status.sync().value());
            if (!isOurs && !status.account().equals(account)) {
                continue;
            }
            var rows = engine.workbench().causeCleared(status.sync(), isOurs ? mended.what() : Cleared.ACCESS);
            if (rows > 0 && following.contains(status.sync().value())) {
                var unused = engine.queue(status.sync(), "mended", Removals.ASK);
            }
        }
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
