// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

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
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** How many days vendors serve the versions in use, the same on every process. */
@Singleton
class VersionMetrics {

    private static final Logger LOG = Logger.getLogger(VersionMetrics.class);
    private static final long EVERY_MINUTES = 10;

    private final EndingVersions versions;
    private final MultiGauge daysLeft;
    private final Clock clock;
    private final Repeated reading = new Repeated(LOG, "Versions that end cannot be read");
    private final ScheduledExecutorService reader = Background.thread("version-figures");

    VersionMetrics(EndingVersions versions, MeterRegistry meters, Clock clock) {
        this.versions = versions;
        this.daysLeft =
                MultiGauge.builder("kohorte.destination.version.days.left").register(meters);
        this.clock = clock;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // run() handles what the work throws
    void start(@Observes StartupEvent started) {
        reader.scheduleWithFixedDelay(() -> reading.run(this::refresh), 0, EVERY_MINUTES, TimeUnit.MINUTES);
    }

    void stop(@Observes ShutdownEvent stopping) {
        reader.shutdownNow();
    }

    void refresh() throws SQLException {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (var use : versions.inUse()) {
            var labels = Tags.of(
                    "destination",
                    Long.toString(use.destination().value()),
                    "setting",
                    use.end().setting());
            rows.add(MultiGauge.Row.of(labels, use.end().daysLeft(today)));
        }
        daysLeft.register(rows, true);
    }
}
