// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.platform.problem.ProblemDetail;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.segmentsync.Cleared;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.SyncBusyException;
import io.kohorte.segmentsync.SyncId;
import io.kohorte.spi.SyncMode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Creates, changes and deletes syncs, and keeps their schedules in step. */
@Singleton
class SyncKeeping {

    private final Syncs syncs;
    private final SyncCheck check;
    private final SyncSchedules schedules;
    private final DeliveryEngine engine;
    private final SegmentAudience audience;
    private final ObjectMapper json;
    private final Clock clock;

    SyncKeeping(
            Syncs syncs,
            SyncCheck check,
            SyncSchedules schedules,
            DeliveryEngine engine,
            SegmentAudience audience,
            ObjectMapper json,
            Clock clock) {
        this.syncs = syncs;
        this.check = check;
        this.schedules = schedules;
        this.engine = engine;
        this.audience = audience;
        this.json = json;
        this.clock = clock;
    }

    Sync create(SyncDraft draft) {
        var sync = QuarkusTransaction.requiringNew().call(() -> {
            check.require(draft, 0);
            var fresh = new Sync();
            fresh.createdAt = clock.instant();
            write(draft, fresh);
            syncs.persistAndFlush(fresh);
            return fresh;
        });
        schedules.plan(sync);
        return sync;
    }

    /**
     * @throws ProblemException {@code RESEND_OR_NOT} when members would be sent again on account of the mapping, and the
     *     draft does not say whether they shall be
     */
    Sync change(long id, SyncDraft draft) {
        var change = QuarkusTransaction.requiringNew().call(() -> checked(id, draft));
        if (change.remaps() && engine.status(new SyncId(id)).isPresent()) {
            remap(id, draft, change);
        } else {
            store(id, draft);
        }
        var sync = QuarkusTransaction.requiringNew().call(() -> syncs.require(id));
        engine.lookAtEverybody(new SyncId(id));
        if (change.redefines()) {
            engine.workbench().causeCleared(new SyncId(id), Cleared.DEFINITION);
        }
        schedules.plan(sync);
        return sync;
    }

    private record Change(SyncDefinition before, SyncDefinition after) {

        /** What was created under one mapping stays as it is in mode insert. */
        boolean remaps() {
            return !after.mapsLike(before) && after.mode() != SyncMode.INSERT;
        }

        /** Whether the destination may now take what it refused. */
        boolean redefines() {
            return !after.mapsLike(before)
                    || after.mode() != before.mode()
                    || after.deleteBehaviour() != before.deleteBehaviour()
                    || !after.audience().equals(before.audience());
        }
    }

    private Change checked(long id, SyncDraft draft) {
        var known = syncs.require(id);
        check.require(draft, id);
        if (known.destination != draft.destination()) {
            throw ProblemException.invalid(
                    "/destination",
                    "DESTINATION_FIXED",
                    "A sync stays with its destination: what it delivered there is on record.",
                    "Create a new sync for the other destination.");
        }
        var fresh = new Sync();
        fresh.id = id;
        write(draft, fresh);
        return new Change(SyncDefinition.of(known, json), SyncDefinition.of(fresh, json));
    }

    private void remap(long id, SyncDraft draft, Change change) {
        var sync = new SyncId(id);
        if (draft.resend() == SyncDraft.Resend.FROM_NOW) {
            try {
                engine.adoptMapping(sync, audience.remapped(change.before(), change.after()), () -> store(id, draft));
            } catch (SyncBusyException e) {
                throw busy();
            }
            return;
        }
        var members = draft.resend() == SyncDraft.Resend.ALL
                ? 0
                : engine.wouldResend(sync, audience.remapped(change.before(), change.after()));
        if (members > 0) {
            throw new ProblemException(ProblemDetail.of(
                            409,
                            "RESEND_OR_NOT",
                            "Under this mapping, " + members + " people who are at the destination look different.",
                            "Say whether to send them again: all, or only who enters or changes from now on.")
                    .at("/resend"));
        }
        store(id, draft);
    }

    private void store(long id, SyncDraft draft) {
        QuarkusTransaction.requiringNew().run(() -> write(draft, syncs.require(id)));
    }

    /** What was delivered stays at the destination. */
    void delete(long id) {
        QuarkusTransaction.requiringNew().run(() -> {
            syncs.require(id);
            requireNobodyWaits(id);
        });
        try {
            engine.forget(new SyncId(id));
        } catch (SyncBusyException e) {
            throw busy();
        }
        schedules.cancel(id);
        QuarkusTransaction.requiringNew().run(() -> syncs.deleteById(id));
    }

    private void requireNobodyWaits(long id) {
        syncs.after(id).stream().findFirst().ifPresent(child -> {
            throw ProblemException.conflict(
                    "SYNC_AWAITED",
                    "The sync '" + child.name + "' runs after this one.",
                    "Let that one start in another way first.");
        });
    }

    static ProblemException busy() {
        return ProblemException.conflict(
                "SYNC_BUSY", "This sync is being delivered right now.", "Pause it, or wait until the run is done.");
    }

    private void write(SyncDraft draft, Sync sync) {
        var guard = SyncCheck.guard(draft);
        sync.name = draft.name();
        sync.segments = draft.segments().stream().distinct().toArray(Long[]::new);
        sync.destination = draft.destination();
        sync.mode = draft.mode();
        sync.deleteBehaviour = draft.chosenDeleteBehaviour();
        sync.told = draft.chosenTold();
        sync.matchKey = draft.matchKey();
        sync.fallbackKeys = draft.chosenFallbackKeys().toArray(String[]::new);
        sync.mapping = mapping(draft);
        sync.audience = draft.audience() == null ? json.createObjectNode() : withoutNulls(draft.audience());
        sync.purpose = draft.purpose();
        sync.holdout = draft.holdout() == null ? 0 : draft.holdout();
        sync.groupName = draft.group() == null ? null : draft.group().name();
        sync.groupRank = draft.group() == null ? null : draft.group().rank();
        sync.trigger = draft.chosenTrigger();
        sync.upstream = draft.chosenAfter().stream().distinct().toArray(Long[]::new);
        sync.cron = draft.schedule() == null ? null : draft.schedule().cron();
        sync.zone = draft.schedule() == null ? null : draft.schedule().zone();
        sync.removalShare = guard.removalShare();
        sync.removalRows = guard.removalRows();
        sync.changedAt = clock.instant();
    }

    private com.fasterxml.jackson.databind.JsonNode mapping(SyncDraft draft) {
        var mapping = json.createObjectNode();
        mapping.set("fields", json.valueToTree(draft.chosenMapping().fields()));
        return mapping;
    }

    private com.fasterxml.jackson.databind.node.ObjectNode withoutNulls(
            com.fasterxml.jackson.databind.node.ObjectNode given) {
        var copy = json.createObjectNode();
        given.properties().stream()
                .filter(property -> !property.getValue().isNull())
                .forEach(property -> copy.set(property.getKey(), property.getValue()));
        return copy;
    }
}
