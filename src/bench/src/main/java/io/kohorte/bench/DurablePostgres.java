// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;

/** A PostgreSQL that writes what it commits, with delivery's schema. */
record DurablePostgres(EmbeddedPostgres postgres) implements AutoCloseable {

    static DurablePostgres start() throws IOException {
        var postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        Flyway.configure()
                .dataSource(postgres.getPostgresDatabase())
                .locations("classpath:db/segment-sync")
                .load()
                .migrate();
        return new DurablePostgres(postgres);
    }

    AgroalDataSource pool(int size) {
        var configuration = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(size)
                        .acquisitionTimeout(Duration.ofSeconds(20))
                        .connectionFactoryConfiguration(
                                factory -> factory.jdbcUrl(postgres.getJdbcUrl("postgres", "postgres"))
                                        .principal(new NamePrincipal("postgres"))
                                        .jdbcProperty("reWriteBatchedInserts", "true")));
        try {
            return AgroalDataSource.from(configuration);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
