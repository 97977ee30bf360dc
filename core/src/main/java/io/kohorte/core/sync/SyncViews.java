// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.platform.Schedule;
import io.kohorte.core.platform.problem.ProblemDetail;
import io.kohorte.core.run.DeliveryRuns;
import io.kohorte.core.run.Run;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.GuardLimits;
import io.kohorte.segmentsync.SyncId;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Syncs as the API shows them: the configuration, and what the delivery engine knows of each. */
@Singleton
class SyncViews {

    private final DeliveryEngine engine;
    private final DeliveryRuns runs;

    SyncViews(DeliveryEngine engine, DeliveryRuns runs) {
        this.engine = engine;
        this.runs = runs;
    }

    record View(
            long id,
            String name,
            List<Long> segments,
            long destination,
            String mode,
            String deleteBehaviour,
            String told,
            String matchKey,
            List<String> fallbackKeys,
            JsonNode mapping,
            JsonNode audience,
            @Nullable String purpose,
            double holdout,
            @Nullable Schedule schedule,
            GuardLimits guard,
            String trigger,
            List<Long> after,
            @Nullable Place group,
            String state,
            @Nullable ProblemDetail pausedBecause,
            @Nullable Run lastRun) {}

    /** Call it outside of a transaction: the engine opens its own. */
    View view(Sync sync) {
        var paused = engine.status(new SyncId(sync.id)).flatMap(status -> status.paused());
        return new View(
                sync.id,
                sync.name,
                List.of(sync.segments),
                sync.destination,
                sync.mode,
                sync.deleteBehaviour,
                sync.told,
                sync.matchKey,
                List.of(sync.fallbackKeys),
                sync.mapping,
                sync.audience,
                sync.purpose,
                sync.holdout,
                sync.schedule().orElse(null),
                new GuardLimits(sync.removalShare, sync.removalRows),
                sync.trigger,
                List.of(sync.upstream),
                sync.place().orElse(null),
                paused.isPresent() ? "paused" : "active",
                paused.map(DeliveryRuns::problem).orElse(null),
                runs.latest(sync.id).orElse(null));
    }
}
