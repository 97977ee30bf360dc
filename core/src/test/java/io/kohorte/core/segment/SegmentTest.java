// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.kohorte.core.analytics.Replica;
import io.kohorte.core.analytics.Writers;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.platform.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

@QuarkusTest
class SegmentTest {

    @Inject
    Replica replica;

    @Inject
    DataSource dataSource;

    @Inject
    SegmentStore store;

    @Inject
    SegmentEvaluation evaluation;

    @Inject
    Heard heard;

    /** Facts of this test's own people carry its mark, so that tests share a database. */
    private String mark;

    private List<Integer> people;

    /** Remembers which segments were said to have changed. */
    @Singleton
    static class Heard {
        final List<SegmentChanged> changes = Collections.synchronizedList(new ArrayList<>());

        void on(@Observes SegmentChanged changed) {
            changes.add(changed);
        }
    }

    @BeforeEach
    void sixPeople() throws SQLException {
        mark = "m" + UUID.randomUUID();
        execute(
                "insert into trait (name, type) values ('mark', 'text'), ('city', 'text'), ('visits', 'number') on conflict do nothing");
        people = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            people.add(person(
                    "{\"mark\":\"%s\",\"city\":\"%s\",\"visits\":%d}".formatted(mark, i < 3 ? "Ulm" : "Graz", i)));
        }
        Writers.end(dataSource);
    }

    @Test
    void aRuleIsEvaluatedWhenItIsSaved() {
        long id = create(marked("{'trait':'city','op':'equals','value':'Ulm'}"));
        show(id).body("kind", equalTo("rule"))
                .body("size", equalTo(3))
                .body("version", equalTo(1))
                .body("entered24h", equalTo(3))
                .body("definition.all[1].value", equalTo("Ulm"))
                .body("sentence.de", notNullValue())
                .body("evaluatedAt", notNullValue());
        assertThat(members(id)).containsExactlyElementsOf(people.subList(0, 3));
        assertThat(heard.changes)
                .contains(new SegmentChanged(new SegmentId(id), 1, bitmap(people.subList(0, 3)), "saved"));
    }

    private static RoaringBitmap bitmap(List<Integer> profiles) {
        return RoaringBitmap.bitmapOf(
                profiles.stream().mapToInt(Integer::intValue).toArray());
    }

    @Test
    void membersComeInPagesWithWhatIsKnownAboutThem() throws SQLException {
        execute("insert into identity (namespace, value, profile) values ('email', '" + mark + "@example.org', "
                + people.get(0) + ")");
        long id = create(marked("{'trait':'city','op':'exists'}"));
        var first = admin().get("/api/v1/segments/" + id + "/members?limit=4")
                .then()
                .statusCode(200)
                .body("items.profile", contains(people.subList(0, 4).toArray()))
                .body("items[0].identities.email", equalTo(mark + "@example.org"))
                .body("items[0].traits.city", equalTo("Ulm"))
                .extract()
                .jsonPath();
        admin().queryParam("cursor", first.getString("next"))
                .get("/api/v1/segments/" + id + "/members?limit=4")
                .then()
                .body("items.profile", contains(people.subList(4, 6).toArray()))
                .body("next", nullValue());
    }

    @Test
    void anEstimateCountsWithoutKeepingAnything() {
        admin().body(Map.of("definition", json(marked("{'trait':'visits','op':'at-least','value':4}"))))
                .post("/api/v1/segments:estimate")
                .then()
                .statusCode(200)
                .body("size", equalTo(2))
                .body("of", notNullValue())
                .body("millis", notNullValue())
                .body("sentence.en", equalTo("all of these hold: mark is “" + mark + "”; visits is at least 4"));
    }

    @Test
    void aWrongDefinitionIsRefusedWithAPointerAndNothingIsKept() {
        refused("{'all':[{'trait':'city','op':'resembles','value':'Ulm'}]}", "/definition/all/0/op", "UNKNOWN_OP");
        refused("{'all':[{'trait':'visits','op':'contains','value':'U'}]}", "/definition/all/0/value", "TYPE_MISMATCH");
        refused("{'none':[{'segment':99999999}]}", "/definition/none/0/segment", "UNKNOWN_SEGMENT");
        refused("{'score':99999999,'top':0.1}", "/definition/score", "UNKNOWN_MODEL");
    }

    @Test
    void aSegmentBuildsOnOthersButNeverOnItself() {
        long base = create(marked("{'trait':'city','op':'equals','value':'Ulm'}"));
        long built = create("{'all':[{'segment':%d},{'trait':'visits','op':'at-least','value':1}]}".formatted(base));
        assertThat(members(built)).containsExactlyElementsOf(people.subList(1, 3));

        change(base, marked("{'trait':'city','op':'equals','value':'Graz'}")).statusCode(200);
        assertThat(members(built)).containsExactlyElementsOf(people.subList(3, 6));

        change(base, "{'any':[{'segment':%d}]}".formatted(built))
                .statusCode(422)
                .body("code", equalTo("SEGMENT_CYCLE"))
                .body("pointer", equalTo("/definition/any/0/segment"));
        admin().delete("/api/v1/segments/" + base).then().statusCode(409).body("code", equalTo("SEGMENT_IN_USE"));
        admin().delete("/api/v1/segments/" + built).then().statusCode(204);
        admin().delete("/api/v1/segments/" + base).then().statusCode(204);
        admin().get("/api/v1/segments/" + base).then().statusCode(404);
    }

    @Test
    void anEarlierVersionIsBroughtBackWithItsDefinition() {
        long id = create(marked("{'trait':'city','op':'equals','value':'Ulm'}"));
        change(id, marked("{'trait':'city','op':'equals','value':'Graz'}")).statusCode(200);
        admin().get("/api/v1/segments/" + id + "/history")
                .then()
                .body("items.version", contains(2, 1))
                .body("items[0].segment", equalTo((int) id))
                .body("items[0].entered", equalTo(3))
                .body("items[0].left", equalTo(3))
                .body("items[0].cause", equalTo("saved"));

        admin().post("/api/v1/segments/" + id + "/history/1:restore")
                .then()
                .statusCode(200)
                .body("version", equalTo(3));

        assertThat(members(id)).containsExactlyElementsOf(people.subList(0, 3));
        show(id).body("definition.all[1].value", equalTo("Ulm"));
    }

    @Test
    void membersFoundByTheOldDefinitionAreNeverKeptUnderTheNewOne() throws Exception {
        long id = create(marked("{'trait':'city','op':'equals','value':'Ulm'}"));
        var saving = new ArrayList<CompletableFuture<Void>>();
        store.alone(new SegmentId(id), () -> {
            saving.add(
                    CompletableFuture.runAsync(() -> change(id, marked("{'trait':'city','op':'equals','value':'Graz'}"))
                            .statusCode(200)));
            awaitWaitingFor(id, saving.get(0));
            store.store(new SegmentId(id), RoaringBitmap.bitmapOf(people.get(0)), java.time.Instant.EPOCH, "manual");
        });
        assertThat(saving.get(0)).succeedsWithin(Duration.ofMinutes(1));

        admin().post("/api/v1/segments/" + id + "/history/2:restore").then().statusCode(200);

        show(id).body("definition.all[1].value", equalTo("Ulm"));
    }

    /** Until somebody stands in line to change the segment, or did not have to. */
    private void awaitWaitingFor(long segment, CompletableFuture<?> change) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement waiting = connection.prepareStatement(
                        "select 1 from pg_locks where locktype = 'advisory' and objid = ? and not granted")) {
            waiting.setLong(1, segment);
            Eventually.holds(() -> change.isDone() || waiting.executeQuery().next());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatStaysTheSameMakesNoVersion() {
        long id = create(marked("{'trait':'city','op':'equals','value':'Ulm'}"));
        heard.changes.clear();
        admin().post("/api/v1/segments/" + id + ":evaluate")
                .then()
                .statusCode(200)
                .body("version", equalTo(1));
        assertThat(heard.changes).noneMatch(change -> change.segment().equals(new SegmentId(id)));
    }

    @Test
    void aListHoldsWhoIsNamed() throws SQLException {
        execute("insert into identity (namespace, value, profile) values ('user_id', '" + mark + "', " + people.get(2)
                + ")");
        long id = createList();
        show(id).body("kind", equalTo("list")).body("definition", nullValue());
        var named = Map.of("namespace", "user_id", "value", mark);
        var stranger = Map.of("namespace", "user_id", "value", "nobody " + mark);
        admin().body(Map.of("add", List.of(stranger, named)))
                .post("/api/v1/segments/" + id + "/members")
                .then()
                .statusCode(200)
                .body("size", equalTo(1))
                .body("added", equalTo(1))
                .body("unknown", contains("/add/0"));
        assertThat(members(id)).containsExactly(people.get(2));
        admin().body(Map.of("remove", List.of(named)))
                .post("/api/v1/segments/" + id + "/members")
                .then()
                .body("removed", equalTo(1))
                .body("size", equalTo(0));
    }

    @Test
    void overlapIsAMatrix() {
        long ulm = create(marked("{'trait':'city','op':'equals','value':'Ulm'}"));
        long few = create(marked("{'trait':'visits','op':'at-most','value':1}"));
        admin().get("/api/v1/segments:overlap?ids=" + ulm + "," + few)
                .then()
                .statusCode(200)
                .body("sizes", contains(3, 2))
                .body("overlap[0]", contains(3, 2))
                .body("overlap[1]", contains(2, 2));
    }

    @Test
    void aCustomerSeesWhyAndAPersonalisationEngineSeesWhere() throws SQLException {
        execute("insert into identity (namespace, value, profile) values ('email', '" + mark + "@example.org', "
                + people.get(0) + ")");
        long id = create(marked("{'trait':'visits','op':'at-most','value':1}"));
        admin().get("/api/v1/profiles/" + people.get(4) + "/why?segment=" + id)
                .then()
                .statusCode(200)
                .body("member", equalTo(false))
                .body("conditions.holds", contains(false, true, false))
                .body("conditions.depth", contains(0, 1, 1))
                .body("conditions[2].value", equalTo(4.0f))
                .body("conditions[2].sentence.de", equalTo("visits ist höchstens 1"));
        admin().get("/api/v1/profiles/" + people.get(0) + "/segments").then().body("items.id", hasItem((int) id));
        admin().get("/api/v1/personalization/email/" + mark + "@Example.org")
                .then()
                .statusCode(200)
                .body("profile", equalTo(people.get(0)))
                .body("segments.id", hasItem((int) id));
        admin().get("/api/v1/personalization/email/nobody-" + mark + "@example.org")
                .then()
                .statusCode(200)
                .body("profile", nullValue());
        admin().get("/api/v1/profiles/1999999999/why?segment=" + id).then().statusCode(404);
    }

    @Test
    void aChangedProfileMovesAndSharesAVersionWithOthersOfTheHour() throws SQLException {
        long id = create(marked("{'trait':'city','op':'equals','value':'Ulm'}"));
        for (int person : people.subList(3, 6)) {
            execute("update profile set traits = traits || '{\"city\":\"Ulm\"}' where number = " + person);
            evaluation.evaluateFor(caughtUp(person), VersionTable.REAL_TIME);
        }
        assertThat(members(id)).containsExactlyElementsOf(people);
        var history = store.history(new SegmentId(id));
        assertThat(history).extracting(SegmentVersion::cause).containsExactly("change", "saved");
        assertThat(history).extracting(SegmentVersion::entered).containsExactly(3L, 3L);
    }

    @Test
    void anEvaluationThatFailsKeepsTheMembersAndNamesTheProblem() throws SQLException {
        String trait = "t" + mark;
        execute(
                "insert into trait (name, type) values ('" + trait + "', 'number')",
                "update profile set traits = traits || '{\"" + trait + "\":5}' where number = " + people.get(0));
        long id = create("{'trait':'" + trait + "','op':'at-least','value':1}");
        execute("update trait set type = 'text' where name = '" + trait + "'");
        evaluation.evaluate(new SegmentId(id), "manual");
        show(id).body("size", equalTo(1)).body("version", equalTo(1)).body("problem.code", equalTo("TYPE_MISMATCH"));

        execute("update trait set type = 'number' where name = '" + trait + "'");
        evaluation.evaluate(new SegmentId(id), "manual");
        show(id).body("size", equalTo(1)).body("problem", nullValue());
    }

    private RoaringBitmap caughtUp(int person) {
        replica.catchUp();
        return RoaringBitmap.bitmapOf(person);
    }

    private String marked(String condition) {
        return "{'all':[{'trait':'mark','op':'equals','value':'" + mark + "'}," + condition + "]}";
    }

    private long createList() {
        return admin().body(Map.of("name", "list " + UUID.randomUUID(), "kind", "list"))
                .post("/api/v1/segments")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private long create(String definition) {
        return admin().body(Map.of("name", "segment " + UUID.randomUUID(), "definition", json(definition)))
                .post("/api/v1/segments")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private io.restassured.response.ValidatableResponse change(long id, String definition) {
        return admin().body(Map.of("name", "segment " + UUID.randomUUID(), "definition", json(definition)))
                .put("/api/v1/segments/" + id)
                .then();
    }

    private io.restassured.response.ValidatableResponse show(long id) {
        return admin().get("/api/v1/segments/" + id).then().statusCode(200);
    }

    private void refused(String definition, String pointer, String code) {
        admin().body(Map.of("name", mark, "definition", json(definition)))
                .post("/api/v1/segments")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("pointer", equalTo(pointer));
    }

    private List<Integer> members(long id) {
        return Arrays.stream(store.members(new SegmentId(id)).toArray()).boxed().toList();
    }

    private static Map<String, Object> json(String text) {
        return io.restassured.path.json.JsonPath.from(text.replace('\'', '"')).getMap("");
    }

    private int person(String traits) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into profile (number, traits) select coalesce(max(number), 0) + 1, ?::jsonb from profile returning number")) {
            insert.setString(1, traits);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        Writers.end(dataSource);
    }
}
