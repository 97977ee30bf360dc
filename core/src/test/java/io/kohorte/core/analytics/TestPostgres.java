// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.kohorte.core.platform.DataFolder;
import io.kohorte.core.platform.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL for tests that need no application: started once, ended with the virtual machine. */
final class TestPostgres {

    private static TestPostgres started;

    private final PGSimpleDataSource dataSource = new PGSimpleDataSource();

    private TestPostgres(EmbeddedPostgres postgres) {
        dataSource.setUrl(postgres.jdbcUrl());
        dataSource.setUser(postgres.user());
        dataSource.setPassword(postgres.password());
        Flyway flyway = Flyway.configure()
                .dataSource(dataSource)
                .locations("db/migration")
                .cleanDisabled(false)
                .load();
        flyway.clean();
        flyway.migrate();
    }

    static synchronized TestPostgres start() {
        if (started == null) {
            try {
                DataFolder folder = DataFolder.open(Path.of("target/analytics-test-data"));
                EmbeddedPostgres postgres = EmbeddedPostgres.start(folder);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(postgres, folder)));
                started = new TestPostgres(postgres);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return started;
    }

    DataSource dataSource() {
        return dataSource;
    }

    Connection connect() throws SQLException {
        return dataSource.getConnection();
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Without a trace of earlier tests, the history of the replica included. */
    void empty() throws SQLException {
        execute("truncate profile, identity, trait, event, model, score, segment, replica_removal cascade");
    }

    private static void end(EmbeddedPostgres postgres, DataFolder folder) {
        try {
            postgres.close();
            folder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
