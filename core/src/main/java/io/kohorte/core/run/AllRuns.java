// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.run;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Runs of every kind, wherever they are kept. */
@ApplicationScoped
class AllRuns {

    private final Runs runs;

    AllRuns(Runs runs) {
        this.runs = runs;
    }

    Optional<Run> find(RunId id) {
        return runs.find(id);
    }

    List<Run> list(Optional<RunKind> kind, Optional<Long> subject, long before, int limit) {
        return runs.list(kind, subject, before, limit);
    }
}
