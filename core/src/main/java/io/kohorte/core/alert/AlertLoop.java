// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import io.kohorte.core.platform.Background;
import io.kohorte.core.platform.Repeated;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks again and again, on every process: whoever is left tells of those that died. By a clock of its own, since a schedule
 * that stands still is one of the things to tell.
 */
@ApplicationScoped
class AlertLoop {

    private static final Logger LOG = Logger.getLogger(AlertLoop.class);
    private static final long STOP_PATIENCE_SECONDS = 5;

    private final Observation observation;
    private final NoticeDelivery delivery;
    private final Alerts alerts;
    private final AlertRoutes routes;
    private final AlertMetrics metrics;
    private final AlertConfig config;
    private final Repeated looking = new Repeated(LOG, "Alerts cannot be looked after");
    private final Repeated sending = new Repeated(LOG, "Notices of alerts cannot be sent");
    private final ScheduledExecutorService watcher = Background.thread("alert-watcher");
    private final ScheduledExecutorService messenger = Background.thread("alert-messenger");

    AlertLoop(
            Observation observation,
            NoticeDelivery delivery,
            Alerts alerts,
            AlertRoutes routes,
            AlertMetrics metrics,
            AlertConfig config) {
        this.observation = observation;
        this.delivery = delivery;
        this.alerts = alerts;
        this.routes = routes;
        this.metrics = metrics;
        this.config = config;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // run() handles what the work throws
    void start(@Observes StartupEvent started) {
        var every = config.lookEvery().toMillis();
        messenger.execute(() -> sending.run(routes::useNewestKey));
        watcher.scheduleWithFixedDelay(() -> looking.run(this::look), every, every, TimeUnit.MILLISECONDS);
        messenger.scheduleWithFixedDelay(() -> sending.run(delivery::deliver), every, every, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        watcher.shutdownNow();
        messenger.shutdownNow();
        var unused = messenger.awaitTermination(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void look() throws SQLException {
        observation.look();
        metrics.firing(alerts.counts());
    }
}
