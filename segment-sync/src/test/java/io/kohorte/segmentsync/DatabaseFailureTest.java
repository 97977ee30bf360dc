// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static io.kohorte.segmentsync.FakeAudience.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL goes away under the engine: with a farewell, and without a word. */
@Timeout(120)
class DatabaseFailureTest {

    @TempDir
    Path folder;

    private final FakeDestination destination = new FakeDestination();
    private final FakeAudience audience = new FakeAudience(destination);

    @Test
    void restartInTheMiddleOfACallLosesNothingAndSendsTheBatchAgainUnderItsKey() throws Exception {
        int port = freePort();
        var server = new EmbeddedPostgres[] {start(port)};
        var url = server[0].getJdbcUrl("postgres", "postgres");
        Flyway.configure()
                .dataSource(server[0].getPostgresDatabase())
                .locations("classpath:db/segment-sync")
                .load()
                .migrate();
        audience.with(1, 60, "Ulm");
        destination.faults.add((batch, fake) -> fake.take(batch));
        destination.faults.add((batch, fake) -> {
            restart(server, port);
            return fake.take(batch);
        });
        try (var pool = TestDatabase.pool(url);
                var engine = CrashNode.engine(pool, audience)) {
            engine.queue(SYNC, "schedule", Removals.ASK);

            CrashNode.work(engine);

            assertThat(destination.people).isEqualTo(audience.wantedPeople());
            assertThat(engine.acknowledged(SYNC).getCardinality()).isEqualTo(60);
            assertThat(engine.status(SYNC).orElseThrow().unclear()).isZero();
            assertThat(destination.received.stream().distinct()).hasSize(6);
        } finally {
            server[0].close();
        }
    }

    @Test
    void connectionThatWasCutWithoutAWordIsGivenUp() throws Exception {
        try (var cable = new Cable(TestDatabase.url());
                var pool = TestDatabase.pool(cable.url())) {
            var transactions = new Transactions(pool, Duration.ofMillis(250));
            assertThat(one(transactions)).isEqualTo(1);

            var outcome = CompletableFuture.runAsync(() -> transactions.run(connection -> {
                cable.cut();
                try (var statement = connection.createStatement()) {
                    statement.execute("select 1");
                }
            }));

            assertThat(outcome)
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .withCauseInstanceOf(DeliveryStoreException.class);

            cable.mend();
            assertThat(one(transactions)).isEqualTo(1);
        }
    }

    private static int one(Transactions transactions) {
        return transactions.call(connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("select 1")) {
                rows.next();
                return rows.getInt(1);
            }
        });
    }

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(TestDatabase.STARTS_WITHIN)
                .start();
    }

    private void restart(EmbeddedPostgres[] server, int port) {
        try {
            server[0].close();
            server[0] = start(port);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
