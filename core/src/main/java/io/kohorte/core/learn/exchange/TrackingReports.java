// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.exchange;

import io.kohorte.core.platform.Background;
import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.KohorteConfig.Role;
import io.kohorte.spi.ConnectorContext;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.SafeHttp;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Tells the tracking server of every version, after its training and apart from it: a server that is down or refuses holds no training back, and is
 * told later. One node tells at a time. A run may be begun twice where a process ends between the server's answer and our note of it.
 */
@ApplicationScoped
class TrackingReports {
    private static final Logger LOG = Logger.getLogger(TrackingReports.class);
    private static final HttpBounds BOUNDS = new HttpBounds(Duration.ofSeconds(5), Duration.ofSeconds(15), 1 << 20);
    private static final long LOOK_SECONDS = 30;
    private static final int AT_ONCE = 20;

    /** So that no other use of advisory locks meets ours. */
    private static final long LOCK = 0x4B4C5454_524B0001L;

    private final Tracking tracking;
    private final DataSource database;
    private final KohorteConfig config;
    private final SafeHttp http;
    private final ScheduledExecutorService worker = Background.thread("kohorte-tracking");

    TrackingReports(Tracking tracking, DataSource database, KohorteConfig config, ConnectorContext context) {
        this.tracking = tracking;
        this.database = database;
        this.config = config;
        this.http = new SafeHttp(context, BOUNDS);
    }

    void start(@Observes StartupEvent started) {
        if (config.plays(Role.ENGINE)) {
            var unused = worker.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        }
    }

    @PreDestroy
    void stop() {
        worker.shutdownNow();
        http.close();
    }

    /** Whether the server can be told: asks for its experiment, which is made where there is none. */
    void check(TrackingServer server) throws TrackingFailed {
        new Mlflow(http, server).experiment();
    }

    private void look() {
        try {
            report();
        } catch (SQLException | RuntimeException e) {
            LOG.warn("The tracking server cannot be told of trainings right now; this is tried again", e);
        }
    }

    /** Tells what is owed; nothing where no server is on record or another node is telling. */
    void report() throws SQLException {
        Optional<Tracking.Standing> standing = tracking.standing();
        if (standing.isEmpty() || standing.get().owed() == 0) {
            return;
        }
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (asked(statement, "select pg_try_advisory_lock(" + LOCK + ")")) {
                try {
                    report(standing.get().server());
                } finally {
                    asked(statement, "select pg_advisory_unlock(" + LOCK + ")");
                }
            }
        }
    }

    private void report(TrackingServer server) throws SQLException {
        Mlflow mlflow = new Mlflow(http, server);
        try {
            String experiment = mlflow.experiment();
            for (TrackedVersion version : tracking.owed(AT_ONCE)) {
                String run = version.run().isPresent() ? version.run().get() : mlflow.begin(experiment, version);
                tracking.keep(version, run, false);
                mlflow.tell(run, version);
                mlflow.end(run, version);
                tracking.keep(version, run, true);
            }
            tracking.went(Optional.empty());
        } catch (TrackingFailed e) {
            tracking.went(Optional.of(e.sentence()));
        }
    }

    private static boolean asked(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
