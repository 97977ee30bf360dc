// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.kohorte.core.analytics.Audience;
import io.kohorte.core.analytics.Replica;
import io.kohorte.core.condition.ModelId;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.segment.Segment;
import io.kohorte.core.segment.SegmentEvaluation;
import io.kohorte.core.segment.SegmentStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.roaringbitmap.RoaringBitmap;

/**
 * A month comes in over HTTP, a few messages at a time, and again as files of a week each; the same people are in the same segments with the
 * same scores. In the first world nobody asks anew: segments and scores follow by themselves. In the second nothing follows by itself: after each
 * file everybody is scored and every segment evaluated.
 */
@QuarkusTest
@TestProfile(RealTimeEqualsBatchTest.OwnWorld.class)
@Timeout(420)
class RealTimeEqualsBatchTest {

    private static final Instant BEGIN = Instant.parse("2024-12-26T00:30:00Z");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, SegmentId> segments = new LinkedHashMap<>();

    /** Segments that time alone moves people into and out of. */
    private final Set<String> sliding = new HashSet<>();

    private final Map<String, ModelId> models = new LinkedHashMap<>();

    @Inject
    DataSource database;

    @Inject
    SetClock clock;

    @Inject
    Replica replica;

    @Inject
    Audience audience;

    @Inject
    SegmentStore store;

    @Inject
    SegmentEvaluation evaluation;

    @Inject
    Models allModels;

    @Inject
    Scoring scoring;

    @Inject
    Promotion promotion;

    @Inject
    EntityManager entities;

