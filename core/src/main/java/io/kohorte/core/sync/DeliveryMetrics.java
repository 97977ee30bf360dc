// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.segmentsync.Onlooker.Rows;
import io.kohorte.segmentsync.Onlooker.Step;
import io.kohorte.segmentsync.SyncId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** What this process counts while it delivers. Names and meanings: the guide's page on observability. */
@Singleton
class DeliveryMetrics {

    private static final String PREFIX = "kohorte.sync.";

    private final MeterRegistry meters;
    private final SyncTargets targets;

    DeliveryMetrics(MeterRegistry meters, SyncTargets targets) {
        this.meters = meters;
        this.targets = targets;
    }

    /** @param state in which the run ended */
    void ended(String state) {
        meters.counter("kohorte.runs", "kind", "sync", "state", state).increment();
    }

    void rows(SyncId sync, Rows rows) {
        rows(sync, rows.change(), "accepted", rows.accepted());
        rows(sync, rows.change(), "rejected", rows.rejected());
        rows(sync, rows.change(), "skipped", rows.skipped());
        rows(sync, rows.change(), "invalid", rows.invalid());
        rows(sync, rows.change(), "postponed", rows.postponed());
    }

    /** None is counted too: a rate needs a series that begins at nought. */
    private void rows(SyncId sync, String change, String outcome, long number) {
        meters.counter(PREFIX + "rows", labels(sync).and("change", change, "outcome", outcome))
                .increment((double) number);
    }

    void requested(Step.Request request, String outcome, Duration took) {
        meters.timer(PREFIX + "requests", labels(request.sync()).and("call", name(request.call()), "outcome", outcome))
                .record(took);
    }

    void waited(Step.Wait wait, Duration took) {
        meters.timer(PREFIX + "waits", labels(wait.sync()).and("reason", name(wait.reason())))
                .record(took);
    }

    /** Meters of syncs that are gone vanish. */
    void keepOnly(Set<Long> syncs) {
        meters.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith(PREFIX))
                .filter(meter -> {
                    var sync = meter.getId().getTag("sync");
                    return sync != null && !syncs.contains(Long.valueOf(sync));
                })
                .forEach(meters::remove);
    }

    private Tags labels(SyncId sync) {
        return labels(sync.value(), targets.destination(sync.value()));
    }

    /** Numbers of what people configured, never of people. */
    static Tags labels(long sync, long destination) {
        return Tags.of("sync", Long.toString(sync), "destination", Long.toString(destination));
    }

    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
