// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.kohorte.core.feature.TraitType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jboss.logging.Logger;

/** The DuckDB database on disk: opened closed to the outside, thrown away and begun anew when it is not one of ours. */
final class ReplicaFile implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ReplicaFile.class);

    /** Raised with every change of the tables below or of what is written into them. */
    private static final int LAYOUT = 3;

    private static final String[] TABLES = {
        "create table origin (layout integer not null, engine varchar not null, id varchar not null, seen bigint not null)",
        "create sequence trait_column_id",
        "create table trait_column (id integer not null, trait varchar not null, type varchar not null)",
        "create table profile (number integer not null, created_at timestamp not null)",
        "create table event (key uuid not null, profile integer not null, name varchar not null, \"at\" timestamp not null,"
                + " known_at timestamp, order_key bigint not null, order_ref varchar, item varchar, category varchar,"
                + " quantity decimal(18, 4), amount decimal(18, 4), properties varchar)",
        "create table score (model bigint not null, profile integer not null, value double not null)",
    };

    private static final Duration READERS_END = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Path file;
    private final String memory;
    private final LatestEvent latestEvent = new LatestEvent();
    private DuckDBConnection root;

    private ReplicaFile(Path file, String memory, DuckDBConnection root) {
        this.file = file;
        this.memory = memory;
        this.root = root;
    }

    /** Opens the file, or begins a new one when it is absent, unreadable or of another layout. */
    static ReplicaFile open(Path file, String memory) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ReplicaFile opened = new ReplicaFile(file, memory, connectOrReplace(file, memory));
            if (!opened.current()) {
                opened.startOver();
            }
            return opened;
        } catch (SQLException e) {
            throw new ReplicaException("The analytics replica " + file + " cannot be opened.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection of its own to the same database. The caller closes it. */
    DuckDBConnection connect() throws SQLException {
        return root.duplicate();
    }

    /** A reader of what there is now. The caller closes it. */
    ReplicaSession session() throws SQLException {
        return new ReplicaSession(connect(), latestEvent);
    }

    /** Throws everything away: the next update loads all of PostgreSQL. Waits for those who read the old one; afterwards it can be tried again. */
    void startOver() throws SQLException, IOException {
        root.close();
        delete(file);
        root = connectOnceNobodyReads(file, memory);
        try (Statement statement = root.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
        }
    }

    /** How far PostgreSQL has been followed; empty before the first load is complete. */
    static Optional<Origin> origin(Connection replica) throws SQLException {
        try (Statement statement = replica.createStatement();
                ResultSet row = statement.executeQuery("select id, seen from origin")) {
            return row.next() ? Optional.of(new Origin(row.getString(1), row.getLong(2))) : Optional.empty();
        }
    }

    static void writeOrigin(DuckDBConnection replica, Origin origin) throws SQLException {
        try (Statement delete = replica.createStatement();
                var insert = replica.prepareStatement("insert into origin values (?, version(), ?, ?)")) {
            delete.execute("delete from origin");
            insert.setInt(1, LAYOUT);
            insert.setString(2, origin.database());
            insert.setLong(3, origin.seen());
            insert.execute();
        }
    }

    static TraitColumns traitColumns(Connection replica) throws SQLException {
        List<TraitColumns.Column> columns = new ArrayList<>();
        try (Statement statement = replica.createStatement();
                ResultSet row = statement.executeQuery("select id, trait, type from trait_column order by id")) {
            while (row.next()) {
                columns.add(
                        new TraitColumns.Column(row.getInt(1), row.getString(2), TraitType.valueOf(row.getString(3))));
            }
        }
        return new TraitColumns(columns);
    }

    @Override
    public void close() throws SQLException {
        root.close();
    }

    /** A file without an origin was never loaded to the end. */
    private boolean current() {
        try (Statement statement = root.createStatement();
                ResultSet row =
                        statement.executeQuery("select layout = " + LAYOUT + " and engine = version() from origin")) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException notOurs) {
            return false;
        }
    }

    private static DuckDBConnection connectOrReplace(Path file, String memory) throws SQLException, IOException {
        try {
            return connect(file, memory);
        } catch (SQLException unreadable) {
            if (String.valueOf(unreadable.getMessage()).contains("lock")) {
                throw unreadable;
            }
            LOG.warnf("The analytics replica is unreadable and is rebuilt: %s", unreadable.getMessage());
            delete(file);
            return connect(file, memory);
        }
    }

    /** While anybody reads the old file, DuckDB gives that one to whoever asks for a file of its name. */
    private static DuckDBConnection connectOnceNobodyReads(Path file, String memory) throws SQLException {
        long end = System.nanoTime() + READERS_END.toNanos();
        while (true) {
            try {
                return connect(file, memory);
            } catch (SQLException read) {
                if (System.nanoTime() > end
                        || !String.valueOf(read.getMessage()).contains("lock")) {
                    throw read;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Not through the driver manager: what it knows depends on who asks, and an unknown driver would look like a broken file. */
    private static DuckDBConnection connect(Path file, String memory) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", memory);
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        DuckDBConnection connection = new DuckDBDriver()
                .connect("jdbc:duckdb:" + file.toAbsolutePath(), settings)
                .unwrap(DuckDBConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set enable_external_access = false");
            statement.execute("set lock_configuration = true");
        } catch (SQLException refused) {
            connection.close();
            throw refused;
        }
        return connection;
    }

    private static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".wal"));
    }

    /**
     * @param database which PostgreSQL database this is a replica of
     * @param seen every transaction below this number has been applied
     */
    record Origin(String database, long seen) {}
}
