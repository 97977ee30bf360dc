// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static io.kohorte.core.sync.SyncDesk.finished;
import static io.kohorte.core.sync.SyncDesk.firstRun;
import static io.kohorte.core.sync.SyncDesk.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.condition.ScoresChanged;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Syncs that run after imports, models and other syncs. */
@QuarkusTest
class UpstreamTest {

    @Inject
    DataSource database;

    @Inject
    People people;

    @Inject
    Event<ScoresChanged> scores;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void aSyncRunsAfterAnImportOfItsSourceWithWhomTheImportBrought() {
        var tag = UUID.randomUUID().toString().substring(0, 8);
        var mine = source();
        var another = source();
        var segment = admin().body(Map.of(
                        "name",
                        "imported-" + tag,
                        "kind",
                        "rule",
                        "definition",
                        Map.of("trait", "tag", "op", "equals", "value", tag)))
                .post("/api/v1/segments")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
        var draft = draft(segment, "import", mine);
        draft.put("purpose", null);
        var sync = SyncDesk.create(draft);
        load(another, "email,tag\nbob-" + tag + "@example.com," + tag + "\n");
        load(mine, "email,tag\nada-" + tag + "@example.com," + tag + "\n");

        var run = finished(firstRun(sync));

        assertThat(run.getString("trigger")).isEqualTo("import");
        assertThat(receiver.audience()).containsOnlyKeys("ada-" + tag + "@example.com", "bob-" + tag + "@example.com");
        admin().get("/api/v1/syncs/" + sync + "/runs").then().body("items.size()", equalTo(1));
        admin().get("/api/v1/syncs/" + sync).then().body("after", equalTo(List.of((int) mine)));
    }

    @Test
    void aSyncRunsOnceAModelHasOtherScores() throws SQLException {
        var model = model();
        var sync = SyncDesk.create(draft(people.segment(person()), "model", model));

        scores.fire(ScoresChanged.byScoring(new ModelId(model)));

        var run = finished(firstRun(sync));
        assertThat(run.getString("trigger")).isEqualTo("model");
        assertThat(receiver.audience()).hasSize(1);
    }

    @Test
    void aPromotionThatNobodyToldOfIsFoundOnRecord() throws SQLException {
        var model = model();
        var sync = SyncDesk.create(draft(people.segment(person()), "model", model));

        promote(model);

        assertThat(finished(firstRun(sync)).getString("trigger")).isEqualTo("model");
    }

    @Test
    void aSyncRunsWhenAllOfItsParentsHaveCompletedSinceItsLastRun() throws SQLException {
        var first = SyncDesk.create(draft(people.segment(person())));
        var second = SyncDesk.create(draft(people.segment(person())));
        var child = SyncDesk.create(draft(people.segment(person()), "sync", first, second));
        // Runs when the first parent has completed: were one enough for the other, it would run before this.
        var witness = SyncDesk.create(draft(people.segment(person()), "sync", first));

        run(first);
        finished(firstRun(witness));
        admin().get("/api/v1/syncs/" + child + "/runs").then().body("items.size()", equalTo(0));

        run(second);
        assertThat(finished(firstRun(child)).getString("trigger")).isEqualTo("sync");

        var again = run(second).getLong("id");
        var witnessed = SyncDesk.create(draft(people.segment(person()), "sync", second));
        finished(run(second).getLong("id"));
        finished(firstRun(witnessed));
        admin().get("/api/v1/syncs/" + child + "/runs").then().body("items.size()", equalTo(1));
        assertThat(again).isPositive();
    }

    @Test
    void aSyncThatTheGuardStoppedWaitsForAPersonHoweverOftenItsParentsComplete() throws SQLException {
        var parent = SyncDesk.create(draft(people.segment(person())));
        var segment = people.segment(person());
        var child = SyncDesk.create(draft(segment, "sync", parent));
        run(child);
        people.members(segment);
        assertThat(run(child).getString("state")).isEqualTo("paused");
        var stopped = pausedAt(child);
        var witness = SyncDesk.create(draft(people.segment(person()), "sync", parent));

        run(parent);

        // Parents are looked at in the order of the syncs: whatever was to become of the child, it began before this.
        finished(firstRun(witness));
        assertThat(pausedAt(child)).isEqualTo(stopped);
    }

