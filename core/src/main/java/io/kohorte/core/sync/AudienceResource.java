// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.platform.web.Page;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.SyncId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** What a destination has from us: one audience per sync. */
@Path("/api/v1/destinations/{id}/audiences")
class AudienceResource {

    private final Syncs syncs;
    private final DeliveryEngine engine;

    AudienceResource(Syncs syncs, DeliveryEngine engine) {
        this.syncs = syncs;
        this.engine = engine;
    }

    /** @param size people the destination confirmed @param rejected people it refused, or we stopped */
    record Audience(long sync, String name, String reference, long size, long rejected, String circuit) {}

    @GET
    public Page<Audience> list(@PathParam("id") long destination) {
        var ours = QuarkusTransaction.requiringNew().call(() -> syncs.of(destination));
        return new Page<>(ours.stream().map(this::audience).toList(), null);
    }

    private Audience audience(Sync sync) {
        var status = engine.status(new SyncId(sync.id));
        return new Audience(
                sync.id,
                sync.name,
                "kohorte-" + sync.id,
                status.map(known -> known.acknowledged()).orElse(0L),
                status.map(known -> known.rejected()).orElse(0L),
                status.map(known -> known.circuit()).orElse("closed"));
    }
}
