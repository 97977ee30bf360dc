// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.demo.client.Api;
import io.kohorte.demo.client.App;
import io.kohorte.demo.client.AppPlan;
import io.kohorte.demo.receiver.Fault;
import io.kohorte.demo.receiver.House;
import io.kohorte.demo.receiver.Traffic;
import io.kohorte.demo.story.Balance;
import io.kohorte.demo.story.Deliveries;
import io.kohorte.demo.story.Deliveries.Sync;
import io.kohorte.demo.story.Segments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two whole applications share a PostgreSQL, which a third brings that only answers. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoProcessesIT {

    private static final int PEOPLE = 400;
    private static final int ROWS_A_REQUEST = 5;
    private static final String KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    private static Stand stand;
    private static final List<App> WORKERS = new ArrayList<>();
    private static ListedPeople people;
    private static Sync sync;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        stand = Stand.fresh("two", House.OPEN, Map.of("KOHORTE_ROLES", "api", "KOHORTE_SECRETS_KEY", KEY));
        WORKERS.add(App.started(worker(1)));
        WORKERS.add(App.started(worker(2)));
        for (App worker : WORKERS) {
            worker.awaitReady();
        }
        people = ListedPeople.bring(stand.api(), stand.folder(), PEOPLE);
        Deliveries deliveries = new Deliveries(stand.stage());
        long destination = deliveries.destination("Receiver", ROWS_A_REQUEST);
        sync = deliveries.sync(people.list(), destination, "email", List.of(), Optional.empty());
    }

    @AfterAll
    static void close() {
        WORKERS.forEach(App::close);
        stand.close();
    }

    @Test
    @Order(1)
    void whenTheOneThatDeliversIsKilledTheOtherTakesOver() throws Exception {
        App dying = WORKERS.get(0);
        App heir = WORKERS.get(1);
        long run = onlyOneDelivers(dying, heir, person -> person % 4 != 0);
        heir.send("CONT");
        Traffic atTheKill = stand.receiver().traffic();

        dying.kill();

        long killed = System.nanoTime();
        await(() -> stand.receiver().traffic().since(atTheKill).requests() > 1);
        stand.stage().teller().say("taken over %d ms after the kill", (System.nanoTime() - killed) / 1_000_000);
        assertThat(stand.api().follow(run, state -> {}).path("state").asText()).isEqualTo("completed");
        assertEqualSets();
        WORKERS.set(0, App.started(worker(1)));
        WORKERS.get(0).awaitReady();
    }

    @Test
    @Order(2)
    void oneThatFellAsleepAndWakesUpTooLateChangesNothingMore() throws Exception {
        App sleeping = WORKERS.get(1);
        App heir = WORKERS.get(0);
        long run = onlyOneDelivers(sleeping, heir, person -> person % 3 != 0);
        sleeping.send("STOP");
        heir.send("CONT");

        assertThat(stand.api().follow(run, state -> {}).path("state").asText()).isEqualTo("completed");
        sleeping.send("CONT");
        sleeping.awaitReady();

        assertEqualSets();
        Traffic quiet = stand.receiver().traffic();
        new Deliveries(stand.stage()).run(sync);
        assertThat(stand.receiver().traffic().since(quiet).requests()).isZero();
    }

    @Test
    @Order(3)
    void bothEvaluatingOneSegmentGiveItOneHistory() throws Exception {
        long source = stand.api()
                .post(
                        "sources",
                        Api.object(
                                """
                                {'name':'Plans','kind':'file','format':'csv',
                                 'mapping':{'identities':{'customer_id':'customer_id'},'traits':{'plan':'plan'}}}"""))
                .path("id")
                .asLong();
        bringPlans(source, 0);
        Segments.Segment gold = new Segments(stand.stage())
                .make("Gold", "rule", Api.object("{'trait':'plan','op':'equals','value':'gold'}"));
        for (int round = 1; round <= 6; round++) {
            bringPlans(source, round);
            List<CompletableFuture<Void>> evaluations = new ArrayList<>();
            for (App worker : WORKERS) {
                Api api = Api.signedIn(worker.address(), "admin", stand.password());
                for (int i = 0; i < 3; i++) {
                    evaluations.add(CompletableFuture.runAsync(() -> api.post("segments/" + gold.id() + ":evaluate")));
                }
            }
            evaluations.forEach(CompletableFuture::join);
            assertThat(new Segments(stand.stage()).members(gold)).hasSize(golden(round));
        }
        List<JsonNode> history = new ArrayList<>();
        stand.api().get("segments/" + gold.id() + "/history").path("items").forEach(history::add);
        // those that follow a change at once share a version for an hour, so each round counts, and may not be kept
        assertThat(history).hasSizeGreaterThan(1);
        assertThat(history.get(0).path("version").asInt()).isGreaterThan(6);
        for (int i = 0; i + 1 < history.size(); i++) {
            JsonNode now = history.get(i);
            JsonNode before = history.get(i + 1);
            assertThat(now.path("version").asInt())
                    .isGreaterThan(before.path("version").asInt());
            assertThat(now.path("size").asLong())
                    .as("version %s of %s", now.path("version"), history)
                    .isEqualTo(before.path("size").asLong()
                            + now.path("entered").asLong()
                            - now.path("left").asLong());
        }
    }

    /** Freezes the other, starts a run, and waits until the first is in the middle of it. */
    private static long onlyOneDelivers(App first, App other, java.util.function.IntPredicate on) throws Exception {
        other.send("STOP");
        people.rewrite(stand.api(), on);
        Traffic before = stand.receiver().traffic();
        for (int i = 0; i < PEOPLE / ROWS_A_REQUEST; i++) {
            stand.receiver().suffer(new Fault.Slow(Duration.ofMillis(250)));
        }
        long run = stand.api()
                .post("syncs/" + sync.id() + ":run", Api.object("{'confirmRemovals':true}"))
                .path("run")
                .asLong();
        await(() -> stand.receiver().traffic().since(before).requests() > 3);
        assertThat(first.alive()).isTrue();
        return run;
    }

    private static void assertEqualSets() {
        Balance balance = Balance.struck(
                stand.stage(),
                sync,
                new Segments(stand.stage()).members(people.list()),
                stand.receiver().members(stand.receiver().audiences().iterator().next()),
                "email",
                Optional.empty());
        assertThat(balance.even()).as(balance.toString()).isTrue();
        assertThat(balance.there()).isEqualTo(balance.wanted());
    }

    private static void bringPlans(long source, int round) throws IOException {
        List<String> lines = new ArrayList<>(List.of("customer_id,plan"));
        for (int i = 0; i < PEOPLE; i++) {
            lines.add("K" + i + "," + (i < golden(round) ? "gold" : "tin"));
        }
        Path file = Files.write(stand.folder().resolve("plans-" + round + ".csv"), lines);
        JsonNode run =
                stand.api().follow(stand.api().upload(source, file).path("run").asLong(), state -> {});
        assertThat(run.path("state").asText()).isEqualTo("completed");
    }

    private static int golden(int round) {
        return 50 + round * 40;
    }

    private static AppPlan worker(int number) throws IOException {
        Path database = stand.data().resolve("postgresql");
        String port = Files.readAllLines(database.resolve("data/postmaster.pid"))
                .get(3)
                .strip();
        return new AppPlan(
                Stand.ROOT.resolve("core/target/quarkus-app/quarkus-run.jar"),
                stand.folder().resolve("worker-" + number),
                App.freePort(),
                stand.password(),
                List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                Map.of(
                        "KOHORTE_SECRETS_KEY",
                        KEY,
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        "jdbc:postgresql://127.0.0.1:" + port + "/kohorte",
                        "QUARKUS_DATASOURCE_USERNAME",
                        "kohorte",
                        "QUARKUS_DATASOURCE_PASSWORD",
                        Files.readString(database.resolve("password")).strip()));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within two minutes").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
