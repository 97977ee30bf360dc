// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.demo.client.Api;
import io.kohorte.demo.client.ApiProblem;
import io.kohorte.demo.receiver.House;
import io.kohorte.demo.story.Deliveries;
import io.kohorte.demo.story.Deliveries.Sync;
import io.kohorte.demo.story.Segments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Orderly ends and what the next start finds; meanwhile the keys of secrets are changed. Each test goes on after the one before. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StopIT {

    private static final int PEOPLE = 40;
    private static final String FIRST_KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    private static final String SECOND_KEY = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";
    private static final String WRONG_KEY = "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=";

    private static Stand stand;
    private static ListedPeople people;
    private static long destination;
    private static Sync sync;

    @BeforeAll
    static void deliverEverySecond() throws IOException, InterruptedException {
        stand = Stand.fresh("stop", House.OPEN, keys(FIRST_KEY));
        people = ListedPeople.bring(stand.api(), stand.folder(), PEOPLE);
        Deliveries deliveries = new Deliveries(stand.stage());
        destination = deliveries.destination("Receiver", PEOPLE);
        sync = deliveries.sync(people.list(), destination, "email", List.of(), Optional.empty());
        var draft = (com.fasterxml.jackson.databind.node.ObjectNode) stand.api().get("syncs/" + sync.id());
        draft.put("trigger", "schedule").set("schedule", Api.object("{'cron':'* * * * * ?','zone':'Europe/Berlin'}"));
        draft.set("guard", Api.object("{'removalShare':1,'removalRows':1000}"));
        stand.api().put("syncs/" + sync.id(), draft);
    }

    @AfterAll
    static void close() {
        stand.close();
    }

    @Test
    @Order(1)
    void aScheduleDeliversWithoutBeingAsked() {
        people.rewrite(stand.api(), person -> person < 30);

        awaitEqualSets();

        assertThat(scheduledAfter(0)).isPositive();
    }

    @Test
    @Order(2)
    void terminatedItEndsItsDatabaseAndTheScheduleGoesOnAfterTheNextStart() throws Exception {
        long last = scheduledAfter(0);
        assertThat(stand.app().end("TERM")).isEqualTo(143);
        assertDatabaseWasShutDown();
        long before = databaseLog().size();

        stand.startWith(keys(SECOND_KEY + "," + FIRST_KEY));

        assertThat(databaseLog().stream().skip(before)).noneMatch(line -> line.contains("recovery"));
        people.rewrite(stand.api(), person -> person % 2 == 0);
        awaitEqualSets();
        await(() -> scheduledAfter(last) > last);
    }

    @Test
    @Order(3)
    void endedByCtrlCItIsWholeTooAndSecretsHaveMovedUnderTheNewKey() throws Exception {
        assumeTrue(heedsInterrupts(), "whoever started the tests ignores SIGINT, so every process below does");
        assertThat(stand.app().end("INT")).isEqualTo(130);
        assertDatabaseWasShutDown();

        stand.startWith(keys(SECOND_KEY));

        people.rewrite(stand.api(), person -> person > 10);
        awaitEqualSets();
    }

    @Test
    @Order(4)
    void underAWrongKeyTheProblemIsNamedNothingIsSentAndNothingIsLost() throws Exception {
        stand.app().end("TERM");
        stand.startWith(keys(WRONG_KEY));
        Set<String> there = audience();

        people.rewrite(stand.api(), person -> person < 3);

        ApiProblem problem = catchThrowableOfType(
                ApiProblem.class, () -> stand.api().post("destinations/" + destination + ":check"));
        assertThat(problem.code()).isEqualTo("SECRETS_UNREADABLE");
        await(() -> shown().path("state").asText().equals("paused"));
        assertThat(shown().path("pausedBecause").path("detail").asText()).contains("encrypted with a key");
        assertThat(audience()).isEqualTo(there);

        stand.app().end("TERM");
        stand.startWith(keys(SECOND_KEY));
        stand.api().post("destinations/" + destination + ":check");
        awaitEqualSets();
    }

    /** A shell starts what it sends to the background with SIGINT ignored, and that is inherited. */
    static boolean heedsInterrupts() throws IOException {
        Path self = Path.of("/proc/self/status");
        if (!Files.isReadable(self)) {
            return true;
        }
        long interrupt = 1L << 1;
        return Files.readAllLines(self).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(
                        line.substring("SigIgn:".length()).strip(), 16))
                .allMatch(ignored -> (ignored & interrupt) == 0);
    }

    private static Map<String, String> keys(String keys) {
        return Map.of("KOHORTE_SECRETS_KEY", keys);
    }

    private static void assertDatabaseWasShutDown() throws IOException {
        assertThat(stand.data().resolve("postgresql/data/postmaster.pid")).doesNotExist();
        assertThat(databaseLog()).last().asString().contains("database system is shut down");
    }

    private static List<String> databaseLog() throws IOException {
        Path log = stand.data().resolve("postgresql/postgresql.log");
        return Files.readAllLines(log);
    }

    private static JsonNode shown() {
        return stand.api().get("syncs/" + sync.id());
    }

    /** The latest run that the schedule asked for; 0 when there is none after {@code run}. */
    private static long scheduledAfter(long run) {
        long[] latest = {0};
        stand.api().get("syncs/" + sync.id() + "/runs?limit=50").path("items").forEach(one -> {
            if (one.path("trigger").asText().equals("schedule")
                    && one.path("id").asLong() > run) {
                latest[0] = Math.max(latest[0], one.path("id").asLong());
            }
        });
        return latest[0];
    }

    /** What the receiver has follows the list, whoever starts the run. */
    private static void awaitEqualSets() {
        Set<String> wanted = new Segments(stand.stage()).members(people.list());
        assertThat(wanted).isNotEmpty();
        await(() -> audience().equals(wanted));
    }

    private static Set<String> audience() {
        return stand.receiver().audiences().stream()
                .findFirst()
                .map(name -> stand.receiver().members(name).keySet())
                .map(Set::copyOf)
                .orElse(Set.of());
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within a minute").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
