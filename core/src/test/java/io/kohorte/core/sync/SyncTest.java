// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static io.kohorte.core.sync.SyncDesk.ended;
import static io.kohorte.core.sync.SyncDesk.finished;
import static io.kohorte.core.sync.SyncDesk.firstRun;
import static io.kohorte.core.sync.SyncDesk.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.kohorte.core.segment.SegmentStore;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.CronTrigger;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.Trigger;

@QuarkusTest
class SyncTest {

    @Inject
    DataSource database;

    @Inject
    SegmentStore segments;

    @Inject
    Scheduler quartz;

    private final Receiver receiver = new Receiver();
    private People people;
    private String tag;

    @BeforeEach
    void makePeople() {
        people = new People(database, segments);
        tag = UUID.randomUUID().toString().substring(0, 8);
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void onlyTheDifferenceIsDelivered() throws SQLException {
        var ada = person("ada", "{\"city\":\"Ulm\"}");
        var bob = person("bob", "{\"city\":\"Bonn\"}");
        var cem = person("cem", "{}");
        var segment = people.segment(ada, bob, cem);
        var sync = SyncDesk.create(draft(segment));

        var first = run(sync);
        assertThat(first.getString("state")).isEqualTo("completed");
        assertThat(first.getInt("counts.added.accepted")).isEqualTo(3);
        assertThat(receiver.audience()).containsOnlyKeys(mail("ada"), mail("bob"), mail("cem"));
        assertThat(receiver.audience().get(mail("ada")).path("Town").asText()).isEqualTo("Ulm");
        assertThat(receiver.audience().get(mail("cem")).has("Town")).isFalse();

        var idle = receiver.deliveries().size();
        run(sync);
        assertThat(receiver.deliveries()).hasSize(idle);

        people.trait(bob, "{\"city\":\"Trier\"}");
        var changed = run(sync);
        assertThat(changed.getInt("counts.changed.accepted")).isEqualTo(1);
        assertThat(changed.getInt("counts.added.accepted")).isZero();
        assertThat(receiver.audience().get(mail("bob")).path("Town").asText()).isEqualTo("Trier");

        people.members(segment, ada, bob);
        var left = run(sync);
        assertThat(left.getInt("counts.removed.accepted")).isEqualTo(1);
        assertThat(receiver.audience()).containsOnlyKeys(mail("ada"), mail("bob"));
    }

    @Test
    void whoRefusedIsSuppressedOrHasNoIdentifierIsHeldBackAndCounted() throws SQLException {
        var ada = person("ada", "{}");
        var refused = person("refused", "{}");
        people.consent(refused, false);
        var complained = person("complained", "{}");
        people.suppress(mail("complained"));
        var nameless = people.stranger("{}");
        people.consent(nameless, true);
        var sync = SyncDesk.create(draft(people.segment(ada, refused, complained, nameless)));

        admin().post("/api/v1/syncs/" + sync + ":dry-run")
                .then()
                .statusCode(200)
                .body("added", equalTo(1))
                .body("skipped", equalTo(3));
        assertThat(run(sync).getInt("counts.skipped")).isEqualTo(3);
        assertThat(receiver.audience()).containsOnlyKeys(mail("ada"));
    }

    @Test
    void whoWithdrawsConsentIsRemoved() throws SQLException {
        var ada = person("ada", "{}");
        var bob = person("bob", "{}");
        var sync = SyncDesk.create(draft(people.segment(ada, bob)));
        run(sync);

        people.consent(bob, false);

        assertThat(run(sync).getInt("counts.removed.accepted")).isEqualTo(1);
        assertThat(receiver.audience()).containsOnlyKeys(mail("ada"));
    }

    @Test
    void aDryRunShowsTheExactRequestsWithSecretsMaskedAndSendsNothing() throws SQLException {
        var sync = SyncDesk.create(draft(people.segment(person("ada", "{\"city\":\"Ulm\"}"))));

        admin().post("/api/v1/syncs/" + sync + ":dry-run")
                .then()
                .statusCode(200)
                .body("added", equalTo(1))
                .body("calls", equalTo(1))
                .body("sample[0].fields.Town", equalTo("Ulm"))
                .body("sample[0].change", equalTo("add"))
                .body("requests[0].method", equalTo("POST"))
                .body("requests[0].body", containsString(mail("ada")))
                .body("requests[0].rows", equalTo(List.of(0)))
                .body(not(containsString(Receiver.SECRET)));

        assertThat(receiver.deliveries()).isEmpty();
    }

    @Test
    void aTestRowIsSentOnceAndCountsAsDelivered() throws SQLException {
        var ada = person("ada", "{}");
        var sync = SyncDesk.create(draft(people.segment(ada, person("bob", "{}"))));

        admin().body(Map.of("profile", ada))
                .post("/api/v1/syncs/" + sync + ":test-row")
                .then()
                .statusCode(200)
                .body("result", equalTo("acknowledged"))
                .body("run", notNullValue());

        assertThat(receiver.audience()).containsOnlyKeys(mail("ada"));
        assertThat(run(sync).getInt("counts.added.accepted")).isEqualTo(1);
    }

    @Test
    void aRefusedRowIsExplainedAndCanBeRetried() throws SQLException {
        var ada = person("ada", "{}");
        var bob = person("bob", "{}");
        receiver.answers(
                200,
                "{\"results\":[{\"index\":1,\"status\":\"rejected\",\"code\":\"FIELD_INVALID\",\"message\":\"Too long.\"}]}");
        var sync = SyncDesk.create(draft(people.segment(ada, bob)));

        var run = run(sync);

        assertThat(run.getString("state")).isEqualTo("completed-with-errors");
        assertThat(run.getInt("counts.added.accepted")).isEqualTo(1);
        assertThat(run.getInt("counts.added.rejected")).isEqualTo(1);
        admin().get("/api/v1/syncs/" + sync + "/rejected")
                .then()
                .statusCode(200)
                .body("groups[0].code", equalTo("FIELD_INVALID"))
                .body("groups[0].count", equalTo(1))
                .body("groups[0].nextStep", notNullValue())
                .body("groups[0].sample[0].identifiers.email", equalTo(mail("bob")))
                .body("items[0].profile", equalTo(bob));
        admin().header("Accept-Language", "de")
                .get("/api/v1/syncs/" + sync + "/rejected")
                .then()
                .body("groups[0].nextStep", containsString("e"));

        receiver.takesEverything();
        var retry = admin().body(Map.of("code", "FIELD_INVALID"))
                .post("/api/v1/syncs/" + sync + "/rejected:retry")
                .then()
                .statusCode(202)
                .body("rows", equalTo(1))
                .extract()
                .jsonPath()
                .getLong("run");
        assertThat(ended(retry).getString("state")).isEqualTo("completed");
        admin().get("/api/v1/syncs/" + sync + "/rejected").then().body("items.size()", equalTo(0));
    }

    @Test
    void theGuardStopsALargeRemovalUntilAPersonAgrees() throws SQLException {
        var numbers = new ArrayList<Integer>();
        for (var i = 0; i < 10; i++) {
            numbers.add(person("p" + i, "{}"));
        }
        var segment =
                people.segment(numbers.stream().mapToInt(Integer::intValue).toArray());
        var draft = draft(segment);
        draft.put("guard", Map.of("removalShare", 0.2, "removalRows", 1));
        var sync = SyncDesk.create(draft);
        run(sync);

        people.members(segment, numbers.get(0));
        var stopped = run(sync);

        assertThat(stopped.getString("state")).isEqualTo("paused");
        assertThat(stopped.getInt("guard.removals")).isEqualTo(9);
        assertThat(stopped.getString("guard.sentence")).isNotBlank();
        assertThat(receiver.audience()).hasSize(10);

        var agreed = admin().body(Map.of("confirmRemovals", true))
                .post("/api/v1/syncs/" + sync + ":run")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("run");
        assertThat(ended(agreed).getString("state")).isEqualTo("completed");
        assertThat(receiver.audience()).hasSize(1);
    }

    @Test
    void aPausedSyncWaitsUntilItIsResumed() throws SQLException {
        var sync = SyncDesk.create(draft(people.segment(person("ada", "{}"))));
        admin().post("/api/v1/syncs/" + sync + ":pause")
                .then()
                .statusCode(200)
                .body("state", equalTo("paused"))
                .body("pausedBecause.code", equalTo("PAUSED_BY_HAND"));
        var run = admin().post("/api/v1/syncs/" + sync + ":run")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("run");
        assertThat(receiver.deliveries()).isEmpty();

        admin().post("/api/v1/syncs/" + sync + ":resume").then().statusCode(200).body("state", equalTo("active"));

        assertThat(finished(run).getString("state")).isEqualTo("completed");
        assertThat(receiver.audience()).hasSize(1);
    }

    @Test
    void aSyncThatFollowsItsSegmentDeliversWithoutBeingAsked() throws SQLException {
        var ada = person("ada", "{}");
        var segment = people.segment();
        var draft = draft(segment);
        draft.put("trigger", "segment");
        var sync = SyncDesk.create(draft);

        people.members(segment, ada);

        var run = firstRun(sync);
        assertThat(finished(run).getString("state")).isEqualTo("completed");
        assertThat(receiver.audience()).containsOnlyKeys(mail("ada"));
    }

    @Test
    void aHoldoutIsNeverSentAndStaysTheSame() throws SQLException {
        var numbers = new ArrayList<Integer>();
        for (var i = 0; i < 60; i++) {
            numbers.add(person("h" + i, "{}"));
        }
        var draft = draft(
                people.segment(numbers.stream().mapToInt(Integer::intValue).toArray()));
        draft.put("holdout", 0.5);
        var sync = SyncDesk.create(draft);

        var run = run(sync);

        var sent = receiver.audience().size();
        assertThat(sent).isBetween(10, 50);
        assertThat(run.getInt("counts.skipped")).isEqualTo(60 - sent);
        var before = receiver.deliveries().size();
        run(sync);
        assertThat(receiver.deliveries()).hasSize(before);
    }

    @Test
    void everyFieldThatIsWrongIsPointedAt() throws SQLException {
        var draft = draft(people.segment());
        draft.put("segments", List.of(999_999));
        draft.put("mode", "teleport");
        draft.put("holdout", 2);
        draft.put("schedule", Map.of("cron", "at noon", "zone", "Mars/Olympus"));
        draft.put("trigger", "schedule");
        draft.put("mapping", Map.of("fields", List.of(Map.of("to", "", "from", "city"), Map.of("to", "x"))));
        draft.put("audience", Map.of("colour", "red"));
        admin().body(draft)
                .post("/api/v1/syncs")
                .then()
                .statusCode(422)
                .body(
                        "errors.pointer",
                        hasItems(
                                "/segments/0",
                                "/mode",
                                "/holdout",
                                "/schedule/cron",
                                "/schedule/zone",
                                "/mapping/fields/0/to",
                                "/mapping/fields/1/from",
                                "/audience/colour"));
    }

    @Test
    void aScoreOfAModelThatDoesNotExistIsPointedAt() throws SQLException {
        var draft = draft(people.segment());
        draft.put("mapping", Map.of("fields", List.of(Map.of("to", "churn", "from", "score:424242"))));
        admin().body(draft)
                .post("/api/v1/syncs")
                .then()
                .statusCode(422)
                .body("pointer", equalTo("/mapping/fields/0/from"));
    }

    @Test
    void aScheduleIsKeptInTheDatabaseAndGoesWithItsSync() throws Exception {
        var draft = draft(people.segment());
        draft.put("schedule", Map.of("cron", "0 6 * * 1-5", "zone", "Europe/Berlin"));
        draft.put("trigger", "schedule");
        var sync = SyncDesk.create(draft);
        var key = new JobKey(Long.toString(sync), "sync");
        assertThat(quartz.checkExists(key)).isTrue();
        assertThat(quartz.getMetaData().isJobStoreClustered()).isTrue();
        assertThat(quartz.getTriggersOfJob(key))
                .extracting(Trigger::getMisfireInstruction)
                .containsExactly(CronTrigger.MISFIRE_INSTRUCTION_FIRE_ONCE_NOW);
        admin().get("/api/v1/syncs/" + sync).then().body("schedule.cron", equalTo("0 6 * * 1-5"));

        admin().delete("/api/v1/syncs/" + sync).then().statusCode(204);

        assertThat(quartz.checkExists(key)).isFalse();
        admin().get("/api/v1/syncs/" + sync).then().statusCode(404);
    }

    @Test
    void theAudiencesOfADestinationAreItsSyncs() throws SQLException {
        var draft = draft(people.segment(person("ada", "{}")));
        var sync = SyncDesk.create(draft);
        run(sync);
        admin().get("/api/v1/destinations/" + draft.get("destination") + "/audiences")
                .then()
                .statusCode(200)
                .body("items[0].sync", equalTo((int) sync))
                .body("items[0].size", equalTo(1));
        admin().delete("/api/v1/destinations/" + draft.get("destination"))
                .then()
                .statusCode(409);
    }

    @Test
    void aRunIsWatchedLiveUntilItEnds() throws SQLException {
        var sync = SyncDesk.create(draft(people.segment(person("ada", "{}"))));
        var run = admin().post("/api/v1/syncs/" + sync + ":run")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("run");

        var events = admin().get("/api/v1/runs/" + run + "/events")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(events).contains("event:run").contains("\"state\":\"completed\"");
        admin().get("/api/v1/runs?sync=" + sync).then().body("items[0].id", equalTo((int) run));
        admin().get("/api/v1/syncs/" + sync).then().body("lastRun.state", equalTo("completed"));
    }

    private int person(String name, String traits) throws SQLException {
        return people.person(mail(name), traits);
    }

    private String mail(String name) {
        return name + "-" + tag + "@example.com";
    }

    private Map<String, Object> draft(long segment) {
        return SyncDesk.draft(SyncDesk.destination(receiver), segment);
    }
}
