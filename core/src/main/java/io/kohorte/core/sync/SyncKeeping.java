// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.SyncBusyException;
import io.kohorte.segmentsync.SyncId;
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
    private final ObjectMapper json;
    private final Clock clock;

    SyncKeeping(
            Syncs syncs,
            SyncCheck check,
            SyncSchedules schedules,
            DeliveryEngine engine,
            ObjectMapper json,
            Clock clock) {
        this.syncs = syncs;
        this.check = check;
        this.schedules = schedules;
        this.engine = engine;
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

    Sync change(long id, SyncDraft draft) {
        var sync = QuarkusTransaction.requiringNew().call(() -> {
            var known = syncs.require(id);
            check.require(draft, id);
            if (known.destination != draft.destination()) {
                throw ProblemException.invalid(
                        "/destination",
                        "DESTINATION_FIXED",
                        "A sync stays with its destination: what it delivered there is on record.",
                        "Create a new sync for the other destination.");
            }
            write(draft, known);
            return known;
        });
        schedules.plan(sync);
        return sync;
    }

    /** What was delivered stays at the destination. */
    void delete(long id) {
        QuarkusTransaction.requiringNew().call(() -> syncs.require(id));
        try {
            engine.forget(new SyncId(id));
        } catch (SyncBusyException e) {
            throw busy();
        }
        schedules.cancel(id);
        QuarkusTransaction.requiringNew().run(() -> syncs.deleteById(id));
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
        sync.matchKey = draft.matchKey();
        sync.mapping = mapping(draft);
        sync.audience = draft.audience() == null ? json.createObjectNode() : withoutNulls(draft.audience());
        sync.purpose = draft.purpose();
        sync.holdout = draft.holdout() == null ? 0 : draft.holdout();
        sync.trigger = draft.chosenTrigger();
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
