// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import io.kohorte.core.platform.postgres.EmbeddedPostgres;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** The process: PostgreSQL first, unless one is configured, then the application; ended in the opposite order. */
@QuarkusMain
public final class Kohorte {

    private static final Logger LOG = Logger.getLogger(Kohorte.class);
    private static final long STOP_PATIENCE_SECONDS = 60;

    Kohorte() {}

    public static void main(String... arguments) {
        try {
            var configured = StartConfiguration.read();
            if (configured.traced()) {
                System.setProperty("quarkus.otel.sdk.disabled", "false");
            }
            if (configured.jdbcUrl().isPresent()) {
                Quarkus.run(arguments);
                return;
            }
            runOnEmbeddedPostgres(configured.dataDir(), arguments);
        } catch (IOException e) {
            say(e.getMessage());
            System.exit(1);
        }
    }

    private static void runOnEmbeddedPostgres(Path dataDir, String... arguments) throws IOException {
        var folder = DataFolder.open(dataDir);
        var starting = new CompletableFuture<EmbeddedPostgres>();
        var applicationStopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> stopAfter(applicationStopped, starting), "kohorte-postgresql-stop"));
        var postgres = started(folder, starting);
        System.setProperty("quarkus.datasource.jdbc.url", postgres.jdbcUrl());
        System.setProperty("quarkus.datasource.username", postgres.user());
        System.setProperty("quarkus.datasource.password", postgres.password());
        var exit = new AtomicInteger();
        try {
            Quarkus.run(null, (code, cause) -> exit.set(code), arguments);
        } finally {
            applicationStopped.countDown();
        }
        System.exit(exit.get());
    }

    /** Told to end meanwhile, we wait until it runs: a server half started would stay behind. */
    private static EmbeddedPostgres started(DataFolder folder, CompletableFuture<EmbeddedPostgres> starting)
            throws IOException {
        try {
            var postgres = EmbeddedPostgres.start(folder, Kohorte::say);
            starting.complete(postgres);
            return postgres;
        } catch (IOException | RuntimeException e) {
            starting.completeExceptionally(e);
            throw e;
        }
    }

    /** Runs as a shutdown hook beside Quarkus' own, which ends the application: the virtual machine waits for both. */
    private static void stopAfter(CountDownLatch applicationStopped, CompletableFuture<EmbeddedPostgres> starting) {
        try {
            var postgres = starting.get(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!applicationStopped.await(STOP_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "The application is still at work; PostgreSQL is stopped under it, which loses nothing committed");
            }
            postgres.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.debug("PostgreSQL had not started; there is nothing to stop", e);
        } catch (TimeoutException | IOException e) {
            LOG.warn("PostgreSQL did not stop in an orderly way and recovers at the next start: " + e.getMessage());
        }
    }

    /** Before Quarkus has set logging up, a log message would wait for it, or be lost. */
    @SuppressWarnings("SystemOut")
    private static void say(String sentence) {
        System.err.println(sentence);
    }
}
