// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static io.kohorte.core.learn.registry.ModelsTest.report;
import static io.kohorte.core.learn.registry.ModelsTest.trained;
import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.hamcrest.Matchers.equalTo;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.platform.Api;
import io.kohorte.core.sync.People;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.roaringbitmap.RoaringBitmap;

/**
 * From an experiment to a segment of those whom sending moves, in a world where it is known whom it does: whoever ordered often gains, whoever
 * hardly did is kept away by it, and all others do what they would have done.
 */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpliftModelsTest {
    private static final int PEOPLE = 2_400;
    private static final double GAIN = .35;
    private static final double LOSS = .25;
    private static final String MOVED = "Moved by mail";
    private static final String UNMOVED = "Not moved by mail";

    @Inject
    ScoredShop shop;

    @Inject
    People people;

    @Inject
    Clock clock;

    private int first;
    private long treated;
    private long heldOut;
    private Instant start = Instant.EPOCH;

    @BeforeAll
    void divideThePeople() throws SQLException {
        start = clock.instant().minus(Duration.ofDays(20));
        first = people.person("first");
        shop.execute("insert into trait (name, type) values ('side', 'text') on conflict do nothing");
        shop.execute(ofMine("insert into profile (number, traits) select number,"
                + " jsonb_build_object('side', case when {nth} % 4 < 2 then 'left' else 'right' end)"
                + " from {mine} where {nth} > 0"));
        shop.execute(ofMine("insert into event (key, profile, name, at, order_ref, amount, source) select"
                + " gen_random_uuid(), number, 'Order Completed', {start} - interval '1 day' * (3 *"
                + " bought), number || '-' || bought, 10 + {nth} % 50, 0 from {mine}, generate_series(1, 1"
                + " + {nth} % 9) bought"));
        treated = people.segment(mine("{nth} % 2 = 0").toArray());
        heldOut = people.segment(mine("{nth} % 2 = 1").toArray());
        happens(
                MOVED,
                "case when {nth} % 2 = 1 then 0 when {nth} % 9 >= 6 then " + GAIN + " when {nth} % 9 < 3 then -" + LOSS
                        + " else 0 end");
        happens(UNMOVED, "0");
    }

    @Test
    void theStoredModelNamesThePersuadablesAndLeavesTheSleepingDogsAlone() throws SQLException {
        long model = model(experiment(MOVED, .5));

        assertThat(trained(model).getString("state")).isEqualTo("completed");

        JsonPath report = report(model, 1);
        assertThat(report.getString("word")).isIn("good", "excellent");
        assertThat(report.getInt("rows.treated") + report.getInt("rows.heldOut"))
                .isEqualTo(PEOPLE);
        assertThat(report.getList("provenance.features", String.class))
                .containsExactlyInAnyOrder("frequency", "monetary");
        assertThat(version(model, 1).getString("decision.reason.en")).contains("First champion");

        RoaringBitmap chosen = scored(model, ">= .1");
        RoaringBitmap persuadable = mine("{nth} % 9 >= 6");
        RoaringBitmap dogs = mine("{nth} % 9 < 3");
        assertThat(share(persuadable, chosen)).isGreaterThan(.8);
        assertThat(share(dogs, chosen)).isLessThan(.05);
        assertThat(share(chosen, persuadable)).isGreaterThan(.8);
        assertThat(share(dogs, scored(model, "< 0"))).isGreaterThan(.7);
        assertThat(gained(chosen, persuadable, dogs))
                .as("what sending to them brings, against sending to everybody")
                .isGreaterThan(gained(mine("true"), persuadable, dogs) + .15);
        assertThat(size(Map.of("score", model, "op", "at-least", "value", .1)))
                .as("the segment asks for what the scores say")
                .isEqualTo(chosen.getCardinality());
        assertThat(size(Map.of("score", model, "op", "less-than", "value", 0)))
                .isEqualTo(scored(model, "< 0").getCardinality());
    }

    @Test
    void saysOfAPersonWhyAndFollowsWhatTheyDo() throws SQLException {
        long model = model(experiment(MOVED, .5));
        trained(model);
        int dog = mine("{nth} % 9 = 0").first();
        double before = score(model, dog);
        JsonPath why =
                admin().get("/api/v1/models/" + model + "/why?profile=" + dog).jsonPath();

        assertThat(before).isNegative();
        assertThat(why.getDouble("score")).isCloseTo(before, offset(1e-6));
        assertThat(why.getDouble("usual")
                        + why.getList("parts.points", Double.class).stream()
                                .mapToDouble(Double::doubleValue)
                                .sum())
                .isCloseTo(before, offset(1e-6));
        assertThat(why.getList("parts.name", String.class)).containsExactlyInAnyOrder("frequency", "monetary");
        assertThat(admin().get("/api/v1/models/" + model + "/why").jsonPath().getString("features[0].name"))
                .isEqualTo("frequency");

        String key = shop.door();
        shop.execute(
                "insert into identity (namespace, value, profile) values ('user_id', '%s', %d)".formatted(key, dog));
        ScoredShop.post(
                key,
                IntStream.range(0, 8)
                        .mapToObj(order -> Map.<String, Object>of(
                                "type",
                                "track",
                                "event",
                                "Order Completed",
                                "messageId",
                                key + order,
                                "userId",
                                key,
                                "properties",
                                Map.of("order_id", key + order, "revenue", 20)))
                        .toList());

        ScoredShop.awaitNone(
                () -> score(model, dog) > 0 ? List.of() : List.of(dog), "who orders often is a persuadable by now");
    }

    @Test
    void isWatchedLikeOthersAndToldWhetherItChoosesEvenly() {
        long model = ModelsTest.create(Map.of(
                "name",
                "Watched " + UUID.randomUUID(),
                "kind",
                "uplift",
                "features",
                List.of("frequency", "monetary"),
                "sensitive",
                "side",
                "target",
                Map.of("experiment", experiment(MOVED, .5))));
        trained(model);

        Api.awaitEnd(admin().post("/api/v1/models/" + model + ":watch")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("run"));

        JsonPath watch = admin().get("/api/v1/models/" + model + "/watch").jsonPath();
        assertThat(watch.getString("latest.state")).isEqualTo("steady");
        assertThat(watch.getDouble("latest.fairness.threshold")).isZero();
        assertThat(watch.getList("latest.fairness.groups.value", String.class)).contains("left", "right");
        assertThat(watch.<Object>get("latest.performance")).isNull();
    }

    @Test
    void learnedAgainFromTheSamePeopleItIsTheSameToTheByteAndNoWorseThanTheChampion() throws SQLException {
        long model = model(experiment(MOVED, .5));
        trained(model);
        trained(model);

        assertThat(shop.profiles("select count(distinct body)::int from model_version where model = " + model))
                .isEqualTo(RoaringBitmap.bitmapOf(1));
        assertThat(version(model, 2).getString("status")).isEqualTo("champion");
        assertThat(version(model, 2).getString("decision.reason.de")).contains("nicht schlechter");
        admin().post("/api/v1/models/" + model + "/versions/1:reproduce")
                .then()
                .statusCode(409)
                .body("code", equalTo("NOT_REPRODUCIBLE"));
        admin().post("/api/v1/models/" + model + ":rollback")
                .then()
                .statusCode(200)
                .body("number", equalTo(1));
    }

    @Test
    void whatChanceMayExplainGivesNobodyAScore() throws SQLException {
        long model = model(experiment(UNMOVED, .5));

        assertThat(trained(model).getString("state")).isEqualTo("completed");

        assertThat(report(model, 1).getString("word")).isEqualTo("poor");
        assertThat(version(model, 1).getString("status")).isEqualTo("refused");
        assertThat(shop.kept(new ModelId(model))).isEmpty();
    }

    @Test
    void whereSomethingElseThanChanceDividesTheGroupsNothingIsLearned() {
        assertThat(trained(model(experiment(MOVED, .2))).getString("problem.code"))
                .isEqualTo("GROUPS_NOT_AS_DRAWN");
    }

    @Test
    void withoutItsExperimentItLearnsNoMoreAndSaysSo() {
        long experiment = experiment(MOVED, .5);
        long model = model(experiment);
        admin().delete("/api/v1/experiments/" + experiment).then().statusCode(204);

        assertThat(trained(model).getString("problem.code")).isEqualTo("EXPERIMENT_GONE");
    }

    @Test
    void aDraftIsToldWhatAnUpliftDoesNotHave() {
        JsonPath problem = ModelsTest.refused(Map.of(
                "name",
                "x",
                "kind",
                "uplift",
                "clusters",
                3,
                "automaticFeatures",
                true,
                "search",
                Map.of("method", "grid", "minutes", 1),
                "target",
                Map.of("experiment", 987_654, "event", "Order Completed"),
                "retraining",
                Map.of("strategy", "sliding", "windowDays", 30, "onOutcomes", 10)));

        assertThat(problem.getList("errors.pointer", String.class))
                .containsExactlyInAnyOrder(
                        "/clusters",
                        "/automaticFeatures",
                        "/search",
                        "/target",
                        "/target/experiment",
                        "/retraining/strategy",
                        "/retraining/onOutcomes");
        admin().body(Map.of(
                        "name",
                        "x",
                        "kind",
                        "prediction",
                        "target",
                        Map.of("event", "Order Completed", "withinDays", 9, "experiment", 1)))
                .post("/api/v1/models")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/target/experiment"));
    }

    /** Three in ten do it, and so many more of whom is said. */
    private void happens(String event, String more) throws SQLException {
        shop.execute(ofMine("insert into event (key, profile, name, at, source)"
                + " select gen_random_uuid(), number, '" + event + "', {start} + interval '2 days', 0 from {mine}"
                + " where abs(hashtext({nth} || '" + event + "')) % 1000 < 1000 * (.3 + " + more + ")"));
    }

    /** The world is the same whatever numbers its people get. */
    private String ofMine(String sql) {
        return sql.replace("{mine}", "generate_series(%d, %d) number".formatted(first, first + PEOPLE - 1))
                .replace("{nth}", "(number - %d)".formatted(first))
                .replace("{start}", "timestamptz '%s'".formatted(start));
    }

    private long experiment(String event, double heldOutShare) {
        return admin().body(Map.of(
                        "name",
                        "experiment " + UUID.randomUUID(),
                        "treatedSegment",
                        treated,
                        "heldOutSegment",
                        heldOut,
                        "heldOutShare",
                        heldOutShare,
                        "startedAt",
                        start.toString(),
                        "outcome",
                        Map.of("event", event, "withinDays", 7, "measure", "rate")))
                .post("/api/v1/experiments")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private static long model(long experiment) {
        return ModelsTest.create(Map.of(
                "name",
                "Whom it moves " + UUID.randomUUID(),
                "kind",
                "uplift",
                "features",
                List.of("frequency", "monetary"),
                "target",
                Map.of("experiment", experiment)));
    }

    private static JsonPath version(long model, int number) {
        return admin().get("/api/v1/models/" + model + "/versions/" + number)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static int size(Map<String, Object> condition) {
        return admin().body(Map.of("definition", condition))
                .post("/api/v1/segments:estimate")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getInt("size");
    }

    private double score(long model, int profile) {
        return shop.kept(new ModelId(model)).getOrDefault(profile, Double.NaN);
    }

    private RoaringBitmap scored(long model, String value) {
        return shop.profiles("select profile from score where model = %d and value %s".formatted(model, value));
    }

    private RoaringBitmap mine(String which) {
        return shop.profiles(ofMine("select number from {mine} where " + which));
    }

    /** The mean change of the probability, as the world has it. */
    private static double gained(RoaringBitmap sentTo, RoaringBitmap persuadable, RoaringBitmap dogs) {
        return GAIN * share(sentTo, persuadable) - LOSS * share(sentTo, dogs);
    }

    /** How much of them is among the others. */
    private static double share(RoaringBitmap of, RoaringBitmap others) {
        return (double) RoaringBitmap.andCardinality(of, others) / of.getCardinality();
    }
}
