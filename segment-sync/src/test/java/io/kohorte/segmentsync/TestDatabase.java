// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A real PostgreSQL, started once per JVM, with delivery's schema. */
final class TestDatabase {

    /** A machine that is busy with something else may let a server wait for its disk. */
    static final Duration STARTS_WITHIN = Duration.ofMinutes(1);

    private TestDatabase() {}

    /** Started when it is first asked for: a process that only wants a pool starts none. */
    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();
        static final AgroalDataSource DATA_SOURCE = pool(url());
    }

    static String url() {
        return Server.POSTGRES.getJdbcUrl("postgres", "postgres");
    }

    /** Without any delivery in it. */
    static DataSource empty() {
        execute("truncate delivery_sync, delivery_account, delivery_feedback cascade");
        return Server.DATA_SOURCE;
    }

    static DataSource dataSource() {
        return Server.DATA_SOURCE;
    }

    /** As if all processes had been silent for so long: leases go by the database's clock. */
    static void leasesGrowOlder(Duration silence) {
        for (var table : List.of("delivery_sync", "delivery_account")) {
            execute("update " + table + " set leased_until = leased_until - interval '" + silence.toMillis()
                    + " milliseconds'");
        }
    }

    static void execute(String sql) {
        try (var connection = Server.DATA_SOURCE.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static long number(String sql) {
        try (var connection = Server.DATA_SOURCE.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static String text(String sql) {
        try (var connection = Server.DATA_SOURCE.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static AgroalDataSource pool(String url) {
        var configuration = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(12)
                        .validateOnBorrow(true)
                        .connectionValidator(AgroalConnectionPoolConfiguration.ConnectionValidator.defaultValidator())
                        .acquisitionTimeout(Duration.ofSeconds(20))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url)
                                .principal(new NamePrincipal("postgres"))
                                .jdbcProperty("reWriteBatchedInserts", "true")));
        try {
            return AgroalDataSource.from(configuration);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static EmbeddedPostgres start() {
        try {
            var postgres =
                    EmbeddedPostgres.builder().setPGStartupWait(STARTS_WITHIN).start();
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .locations("classpath:db/segment-sync")
                    .load()
                    .migrate();
            return postgres;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
