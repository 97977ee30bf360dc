// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import io.kohorte.core.platform.Background;
import io.kohorte.core.platform.Repeated;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** What the last look at each model found, the same on every process: it is read from where looks are kept. */
@Singleton
class WatchMetrics {
    private static final Logger LOG = Logger.getLogger(WatchMetrics.class);
    private static final long EVERY_SECONDS = 60;

    private final LookTable looks;
    private final MultiGauge drift;
    private final MultiGauge drifting;
    private final MultiGauge area;
    private final Repeated reading = new Repeated(LOG, "Figures of watched models cannot be read");
    private final ScheduledExecutorService reader = Background.thread("watch-figures");

    WatchMetrics(LookTable looks, MeterRegistry meters) {
        this.looks = looks;
        this.drift = MultiGauge.builder("kohorte.model.drift").register(meters);
        this.drifting = MultiGauge.builder("kohorte.model.drifting").register(meters);
        this.area = MultiGauge.builder("kohorte.model.auc").register(meters);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // run() handles what the work throws
    void start(@Observes StartupEvent started) {
        reader.scheduleWithFixedDelay(() -> reading.run(this::refresh), 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent stopping) {
        reader.shutdownNow();
    }

    void refresh() throws SQLException {
        List<MultiGauge.Row<?>> moved = new ArrayList<>();
        List<MultiGauge.Row<?>> numbers = new ArrayList<>();
        List<MultiGauge.Row<?>> areas = new ArrayList<>();
        for (LookTable.Standing standing : looks.standing()) {
            Look look = standing.look();
            Tags model = Tags.of("model", Long.toString(standing.model().value()));
            numbers.add(MultiGauge.Row.of(model, look.drifting().size()));
            look.features().stream()
                    .findFirst()
                    .ifPresent(worst -> moved.add(MultiGauge.Row.of(model.and("of", "features"), worst.psi())));
            if (look.scores() != null) {
                moved.add(MultiGauge.Row.of(
                        model.and("of", "scores"), look.scores().psi()));
            }
            if (look.outcomes() != null) {
                moved.add(MultiGauge.Row.of(
                        model.and("of", "outcomes"), look.outcomes().psi()));
            }
            if (look.performance() != null) {
                areas.add(MultiGauge.Row.of(
                        model.and("at", "now"), look.performance().auc()));
                areas.add(MultiGauge.Row.of(
                        model.and("at", "learned"), look.performance().aucThen()));
            }
        }
        drift.register(moved, true);
        drifting.register(numbers, true);
        area.register(areas, true);
    }
}
