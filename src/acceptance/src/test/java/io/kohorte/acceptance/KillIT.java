// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.demo.client.Api;
import io.kohorte.demo.receiver.Fault;
import io.kohorte.demo.receiver.House;
import io.kohorte.demo.receiver.Traffic;
import io.kohorte.demo.story.Balance;
import io.kohorte.demo.story.Deliveries;
import io.kohorte.demo.story.Deliveries.Sync;
import io.kohorte.demo.story.Segments;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The process dies in the middle of a delivery; what it left behind is brought to an end by the next one. */
class KillIT {

    private static final int PEOPLE = 600;
    private static final int ROWS_A_REQUEST = 10;

    /** Requests that the receiver has seen when the process dies: before the first, in between, at the last, after it. */
    private static final List<Integer> MOMENTS = List.of(0, 1, 5, 14, 29, 60);

    private static Stand stand;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        stand = Stand.fresh("kill", House.bouncing(30));
    }

    @AfterAll
    static void close() {
        stand.close();
    }

    @Test
    void killedAtSixMomentsOfARunItEndsWithEqualSetsAndNoMissingReason() throws Exception {
        ListedPeople people = ListedPeople.bring(stand.api(), stand.folder(), PEOPLE);
        Sync sync = syncOf(people.list());
        SplittableRandom random = new SplittableRandom(11);
        String audience = "";
        int interrupted = 0;
        for (int moment : MOMENTS) {
            // about half of the people, others every time
            people.rewrite(stand.api(), person -> random.nextBoolean());
            Traffic before = stand.receiver().traffic();
            stretch();
            stand.api().post("syncs/" + sync.id() + ":run", Api.object("{'confirmRemovals':true}"));
            awaitRequests(before, moment);
            stand.killAndStart();
            interrupted += openRuns(sync).isEmpty() ? 0 : 1;
            settle(sync);
            if (audience.isEmpty()) {
                audience = stand.receiver().audiences().stream().findFirst().orElse("");
            }
            Balance balance = Balance.struck(
                    stand.stage(),
                    sync,
                    new Segments(stand.stage()).members(people.list()),
                    stand.receiver().members(audience),
                    "email",
                    Optional.empty());
            assertThat(balance.unexplained())
                    .as("missing after a kill at request " + moment)
                    .isEmpty();
            assertThat(balance.foreign())
                    .as("too many after a kill at request " + moment)
                    .isEmpty();
            assertThat(balance.there()).isPositive();
        }
        assertThat(interrupted).as("kills that hit a run").isGreaterThanOrEqualTo(4);
        assertThat(stand.receiver().traffic().forged()).isZero();
    }

    private static Sync syncOf(Segments.Segment list) {
        Deliveries deliveries = new Deliveries(stand.stage());
        long destination = deliveries.destination("Receiver", ROWS_A_REQUEST);
        return deliveries.sync(list, destination, "email", List.of(), Optional.empty());
    }

    /** A slow receiver makes the run long enough to be hit. */
    private static void stretch() {
        for (int i = 0; i < PEOPLE / ROWS_A_REQUEST; i++) {
            stand.receiver().suffer(new Fault.Slow(Duration.ofMillis(25)));
        }
    }

    private static void awaitRequests(Traffic before, int requests) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (stand.receiver().traffic().since(before).requests() < requests && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    /** What the dead process left open is finished by the new one, or by one more run. */
    private static void settle(Sync sync) {
        for (JsonNode run : openRuns(sync)) {
            stand.api().follow(run.path("id").asLong(), state -> {});
        }
        new Deliveries(stand.stage()).run(sync);
    }

    private static List<JsonNode> openRuns(Sync sync) {
        List<JsonNode> open = new ArrayList<>();
        stand.api().each("syncs/" + sync.id() + "/runs", run -> {
            if (new TreeSet<>(List.of("queued", "running"))
                    .contains(run.path("state").asText())) {
                open.add(run);
            }
        });
        return open;
    }
}