    @Test
    void whatCannotBeWaitedForIsPointedAt() throws SQLException {
        var segment = people.segment();
        refuses(draft(segment, "import", 424_242), "/after/0", "UNKNOWN_UPSTREAM");
        refuses(draft(segment, "model"), "/after", "AFTER_WHAT");
        refuses(draft(segment, "manual", 1), "/after", "AFTER_WHAT");
        refuses(draft(segment, "tide"), "/trigger", "UNKNOWN_TRIGGER");
    }

    @Test
    void syncsThatWouldWaitForEachOtherAreRefusedAndAnAwaitedOneIsNotDeleted() throws SQLException {
        var grandmother = draft(people.segment());
        var first = SyncDesk.create(grandmother);
        var child = draft(people.segment(), "sync", first);
        var second = SyncDesk.create(child);
        grandmother.putAll(Map.of("trigger", "sync", "after", List.of(second)));

        admin().body(grandmother)
                .put("/api/v1/syncs/" + first)
                .then()
                .statusCode(422)
                .body("code", equalTo("SYNC_CYCLE"))
                .body("pointer", equalTo("/after/0"));
        admin().delete("/api/v1/syncs/" + first)
                .then()
                .statusCode(409)
                .body("code", equalTo("SYNC_AWAITED"))
                .body("detail", containsString((String) child.get("name")));
    }

    private static void refuses(Map<String, Object> draft, String pointer, String code) {
        admin().body(draft)
                .post("/api/v1/syncs")
                .then()
                .statusCode(422)
                .body("pointer", equalTo(pointer))
                .body("code", equalTo(code));
    }

    private Map<String, Object> draft(long segment) {
        return SyncDesk.draft(SyncDesk.destination(receiver), segment);
    }

    private Map<String, Object> draft(long segment, String trigger, long... after) {
        var draft = draft(segment);
        draft.put("trigger", trigger);
        draft.put("after", java.util.Arrays.stream(after).boxed().toList());
        return draft;
    }

    private int person() throws SQLException {
        return people.person("p-" + UUID.randomUUID());
    }

    private Optional<Instant> pausedAt(long sync) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select paused_at from delivery_sync where sync = ?")) {
            select.setLong(1, sync);
            var row = select.executeQuery();
            row.next();
            return Optional.ofNullable(row.getObject(1, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
        }
    }

    private static long source() {
        return admin().body(Map.of(
                        "name",
                        "people-" + UUID.randomUUID(),
                        "kind",
                        "file",
                        "format",
                        "csv",
                        "mapping",
                        Map.of("identities", Map.of("email", "email"), "traits", Map.of("tag", "tag"))))
                .post("/api/v1/sources")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private static void load(long source, String csv) {
        var run = admin().contentType("application/octet-stream")
                .body(csv.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/sources/" + source + "/imports?filename=people.csv")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("run");
        assertThat(SyncDesk.ended(run).getString("state")).isEqualTo("completed");
    }

    private long model() throws SQLException {
        try (var connection = database.getConnection();
                var insert =
                        connection.prepareStatement("insert into model (name, kind, definition, created_at, updated_at)"
                                + " values (?, 'prediction', '{}', now(), now()) returning id")) {
            insert.setString(1, "m-" + UUID.randomUUID());
            var row = insert.executeQuery();
            row.next();
            return row.getLong(1);
        }
    }

    private void promote(long model) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(
                        "insert into model_version (model, number, status, cause, body, sha256, provenance, metrics, decision,"
                                + " report, promoted_by, promoted_at, created_at)"
                                + " values (?, 1, 'champion', 'manual', '', sha256(''), '{}', '{}', '{}', '{}', 'ada', now(), now())")) {
            insert.setLong(1, model);
            insert.executeUpdate();
        }
    }
}
