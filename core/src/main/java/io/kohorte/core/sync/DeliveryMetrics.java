// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.segmentsync.Run;
import io.kohorte.segmentsync.RunCounts;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** Counts what deliveries came to. */
@Singleton
class DeliveryMetrics {

    private final MeterRegistry meters;

    DeliveryMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @param run after its execution; one that only waits is counted when it ends */
    void count(Run run) {
        if (!run.state().isFinal()) {
            return;
        }
        var sync = run.sync().toString();
        meters.counter("kohorte.runs", "kind", "sync", "state", run.state().wire())
                .increment();
        rows(sync, "added", run.counts().added());
        rows(sync, "changed", run.counts().changed());
        rows(sync, "removed", run.counts().removed());
        meters.counter("kohorte.sync.requests", "sync", sync)
                .increment((double) run.counts().requests());
    }

    private void rows(String sync, String change, RunCounts.Tally tally) {
        meters.counter("kohorte.sync.rows", "sync", sync, "change", change, "outcome", "accepted")
                .increment((double) tally.accepted());
        meters.counter("kohorte.sync.rows", "sync", sync, "change", change, "outcome", "rejected")
                .increment((double) tally.rejected());
    }
}
