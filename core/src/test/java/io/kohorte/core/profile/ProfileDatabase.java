// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import io.kohorte.core.platform.DataFolder;
import io.kohorte.core.platform.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** Real PostgreSQL for tests that need no Quarkus: one server for the test run, an empty database with our tables for each who asks. */
public final class ProfileDatabase {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final DataSource source;

    private ProfileDatabase(DataSource source) {
        this.source = source;
    }

    /** A new database with our tables, and nothing in them. */
    public static ProfileDatabase empty() throws SQLException {
        String name = "profiles_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        ProfileDatabase maintenance = new ProfileDatabase(Server.RUNNING.source("postgres"));
        maintenance.run("create database " + name + " template " + Server.TEMPLATE);
        return new ProfileDatabase(Server.RUNNING.source(name));
    }

    public DataSource source() {
        return source;
    }

    public void run(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Rows as texts, columns joined by a bar, in the order of the query. */
    public List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(row.getString(i));
                }
                rows.add(String.join("|", values.stream().map(String::valueOf).toList()));
            }
        }
        return rows;
    }

    public String one(String sql) throws SQLException {
        return rows(sql).get(0);
    }

    public long count(String table) throws SQLException {
        return Long.parseLong(one("select count(*) from " + table));
    }

    private record Server(EmbeddedPostgres postgres) {

        /** Migrated once and copied for everybody. */
        static final String TEMPLATE = "profiles_template";

        static final Server RUNNING = start();

        private static Server start() {
            try {
                DataFolder folder = DataFolder.open(Path.of("target/profile-test-data"));
                EmbeddedPostgres postgres = EmbeddedPostgres.start(folder);
                Server server = new Server(postgres);
                ProfileDatabase maintenance = new ProfileDatabase(server.source("postgres"));
                maintenance.dropLeftovers();
                maintenance.run("create database " + TEMPLATE);
                Flyway.configure()
                        .dataSource(server.source(TEMPLATE))
                        .locations("db/migration")
                        .load()
                        .migrate();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        postgres.close();
                        folder.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        DataSource source(String database) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(postgres.jdbcUrl().replaceFirst("/[^/?]+(\\?|$)", "/" + database + "$1"));
            source.setUser(postgres.user());
            source.setPassword(postgres.password());
            return source;
        }
    }

    private void dropLeftovers() throws SQLException {
        for (String name : rows("select datname from pg_database where datname like 'profiles\\_%'")) {
            run("drop database " + name);
        }
    }
}
