// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;

/** A whole process that delivers, to be killed. Ends by itself when nothing is due any more. */
final class CrashNode {

    static final String KILL_ME = "kill me now";

    static final DeliveryPolicy POLICY =
            DeliveryPolicy.STANDARD.withLease(Duration.ofMillis(900)).withMergeAfter(25);

    private CrashNode() {}

    /**
     * @param arguments JDBC URL, {@code jobs} or {@code batches}, port of the receiver, file with the wanted people, {@code
     *     true} if idempotent, doom
     */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[2]);
        var receiver = arguments[1].equals("jobs") ? new RemoteJobs(port) : new RemoteFake(port);
        var audience = audience(receiver, Path.of(arguments[3]), arguments[4].equals("true"));
        try (var pool = TestDatabase.pool(arguments[0]);
                var engine =
                        engine(arguments[5].isEmpty() ? pool : new DoomedDataSource(pool, arguments[5]), audience)) {
            work(engine);
        }
        System.exit(0); // threads of the HTTP client would keep it alive
    }

    /** @param doom when to say {@link #KILL_ME} and stand still, see {@link DoomedDataSource}; empty text for never */
    static Process start(String kind, int port, Path wanted, boolean idempotent, String doom) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashNode.class.getName(),
                        TestDatabase.url(),
                        kind,
                        Integer.toString(port),
                        wanted.toString(),
                        Boolean.toString(idempotent),
                        doom)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static DeliveryEngine engine(DataSource dataSource, AudienceSource audience) {
        return new DeliveryEngine(dataSource, audience, POLICY, Clock.systemUTC(), Waiter.SLEEPING);
    }

    static FakeAudience audience(FakeDestination receiver, Path wanted, boolean idempotent) throws IOException {
        var audience = new FakeAudience(receiver);
        if (!idempotent) {
            audience.capabilities.remove(Capability.IDEMPOTENT);
        }
        for (var line : Files.readAllLines(wanted)) {
            var words = line.split(" ", 2);
            audience.cities.put(Integer.valueOf(words[0]), words[1]);
        }
        return audience;
    }

    /** As core does it: asks what is due, until nothing is open. */
    static void work(DeliveryEngine engine) throws InterruptedException {
        while (isOpen(engine)) {
            try {
                for (var run : engine.due()) {
                    engine.execute(run);
                }
            } catch (DeliveryStoreException lostConnection) {
                System.err.println(lostConnection.getMessage());
            }
            Thread.sleep(20);
        }
    }

    private static boolean isOpen(DeliveryEngine engine) {
        try {
            return engine.runs(FakeAudience.SYNC, 1).stream()
                    .anyMatch(run -> !run.state().isFinal());
        } catch (DeliveryStoreException lostConnection) {
            return true;
        }
    }
}
