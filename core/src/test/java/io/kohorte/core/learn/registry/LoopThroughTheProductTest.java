// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static io.kohorte.core.learn.registry.ModelsTest.trained;
import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.sync.Receiver;
import io.kohorte.core.sync.SyncDesk;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Deliver, hear, measure, learn, choose, deliver: over the interfaces that customers use, in a world in which it is known whom a mail moves. Whoever
 * ordered often answers it more often, whoever hardly did is kept away, and everybody else does what they would have done.
 */
@QuarkusTest
@TestProfile(LoopThroughTheProductTest.OwnDatabase.class)
class LoopThroughTheProductTest {
    private static final int FIRST = 1;
    private static final int WAVE = 1_500;
    private static final int BATCH = 500;
    private static final double HOLDOUT = .3;

    /** Starts anew: the lot falls the same way each time, and its people are nobody else's. */
    public static final class OwnDatabase implements QuarkusTestProfile {}

    @Inject
    ScoredShop shop;

    @Inject
    Clock clock;

    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final Receiver receiver = new Receiver();

    @BeforeEach
    void twoWavesOfCustomers() throws SQLException {
        shop.execute("insert into trait (name, type) values ('wave', 'text') on conflict do nothing");
        shop.execute(ofMine("insert into profile (number, traits) select number,"
                + " jsonb_build_object('wave', case when {nth} < " + WAVE + " then '{mark}-1' else '{mark}-2' end)"
                + " from {mine}"));
        shop.execute(ofMine("insert into identity (namespace, value, profile) select 'email', '{mark}-' || number"
                + " || '@example.com', number from {mine}"));
        shop.execute(ofMine("insert into identity (namespace, value, profile) select 'user_id', '{mark}-' || number,"
                + " number from {mine}"));
        shop.execute(ofMine("insert into consent (profile, purpose, granted, at)"
                + " select number, 'marketing', true, now() from {mine}"));
        shop.execute(ofMine("insert into event (key, profile, name, at, order_ref, amount, source) select"
                + " gen_random_uuid(), number, 'Order Completed', now() - interval '20 days' - interval '1 day' * (3 *"
                + " bought), number || '-' || bought, 10 + {nth} % 50, 0 from {mine}, generate_series(1, 1"
                + " + {nth} % 9) bought"));
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void whatTheFirstWaveBroughtChoosesTheSecondWhichBringsMoreAndSparesTheSleepingDogs() throws SQLException {
        Map<String, Object> everybody = Map.of("trait", "wave", "op", "equals", "value", mark + "-1");
        JsonPath first = wave("Answered " + mark + " once", everybody);

        long model = ModelsTest.create(Map.of(
                "name",
                "Whom it moves " + mark,
                "kind",
                "uplift",
                "features",
                List.of("frequency", "monetary"),
                "target",
                Map.of("experiment", first.getLong("id"))));
        assertThat(trained(model).getString("state")).isEqualTo("completed");

        receiver.forgetDeliveries();
        JsonPath second = wave(
                "Answered " + mark + " twice",
                Map.of(
                        "all",
                        List.of(
                                Map.of("trait", "wave", "op", "equals", "value", mark + "-2"),
                                Map.of("score", model, "op", "at-least", "value", .1))));

        assertThat(shareSent(this::isSleepingDog)).isLessThan(.05);
        assertThat(shareSent(this::isPersuadable)).isGreaterThan((1 - HOLDOUT) * .8);
        assertThat(effect(first)).isBetween(-.07, .13);
        assertThat(effect(second)).isGreaterThan(effect(first) + .05);
        assertThat(second.getString("report.verdict.word")).isEqualTo("raises");
    }

    /** Sends to a segment, lets a week pass, and tells what the experiment found. */
    private JsonPath wave(String answer, Map<String, Object> whom) throws SQLException {
        long segment =
                ScoredShop.created("segments", Map.of("name", "For " + answer, "kind", "rule", "definition", whom));
        Map<String, Object> wanted = SyncDesk.draft(SyncDesk.destination(receiver), segment);
        wanted.put("holdout", HOLDOUT);
        long sync = SyncDesk.create(wanted);
        long experiment = ScoredShop.created(
                "experiments",
                Map.of(
                        "name",
                        "Does " + answer + " grow",
                        "sync",
                        sync,
                        "outcome",
                        Map.of("event", answer, "withinDays", 7, "measure", "rate")));
        assertThat(SyncDesk.run(sync).getString("state")).isEqualTo("completed");
        shop.execute("update experiment_enrolment set at = at - interval '8 days' where experiment = " + experiment);
        hear(answer, receiver.profiles());
        return admin().get("/api/v1/experiments/" + experiment)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Three in ten answer anyway; what the mail changes, it changes for those who got it. */
    private void hear(String answer, Set<Integer> reached) {
        Instant at = clock.instant().minus(Duration.ofDays(6));
        Random luck = new Random(answer.length());
        List<Map<String, Object>> answers = new ArrayList<>();
        for (int nth = 0; nth < 2 * WAVE; nth++) {
            double gain = isPersuadable(nth) ? .35 : isSleepingDog(nth) ? -.25 : 0;
            double chance = .3 + (reached.contains(FIRST + nth) ? gain : 0);
            if (luck.nextDouble() < chance) {
                answers.add(Map.of(
                        "type",
                        "track",
                        "event",
                        answer,
                        "messageId",
                        answer + nth,
                        "timestamp",
                        at.toString(),
                        "userId",
                        mark + "-" + (FIRST + nth)));
            }
        }
        String key = shop.door();
        for (int from = 0; from < answers.size(); from += BATCH) {
            ScoredShop.post(key, answers.subList(from, Math.min(from + BATCH, answers.size())));
        }
    }

    private boolean isPersuadable(int nth) {
        return nth % 9 >= 6;
    }

    private boolean isSleepingDog(int nth) {
        return nth % 9 < 3;
    }

    /** Of a third of a wave, which is how many there are of each kind. */
    private double shareSent(IntPredicate of) {
        Set<Integer> reached = receiver.profiles();
        long sent = IntStream.range(0, 2 * WAVE)
                .filter(nth -> reached.contains(FIRST + nth))
                .filter(of)
                .count();
        return sent / (WAVE / 3.0);
    }

    private static double effect(JsonPath experiment) {
        return experiment.getDouble("report.effect.difference.value");
    }

    private String ofMine(String sql) {
        return sql.replace("{mine}", "generate_series(%d, %d) number".formatted(FIRST, FIRST + 2 * WAVE - 1))
                .replace("{nth}", "(number - %d)".formatted(FIRST))
                .replace("{mark}", mark);
    }
}
