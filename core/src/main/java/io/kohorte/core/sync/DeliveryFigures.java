// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.platform.Background;
import io.kohorte.core.platform.Repeated;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.SyncStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * How far behind audiences are, as PostgreSQL knows it: every process tells the same. Read every few seconds and not with
 * every scrape, so that scraping costs nothing and never waits for the database.
 */
@ApplicationScoped
class DeliveryFigures {

    static final Duration EVERY = Duration.ofSeconds(15);

    private static final Logger LOG = Logger.getLogger(DeliveryFigures.class);
    /** With millions of refused rows the figures take long: they are read less often then, for at most a twentieth of the time. */
    private static final int REST = 20;

    private static final String SECONDS = "seconds";
    private static final List<String> CIRCUITS = List.of("closed", "half-open", "open");

    private final DeliveryEngine engine;
    private final SyncTargets targets;
    private final DeliveryMetrics metrics;
    private final Clock clock;
    private final MultiGauge lag;
    private final MultiGauge lagAge;
    private final MultiGauge acknowledged;
    private final MultiGauge refused;
    private final MultiGauge paused;
    private final MultiGauge circuits;
    private final Repeated reading = new Repeated(LOG, "The figures of syncs cannot be read");
    private final ScheduledExecutorService clockwork = Background.thread("delivery-figures");
    private volatile Instant readAt;
    private Instant restUntil = Instant.EPOCH;

    DeliveryFigures(
            DeliveryEngine engine, SyncTargets targets, DeliveryMetrics metrics, MeterRegistry meters, Clock clock) {
        this.engine = engine;
        this.targets = targets;
        this.metrics = metrics;
        this.clock = clock;
        this.readAt = clock.instant();
        this.lag = gauge(meters, "kohorte.sync.lag", "members");
        this.lagAge = gauge(meters, "kohorte.sync.lag.age", SECONDS);
        this.acknowledged = gauge(meters, "kohorte.sync.acknowledged", "members");
        this.refused = gauge(meters, "kohorte.sync.refused", "members");
        this.paused = MultiGauge.builder("kohorte.sync.paused").register(meters);
        this.circuits = MultiGauge.builder("kohorte.destination.circuit").register(meters);
        Gauge.builder("kohorte.sync.figures.age", () -> seconds(readAt))
                .baseUnit(SECONDS)
                .strongReference(true)
                .register(meters);
    }

    private static MultiGauge gauge(MeterRegistry meters, String name, String unit) {
        return MultiGauge.builder(name).baseUnit(unit).register(meters);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // look() handles what it throws
    void start(@Observes StartupEvent started) {
        clockwork.scheduleWithFixedDelay(this::look, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent stopping) {
        clockwork.shutdownNow();
    }

    /** When the database does not answer, the last figures stay and their age grows. */
    private void look() {
        if (clock.instant().isBefore(restUntil)) {
            return;
        }
        reading.run(() -> {
            var start = System.nanoTime();
            read();
            restUntil = clock.instant().plusNanos((System.nanoTime() - start) * REST);
        });
    }

    synchronized void read() {
        var destinations = targets.read();
        var syncs = engine.statuses().stream()
                .filter(status -> destinations.containsKey(status.sync().value()))
                .map(status ->
                        new Figures(status, destinations.get(status.sync().value())))
                .toList();
        lag.register(rows(syncs, SyncStatus::lag), true);
        lagAge.register(syncs.stream().map(this::age).toList(), true);
        acknowledged.register(rows(syncs, SyncStatus::acknowledged), true);
        refused.register(rows(syncs, SyncStatus::rejected), true);
        paused.register(syncs.stream().flatMap(DeliveryFigures::pause).toList(), true);
        circuits.register(circuits(syncs), true);
        metrics.keepOnly(destinations.keySet());
        readAt = clock.instant();
    }

    private record Figures(SyncStatus status, long destination) {
        Tags labels() {
            return DeliveryMetrics.labels(status.sync().value(), destination);
        }
    }

    private static List<Row<?>> rows(List<Figures> syncs, ToLongFunction<SyncStatus> figure) {
        var rows = new ArrayList<Row<?>>();
        syncs.forEach(sync -> rows.add(Row.of(sync.labels(), figure.applyAsLong(sync.status()))));
        return rows;
    }

    /** Grows between two looks, too. */
    private Row<?> age(Figures sync) {
        var since = sync.status().lagSince();
        return Row.of(sync.labels(), () -> since.map(this::seconds).orElse(0.0));
    }

    private static Stream<Row<?>> pause(Figures sync) {
        return sync.status().paused().stream().map(why -> Row.of(sync.labels().and("code", why.code()), 1));
    }

    private static List<Row<?>> circuits(List<Figures> syncs) {
        Map<Long, String> circuits = new TreeMap<>();
        syncs.forEach(sync -> circuits.put(sync.destination(), sync.status().circuit()));
        var rows = new ArrayList<Row<?>>();
        circuits.forEach((destination, circuit) -> CIRCUITS.forEach(state -> rows.add(Row.of(
                Tags.of("destination", destination.toString(), "state", state), state.equals(circuit) ? 1 : 0))));
        return rows;
    }

    private double seconds(Instant since) {
        return Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
    }
}
