// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.run;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Runs of every kind, wherever they are kept: all draw their numbers from one sequence. */
@ApplicationScoped
class AllRuns {

    private final Runs runs;
    private final DeliveryRuns deliveries;

    AllRuns(Runs runs, DeliveryRuns deliveries) {
        this.runs = runs;
        this.deliveries = deliveries;
    }

    Optional<Run> find(RunId id) {
        return runs.find(id).or(() -> deliveries.find(id));
    }

    List<Run> list(Optional<RunKind> kind, Optional<Long> sync, long before, int limit) {
        var found = new ArrayList<Run>();
        if (kind.isEmpty() || kind.get() != RunKind.SYNC) {
            found.addAll(runs.list(kind, Optional.empty(), before, limit));
        }
        if (kind.isEmpty() || kind.get() == RunKind.SYNC) {
            found.addAll(deliveries.list(sync, before, limit));
        }
        return found.stream()
                .sorted(Comparator.comparingLong((Run run) -> run.id().value()).reversed())
                .limit(limit)
                .toList();
    }
}
