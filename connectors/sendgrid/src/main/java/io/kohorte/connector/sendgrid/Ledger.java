// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is known of each row once all requests of a batch are out, and which jobs know the rest. */
final class Ledger {

    private final int size;
    private final Map<Integer, Outcome> outcomes = new TreeMap<>();
    private final List<HeldBack.Row> heldBack = new ArrayList<>();
    private final List<Jobs.Job> jobs = new ArrayList<>();

    Ledger(int size) {
        this.size = size;
    }

    void holdBack(HeldBack.Row row) {
        heldBack.add(row);
        outcomes.put(row.row(), row.refusal().outcome());
    }

    void settle(int row, Outcome outcome) {
        outcomes.put(row, outcome);
    }

    /** @param rows how many rows the job works on */
    void started(String job, int rows) {
        jobs.add(new Jobs.Job(job, rows));
    }

    /** Whether some rows have to come again. */
    boolean hasPostponed() {
        return !postponed().isEmpty();
    }

    private Map<Integer, Outcome> postponed() {
        var postponed = new TreeMap<>(outcomes);
        postponed.values().removeIf(outcome -> !(outcome instanceof Outcome.Retry));
        return postponed;
    }

    /** Outcomes in batch order, or the jobs to look after. */
    BatchResult result() {
        if (jobs.isEmpty()) {
            return new BatchResult.Done(List.copyOf(outcomes.values()));
        }
        var accepted = outcomes.values().stream()
                .filter(Outcome.Accepted.class::isInstance)
                .count();
        return new Jobs(jobs, accepted, heldBack, postponed()).pending(size);
    }
}
