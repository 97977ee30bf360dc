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
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.kohorte.core.platform.Eventually;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.SyncId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SyncTest {

    @Inject
    People people;

    @Inject
    DeliveryEngine engine;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void onlyTheDifferenceIsDelivered() throws SQLException {
        var ada = people.person("ada", "{\"city\":\"Ulm\"}");
        var bob = people.person("bob", "{\"city\":\"Bonn\"}");
        var cem = people.person("cem");
        var segment = people.segment(ada, bob, cem);
        var sync = SyncDesk.create(draft(segment));

        var first = run(sync);
        assertThat(first.getString("state")).isEqualTo("completed");
        assertThat(first.getInt("counts.added.accepted")).isEqualTo(3);
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"), people.mail("bob"), people.mail("cem"));
        assertThat(receiver.audience().get(people.mail("ada")).path("Town").asText())
                .isEqualTo("Ulm");
        assertThat(receiver.audience().get(people.mail("cem")).has("Town")).isFalse();

        var idle = receiver.deliveries().size();
        run(sync);
        assertThat(receiver.deliveries()).hasSize(idle);

        people.trait(bob, "{\"city\":\"Trier\"}");
        var changed = run(sync);
        assertThat(changed.getInt("counts.changed.accepted")).isEqualTo(1);
        assertThat(changed.getInt("counts.added.accepted")).isZero();
        assertThat(receiver.audience().get(people.mail("bob")).path("Town").asText())
                .isEqualTo("Trier");

        people.members(segment, ada, bob);
        var left = run(sync);
        assertThat(left.getInt("counts.removed.accepted")).isEqualTo(1);
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"), people.mail("bob"));
    }

    @Test
    void aDryRunShowsTheExactRequestsWithSecretsMaskedAndSendsNothing() throws SQLException {
        var sync = SyncDesk.create(draft(people.segment(people.person("ada", "{\"city\":\"Ulm\"}"))));

        admin().post("/api/v1/syncs/" + sync + ":dry-run")
                .then()
                .statusCode(200)
                .body("added", equalTo(1))
                .body("calls", equalTo(1))
                .body("sample[0].fields.Town", equalTo("Ulm"))
                .body("sample[0].change", equalTo("add"))
                .body("requests[0].method", equalTo("POST"))
                .body("requests[0].body", containsString(people.mail("ada")))
                .body("requests[0].rows", equalTo(List.of(0)))
                .body(not(containsString(Receiver.SECRET)));

        assertThat(receiver.deliveries()).isEmpty();
    }

    @Test
    void aTestRowIsSentOnceAndCountsAsDelivered() throws SQLException {
        var ada = people.person("ada");
        var sync = SyncDesk.create(draft(people.segment(ada, people.person("bob"))));

        admin().body(Map.of("profile", ada))
                .post("/api/v1/syncs/" + sync + ":test-row")
                .then()
                .statusCode(200)
                .body("result", equalTo("acknowledged"))
                .body("run", notNullValue());

        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"));
        assertThat(run(sync).getInt("counts.added.accepted")).isEqualTo(1);
    }

    @Test
    void aRefusedRowIsExplainedAndCanBeRetried() throws SQLException {
        var ada = people.person("ada");
        var bob = people.person("bob");
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
                .body("groups[0].sample[0].identifiers.email", equalTo(people.mail("bob")))
                .body("items[0].profile", equalTo(bob));
        admin().header("Accept-Language", "de")
                .get("/api/v1/syncs/" + sync + "/rejected")
                .then()
                .body("groups[0].nextStep", startsWith("Wert oder Zuordnung des genannten Feldes berichtigen"));

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
        var ten = people.crowd(10);
        var segment = people.segment(ten);
        var draft = draft(segment);
        draft.put("guard", Map.of("removalShare", 0.2, "removalRows", 1));
        var sync = SyncDesk.create(draft);
        run(sync);

        people.members(segment, ten[0]);
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
        var sync = SyncDesk.create(draft(people.segment(people.person("ada"))));
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
        var ada = people.person("ada");
        var segment = people.segment();
        var draft = draft(segment);
        draft.put("trigger", "segment");
        var sync = SyncDesk.create(draft);

        people.members(segment, ada);

        Eventually.holds(() -> receiver.audience().keySet().equals(Set.of(people.mail("ada"))));
        assertThat(finished(firstRun(sync)).getString("state")).isEqualTo("completed");
    }

    @Test
    void theAudiencesOfADestinationAreItsSyncs() throws SQLException {
        var draft = draft(people.segment(people.person("ada")));
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
        var sync = SyncDesk.create(draft(people.segment(people.person("ada"))));
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

    @Test
    void aResyncSendsEverybodyAgain() throws SQLException {
        var sync = SyncDesk.create(draft(people.segment(people.person("ada"), people.person("bob"))));
        run(sync);
        receiver.forgetDeliveries();

        var again = admin().post("/api/v1/syncs/" + sync + ":resync")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("run");

        assertThat(ended(again).getString("state")).isEqualTo("completed");
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("ada"), people.mail("bob"));
    }

    @Test
    void onlyTheNamedRowsAreRetried() throws SQLException {
        var ada = people.person("ada");
        var bob = people.person("bob");
        receiver.answers(
                200,
                "{\"results\":[{\"index\":0,\"status\":\"rejected\",\"code\":\"FIELD_INVALID\",\"message\":\"Too long.\"},"
                        + "{\"index\":1,\"status\":\"rejected\",\"code\":\"FIELD_INVALID\",\"message\":\"Too long.\"}]}");
        var sync = SyncDesk.create(draft(people.segment(ada, bob)));
        run(sync);
        receiver.takesEverything();
        receiver.forgetDeliveries();

        var retry = admin().body(Map.of("profiles", List.of(bob)))
                .post("/api/v1/syncs/" + sync + "/rejected:retry")
                .then()
                .statusCode(202)
                .body("rows", equalTo(1))
                .extract()
                .jsonPath()
                .getLong("run");

        ended(retry);
        assertThat(receiver.audience()).containsOnlyKeys(people.mail("bob"));
    }

    @Test
    void whatWasKnownOfADeletedSyncIsForgotten() throws SQLException {
        var sync = SyncDesk.create(draft(people.segment(people.person("ada"))));
        run(sync);

        admin().delete("/api/v1/syncs/" + sync).then().statusCode(204);

        assertThat(engine.status(new SyncId(sync))).isEmpty();
    }

    @Test
    void aSyncThatFollowsItsSegmentAsksBeforeALargeRemoval() throws SQLException {
        var ten = people.crowd(10);
        var segment = people.segment(ten);
        var draft = draft(segment);
        draft.put("guard", Map.of("removalShare", 0.2, "removalRows", 1));
        draft.put("trigger", "segment");
        var sync = SyncDesk.create(draft);
        run(sync);

        people.members(segment, ten[0]);

        Eventually.holds(() -> "REMOVALS_EXCEED_LIMIT"
                .equals(admin().get("/api/v1/syncs/" + sync).path("pausedBecause.code")));
        assertThat(receiver.audience()).hasSize(10);
    }

    private Map<String, Object> draft(long segment) {
        return SyncDesk.draft(SyncDesk.destination(receiver), segment);
    }
}
