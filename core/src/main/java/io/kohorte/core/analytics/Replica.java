// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.kohorte.core.analytics.ReplicaFile.Origin;
import io.kohorte.core.platform.KohorteConfig;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.duckdb.DuckDBConnection;
import org.jboss.logging.Logger;
import org.roaringbitmap.RoaringBitmap;

/**
 * PostgreSQL as DuckDB sees it, in a file of the data folder. It follows by transaction: a poll takes what transactions
 * wrote that have all ended, so that a late commit of an older transaction is never missed. Deleting the file costs a
 * rebuild and nothing else.
 */
@Singleton
public class Replica {

    private static final Logger LOG = Logger.getLogger(Replica.class);

    private final DataSource postgres;
    private final Path path;
    private final String memory;
    private final Clock clock;
    private final Consumer<ReplicaAdvanced> advanced;
    private final ReentrantLock oneWriter = new ReentrantLock();

    /** Held for writing while the replica is built anew: who asks then would find nobody. */
    private final ReadWriteLock building = new ReentrantReadWriteLock();

    private volatile Optional<ReplicaFile> file = Optional.empty();
    private volatile Optional<Instant> caughtUpAt = Optional.empty();

    @Inject
    Replica(
            DataSource postgres,
            KohorteConfig kohorte,
            AnalyticsConfig config,
            Clock clock,
            MeterRegistry metrics,
            Event<ReplicaAdvanced> advanced) {
        this(postgres, kohorte.dataDir().resolve("analytics.duckdb"), config.memory(), clock, advanced::fire);
        metrics.gauge("kohorte.replica.lag.seconds", this, replica -> replica.lag()
                .map(lag -> lag.toMillis() / 1000.0)
                .orElse(Double.NaN));
    }

    Replica(DataSource postgres, Path path, String memory, Clock clock, Consumer<ReplicaAdvanced> advanced) {
        this.postgres = postgres;
        this.path = path;
        this.memory = memory;
        this.clock = clock;
        this.advanced = advanced;
    }

    /**
     * Takes in everything committed before this call, unless an older transaction that writes is still open: what came
     * after it waits for its end. Milliseconds when little changed; loads everything when there is no replica yet.
     *
     * @throws ReplicaException when PostgreSQL or DuckDB fail; the replica then stands where it stood
     */
    public void catchUp() {
        Optional<ReplicaAdvanced> news;
        oneWriter.lock();
        try {
            Instant began = clock.instant();
            news = update();
            caughtUpAt = Optional.of(began);
        } finally {
            oneWriter.unlock();
        }
        news.ifPresent(advanced);
    }

    /** The moment of the last successful {@link #catchUp()}; empty before the first. */
    public Optional<Instant> caughtUpAt() {
        return caughtUpAt;
    }

    /** How long ago the replica last stood where PostgreSQL stood; empty before the first time. */
    public Optional<Duration> lag() {
        return caughtUpAt.map(at -> Duration.between(at, clock.instant()));
    }

    /**
     * Begins to read. The first reader waits until the replica has been brought up to date once, and whoever comes while it is
     * built anew waits until it is.
     *
     * @throws ReplicaException when it cannot be read, as after a failure to build it: there is nobody in it then
     */
    public ReplicaSession open() {
        if (caughtUpAt.isEmpty()) {
            catchUp();
        }
        building.readLock().lock();
        try {
            return file.orElseThrow(() -> new ReplicaException("The analytics replica could not be built."))
                    .session();
        } catch (SQLException e) {
            throw new ReplicaException("The analytics replica cannot be read.", e);
        } finally {
            building.readLock().unlock();
        }
    }

    @PreDestroy
    void close() {
        oneWriter.lock();
        try {
            if (file.isPresent()) {
                file.get().close();
            }
        } catch (SQLException e) {
            LOG.warnf("The analytics replica did not close: %s", e.getMessage());
        } finally {
            file = Optional.empty();
            caughtUpAt = Optional.empty();
            oneWriter.unlock();
        }
    }

    private Optional<ReplicaAdvanced> update() {
        ReplicaFile opened = file.orElseGet(() -> ReplicaFile.open(path, memory));
        file = Optional.of(opened);
        try (Connection snapshot = postgres.getConnection()) {
            boolean autoCommit = snapshot.getAutoCommit();
            snapshot.setAutoCommit(false);
            try {
                try (Statement statement = snapshot.createStatement()) {
                    statement.execute("set transaction isolation level repeatable read, read only");
                }
                return update(snapshot, opened);
            } finally {
                snapshot.rollback();
                snapshot.setAutoCommit(autoCommit);
            }
        } catch (SQLException e) {
            throw new ReplicaException("The analytics replica could not follow PostgreSQL.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<ReplicaAdvanced> update(Connection snapshot, ReplicaFile opened) throws SQLException, IOException {
        ReplicaUpdate.Horizon horizon = ReplicaUpdate.horizon(snapshot);
        try (DuckDBConnection replica = opened.connect()) {
            Optional<Origin> before = ReplicaFile.origin(replica).filter(horizon::continues);
            if (before.isPresent()) {
                return follow(snapshot, replica, before.get(), horizon.origin());
            }
        }
        return Optional.of(rebuild(snapshot, opened, horizon.origin()));
    }

    private static Optional<ReplicaAdvanced> follow(
            Connection snapshot, DuckDBConnection replica, Origin before, Origin horizon)
            throws SQLException, IOException {
        if (before.equals(horizon)) {
            return Optional.empty();
        }
        replica.setAutoCommit(false);
        ReplicaAdvanced news = new ReplicaUpdate(snapshot, replica).follow(before, horizon);
        replica.commit();
        return news.profiles().isEmpty() ? Optional.empty() : Optional.of(news);
    }

    /** Where that fails, whoever asks next opens the file anew: this one is closed. */
    private ReplicaAdvanced rebuild(Connection snapshot, ReplicaFile opened, Origin horizon)
            throws SQLException, IOException {
        LOG.info("Building the analytics replica from PostgreSQL");
        long start = System.nanoTime();
        building.writeLock().lock();
        try {
            load(snapshot, opened, horizon);
        } catch (SQLException | IOException | RuntimeException e) {
            file = Optional.empty();
            caughtUpAt = Optional.empty();
            opened.close();
            throw e;
        } finally {
            building.writeLock().unlock();
        }
        LOG.infof("The analytics replica is built, in %d ms", (System.nanoTime() - start) / 1_000_000);
        return new ReplicaAdvanced(new RoaringBitmap(), new RoaringBitmap(), true);
    }

    private static void load(Connection snapshot, ReplicaFile opened, Origin horizon) throws SQLException, IOException {
        opened.startOver();
        try (DuckDBConnection replica = opened.connect()) {
            replica.setAutoCommit(false);
            new ReplicaUpdate(snapshot, replica).load(horizon);
            replica.commit();
        }
    }
}