    /** Its own database and clock; time alone is looked at once a week, scores count time in three days, so that events have to do the rest. */
    public static final class OwnWorld implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("kohorte.segments.evaluate-every", "P7D", "kohorte.learning.score-everybody-every", "P3D");
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(SetClock.class);
        }
    }

    /** Stands until it is set. */
    @Alternative
    @Singleton
    static class SetClock extends Clock {
        volatile Instant now = BEGIN;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Who is in which segment, and with which score of which model; customers by all their names. */
    record World(Map<String, Set<String>> members, Map<String, Map<String, Double>> scores) {}

    @Test
    void everyMembershipAndEveryScoreIsTheSame() throws Exception {
        List<Month.Arrival> month = Month.after(BEGIN);
        openTheShop();
        train();
        defineSegments();

        Map<Instant, World> live = live(month);
        Map<Instant, World> batch = batch(month);

        assertThat(live.keySet()).hasSize(6).isEqualTo(batch.keySet());
        live.forEach((at, world) -> {
            world.members().forEach((segment, members) -> assertThat(members)
                    .as("%s at %s", segment, at)
                    .isEqualTo(batch.get(at).members().get(segment)));
            world.scores().forEach((model, scores) -> assertThat(scores)
                    .as("%s at %s", model, at)
                    .isEqualTo(batch.get(at).scores().get(model)));
        });
    }

    private Map<Instant, World> live(List<Month.Arrival> month) throws Exception {
        String key = admin().body(Map.of("name", "site", "kind", "events"))
                .post("/api/v1/sources")
                .then()
                .statusCode(201)
                .extract()
                .path("writeKey");
        Map<Instant, World> worlds = new TreeMap<>();
        Instant week = BEGIN.plus(WEEK);
        awaitNoDifference(everybody(), "at the beginning");
        for (Month.Arrival arrival : month) {
            while (arrival.at().isAfter(week)) {
                worlds.put(week, afterTheRoundAt(week));
                week = week.plus(WEEK);
            }
            clock.now = arrival.at();
            post(key, arrival.messages());
            awaitNoDifference(whoDidSomething(arrival), "at " + arrival.at());
        }
        for (; worlds.size() < 6; week = week.plus(WEEK)) {
            worlds.put(week, afterTheRoundAt(week));
        }
        assertThat(worlds.get(week.minus(WEEK)).members().get("two orders in a week"))
                .as("a week without an event")
                .isEmpty();
        assertThat(segments.values()).allSatisfy(id -> assertThat(store.history(id))
                .extracting(version -> version.cause())
                .as("nobody asked anew")
                .isSubsetOf("saved", "change", "schedule"));
        return worlds;
    }

    private World afterTheRoundAt(Instant at) throws SQLException {
        clock.now = at;
        awaitNoDifference(everybody(), "after the round at " + at);
        return world();
    }

    private Map<Instant, World> batch(List<Month.Arrival> month) throws Exception {
        try (Connection seat = database.getConnection()) {
            takeTheSeat(seat);
            openTheShop();
            int events = ImportedFile.source(
                    """
                    {"identities":{"user_id":"user","anonymous_id":"visitor"},
                     "event":{"name":{"column":"event"},"at":"at","messageId":"message","orderRef":"order","amount":"amount"}}""");
            int people = ImportedFile.source(
                    """
                    {"identities":{"user_id":"user","anonymous_id":"visitor"},"traits":{"plan":"plan","country":"country"}}""");
            Map<Instant, World> worlds = new TreeMap<>();
            for (Instant week = BEGIN.plus(WEEK); worlds.size() < 6; week = week.plus(WEEK)) {
                Instant end = week;
                clock.now = end;
                List<Month.Arrival> arrived = month.stream()
                        .filter(arrival ->
                                !arrival.at().isAfter(end) && arrival.at().isAfter(end.minus(WEEK)))
                        .toList();
                if (!arrived.isEmpty()) {
                    ImportedFile.read(events, Month.events(arrived));
                    ImportedFile.read(people, Month.people(arrived));
                }
                models.values().forEach(id -> promotion.promote(id, champion(id), "test"));
                evaluation.evaluateAll("batch");
                worlds.put(end, world());
            }
            return worlds;
        }
    }

    /** As a second node would once the connection of the first is lost: scores do not follow by themselves from here on. */
    private void takeTheSeat(Connection seat) throws SQLException, InterruptedException {
        try (var statement = seat.createStatement();
                Connection other = database.getConnection();
                var kill = other.createStatement()) {
            var waiting = new Thread(() -> {
                try {
                    statement.execute("select pg_advisory_lock(" + 0x53434F52 + ", 0)");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            waiting.start();
            while (waiting.isAlive()) {
                kill.execute(
                        "select pg_terminate_backend(pid) from pg_locks l where locktype = 'advisory' and granted and classid = "
                                + 0x53434F52
                                + " and exists (select from pg_locks w where w.classid = l.classid and not w.granted)");
                waiting.join(50);
            }
        }
    }

    private void openTheShop() throws SQLException {
        execute("truncate profile, identity, event, score, message_seen cascade");
        SmallShop.open(database);
        execute("insert into trait (name, type) values ('plan', 'text') on conflict do nothing");
        execute("insert into identity (namespace, value, profile)"
                + " select 'user_id', 'customer-' || number, number from profile");
    }

    private void train() {
        models.put(
                "groups",
                trained(Map.of(
                        "name",
                        "Groups",
                        "kind",
                        "clustering",
                        "features",
                        List.of("recency", "frequency", "basket-mean"))));
        Map<String, Object> target = Map.of("event", "Order Completed", "withinDays", 60);
        models.put("buys again", trained(Map.of("name", "Buys again", "kind", "prediction", "target", target)));
        long german = segment("Germans", "{'trait':'country','op':'equals','value':'DE'}", false);
        models.put(
                "leaves",
                trained(Map.of(
                        "name",
                        "Leaves",
                        "kind",
                        "prediction",
                        "segment",
                        german,
                        "features",
                        List.of("recency", "frequency", "orders-90-days"),
                        "target",
                        Map.of("event", "Order Completed", "withinDays", 60, "negate", true))));
    }

    private void defineSegments() {
        long buys = models.get("buys again").value();
        long leaves = models.get("leaves").value();
        long groups = models.get("groups").value();
        String order = "'event':'Order Completed','measure'";
        segment(
                "two orders in a week",
                "{" + order + ":'orders','op':'at-least','value':2,'within':{'last':'P7D'}}",
                true);
        segment(
                "much in two weeks",
                "{" + order + ":'amount','op':'at-least','value':150,'within':{'last':'P14D'}}",
                true);
        segment("ordered lately", "{" + order + ":'days-since-last','op':'at-most','value':10}", true);
        segment(
                "gold that sleeps",
                "{'all':[{'trait':'plan','op':'equals','value':'gold'},{'none':[{" + order
                        + ":'count','op':'at-least','value':1,'within':{'last':'P7D'}}]}]}",
                true);
        long gold = segment("gold", "{'trait':'plan','op':'equals','value':'gold'}", false);
        segment("looked twice", "{'event':'Product Viewed','measure':'count','op':'at-least','value':2}", false);
        segment("likely", "{'score':" + buys + ",'op':'at-least','value':0.5}", false);
        segment("best tenth", "{'score':" + buys + ",'top':0.1}", false);
        segment("leaving", "{'score':" + leaves + ",'op':'at-least','value':0.5}", false);
        segment("two groups", "{'cluster':" + groups + ",'in':[0,2]}", false);
        segment(
                "likely gold",
                "{'all':[{'segment':" + gold + ",'member':true},{'score':" + buys + ",'op':'at-least','value':0.3}]}",
                false);
    }

    private void awaitNoDifference(RoaringBitmap people, String when) throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<String> differing = differing(people);
        while (!differing.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(20_000_000);
            differing = differing(people);
        }
        assertThat(differing)
                .as("%s: what everybody, asked anew, answers otherwise", when)
                .isEmpty();
    }

    /** @param people of whom segments that time moves people out of are up to date; all others always are */
    private List<String> differing(RoaringBitmap people) throws SQLException {
        replica.catchUp();
        List<String> differing = new ArrayList<>();
        models.forEach((name, id) -> {
            if (!anew(id).equals(kept(id))) {
                differing.add(name);
            }
        });
        segments.forEach((name, id) -> {
            var definition = QuarkusTransaction.requiringNew().call(() -> entities.find(Segment.class, id.value())
                    .definition()
                    .orElseThrow());
            RoaringBitmap differ = RoaringBitmap.xor(audience.members(definition, clock.now), store.members(id));
            if (sliding.contains(name)) {
                differ.and(people);
            }
            if (!differ.isEmpty()) {
                differing.add(name + " " + differ);
            }
        });
        return differing;
    }

    private Map<Integer, Double> anew(ModelId id) {
        Model model =
                QuarkusTransaction.requiringNew().call(() -> allModels.find(id).orElseThrow());
        Scoring.Scored anew = scoring.everybody(model, scoring.voice(model, champion(id)));
        Map<Integer, Double> scores = new TreeMap<>();
        for (int row = 0; row < anew.values().length; row++) {
            scores.put(anew.table().profile(row), anew.values()[row]);
        }
        return scores;
    }

    private int champion(ModelId id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> allModels.find(id).orElseThrow().champion().orElseThrow());
    }

    private World world() throws SQLException {
        Map<Integer, String> names = new TreeMap<>();
        read(
                "select profile, string_agg(namespace || ':' || value, ' ' order by namespace, value) from identity group by 1",
                row -> names.put(row.getInt(1), row.getString(2)));
        Map<String, Set<String>> members = new TreeMap<>();
        segments.forEach((name, id) -> members.put(
                name, store.members(id).stream().mapToObj(names::get).collect(Collectors.toSet())));
        Map<String, Map<String, Double>> scores = new TreeMap<>();
        models.forEach((name, id) -> scores.put(
                name,
                kept(id).entrySet().stream()
                        .collect(Collectors.toMap(score -> names.get(score.getKey()), Map.Entry::getValue))));
        return new World(members, scores);
    }

    private Map<Integer, Double> kept(ModelId id) {
        Map<Integer, Double> scores = new TreeMap<>();
        read(
                "select profile, value from score where model = " + id.value(),
                row -> scores.put(row.getInt(1), row.getDouble(2)));
        return scores;
    }

    private RoaringBitmap everybody() {
        RoaringBitmap everybody = new RoaringBitmap();
        read("select number from profile", row -> everybody.add(row.getInt(1)));
        return everybody;
    }

    private RoaringBitmap whoDidSomething(Month.Arrival arrival) {
        String names = arrival.events()
                .map(message -> message.user().isEmpty() ? message.visitor() : message.user())
                .collect(Collectors.joining("','", "'", "'"));
        RoaringBitmap people = new RoaringBitmap();
        read("select profile from identity where value in (" + names + ")", row -> people.add(row.getInt(1)));
        return people;
    }

    private static void post(String key, List<Month.Message> messages) {
        RestAssured.given()
                .auth()
                .preemptive()
                .basic(key, "")
                .contentType("application/json")
                .body(Map.of(
                        "batch", messages.stream().map(Month.Message::tracked).toList()))
                .post("/v1/batch")
                .then()
                .statusCode(200);
    }

    private long segment(String name, String definition, boolean slides) {
        long id = admin().body("{\"name\":\"" + name + "\",\"kind\":\"rule\",\"definition\":"
                        + definition.replace('\'', '"') + "}")
                .post("/api/v1/segments")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
        segments.put(name, new SegmentId(id));
        if (slides) {
            sliding.add(name);
        }
        return id;
    }

    private static ModelId trained(Map<String, Object> draft) {
        long model = admin().body(draft)
                .post("/api/v1/models")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
        long run = admin().post("/api/v1/models/" + model + ":train")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("run");
        admin().get("/api/v1/runs/" + run + "/events").then().statusCode(200);
        admin().get("/api/v1/runs/" + run).then().body("state", equalTo("completed"));
        return new ModelId(model);
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @FunctionalInterface
    private interface Row {
        void read(java.sql.ResultSet row) throws SQLException;
    }

    private void read(String sql, Row reading) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            while (row.next()) {
                reading.read(row);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
