// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/** Whom a sync sends and whom it holds out, for whoever measures what sending brings. */
@Singleton
public class SyncGroups {

    private final Syncs syncs;
    private final SegmentAudience audience;
    private final ObjectMapper json;

    SyncGroups(Syncs syncs, SegmentAudience audience, ObjectMapper json) {
        this.syncs = syncs;
        this.audience = audience;
        this.json = json;
    }

    /** @param heldOut who would be sent if chance had not drawn them */
    public record Groups(RoaringBitmap treated, RoaringBitmap heldOut) {}

    /** From 0 to below 1; empty when there is no such sync. */
    public Optional<Double> share(long sync) {
        return find(sync).map(SyncDefinition::holdout);
    }

    /**
     * Both groups as they are now, without some people; empty when there is no such sync any more. Call it outside of a transaction.
     *
     * @throws ProblemException when the destination of the sync is gone
     */
    public Optional<Groups> of(long sync, RoaringBitmap except) {
        return find(sync).map(definition -> {
            var holdout = Holdout.of(definition.holdout(), definition.segments());
            var treated = new RoaringBitmap();
            var heldOut = new RoaringBitmap();
            audience.eligible(definition, except)
                    .forEach((int profile) -> (holdout.holds(profile) ? heldOut : treated).add(profile));
            return new Groups(treated, heldOut);
        });
    }

    private Optional<SyncDefinition> find(long sync) {
        return QuarkusTransaction.requiringNew()
                .call(() -> syncs.findByIdOptional(sync).map(found -> SyncDefinition.of(found, json)));
    }
}
