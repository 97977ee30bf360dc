// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.condition.SegmentId;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.Removals;
import io.kohorte.segmentsync.SyncId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;
import org.roaringbitmap.RoaringBitmap;

/**
 * Audiences of one destination of which a person is in one only. A person belongs to the first of them, by rank, whose
 * segments they are in, also while that one is paused or holds them back. Whoever another audience still has is added only
 * once that one gave them up, so nobody is in two at any moment.
 */
@Singleton
class AudienceGroups {

    /** Why a run was queued: another audience of the group gave somebody up. */
    private static final String FREED = "group";

    private final Syncs syncs;
    private final Memberships memberships;

    /** Not at once: the engine asks for the audiences, which ask here. */
    private final Instance<DeliveryEngine> engine;

    AudienceGroups(Syncs syncs, Memberships memberships, Instance<DeliveryEngine> engine) {
        this.syncs = syncs;
        this.memberships = memberships;
        this.engine = engine;
    }

    /** Who belongs to another audience of the group, or is still in one. */
    RoaringBitmap elsewhere(SyncDefinition sync) {
        var elsewhere = new RoaringBitmap();
        if (sync.place().isEmpty()) {
            return elsewhere;
        }
        var others = siblings(sync.id());
        for (var other : others) {
            elsewhere.or(engine.get().held(new SyncId(other.id)));
        }
        elsewhere.andNot(engine.get().held(sync.id()));
        for (var other : others) {
            if (other.comesBefore(sync.place().get().rank(), sync.id().value())) {
                elsewhere.or(memberships.of(other.segmentIds()));
            }
        }
        return elsewhere;
    }

    /** Segments that decide who is in its audience: its own, and those of the others of its group. */
    List<SegmentId> deciding(Sync sync) {
        var others = sync.place().isEmpty() ? List.<Sync>of() : siblings(new SyncId(sync.id));
        return Stream.concat(Stream.of(sync), others.stream())
                .flatMap(one -> one.segmentIds().stream())
                .distinct()
                .toList();
    }

    /** Lets the others take whom this sync gave up; those that start by hand wait for the hand. */
    void freed(SyncId sync) {
        for (var other : siblings(sync)) {
            if (!other.trigger.equals(Sync.BY_HAND)) {
                var unused = engine.get().queue(new SyncId(other.id), FREED, Removals.ASK);
            }
        }
    }

    private List<Sync> siblings(SyncId sync) {
        return QuarkusTransaction.requiringNew().call(() -> syncs.siblings(sync.value()));
    }
}
