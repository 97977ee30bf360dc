// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;

import io.kohorte.core.sync.People;
import io.kohorte.core.sync.Receiver;
import io.kohorte.core.sync.SyncDesk;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From people in a segment to a verdict about sending to them. */
@QuarkusTest
class ExperimentsTest {

    @Inject
    DataSource database;

    @Inject
    People people;

    @Inject
    Enrolling enrolling;

    @Inject
    Clock clock;

    private final Receiver receiver = new Receiver();
    private final String event = "Bought " + UUID.randomUUID();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void ofTwoSegmentsSaysWhatTheTreatmentBrought() throws SQLException {
        int[] crowd = people.crowd(200);
        long treated = people.segment(Arrays.copyOf(crowd, 100));
        long heldOut = people.segment(Arrays.copyOfRange(crowd, 100, 200));
        Instant start = clock.instant().minus(Duration.ofDays(10));
        buy(start.plus(Duration.ofDays(2)), 5, Arrays.copyOf(crowd, 55));
        buy(start.plus(Duration.ofDays(3)), 5, Arrays.copyOfRange(crowd, 100, 130));
        buy(start.plus(Duration.ofDays(9)), 5, Arrays.copyOfRange(crowd, 100, 200)); // after their seven days

        JsonPath shown = created(
                draft(Map.of("treatedSegment", treated, "heldOutSegment", heldOut, "startedAt", start.toString())));

        assertThat(shown.getString("report.verdict.word")).isEqualTo("raises");
        assertThat(shown.getString("report.verdict.sentence.de")).contains("25,00 Punkte");
        assertThat(shown.getInt("report.treated.measured")).isEqualTo(100);
        assertThat(shown.getInt("report.treated.did")).isEqualTo(55);
        assertThat(shown.getDouble("report.heldOut.mean")).isEqualTo(.3);
        assertThat(shown.getDouble("report.effect.difference.value")).isCloseTo(.25, within(1e-9));
        assertThat(shown.getBoolean("report.sampleRatio.alarm")).isFalse();
        assertThat(shown.getList("report.course")).hasSize(7);
        assertThat(shown.<Object>get("report.reachedOnly")).isNull();
    }

    @Test
    void ofASyncFollowsWhoIsSentAndWhoIsHeldOutAndTellsWhoWasReached() throws SQLException {
        int[] crowd = people.crowd(300);
        long segment = people.segment(crowd);
        var wanted = SyncDesk.draft(SyncDesk.destination(receiver), segment);
        wanted.put("holdout", .3);
        long sync = SyncDesk.create(wanted);
        people.consent(crowd[0], false); // neither sent nor held out
        long experiment = created(draft(Map.of("sync", sync))).getLong("id");
        assertThat(SyncDesk.run(sync).getString("state")).isEqualTo("completed");
        enrolling.everywhere(); // once more: everybody is in it already
        assertThat(shown(experiment).getInt("enrolled.treated")
                        + shown(experiment).getInt("enrolled.heldOut"))
                .isEqualTo(299);

        JsonPath young = shown(experiment);
        int treated = young.getInt("report.treated.people");
        int heldOut = young.getInt("report.heldOut.people");
        assertThat(treated + heldOut).isEqualTo(299);
        assertThat(heldOut).isBetween(60, 120);
        assertThat(young.getInt("report.treated.reached")).isEqualTo(treated);
        assertThat(young.getInt("report.heldOut.reached")).isZero();
        assertThat(young.getInt("report.treated.immature")).isEqualTo(treated);
        assertThat(young.getString("report.verdict.word")).isEqualTo("too-early");

        weekLater(experiment);
        JsonPath old = shown(experiment);
        assertThat(old.getInt("report.treated.measured")).isEqualTo(treated);
        assertThat(old.getInt("report.reachedOnly.people")).isEqualTo(treated);
    }

    /** Buyers leave a segment of people who have not bought: they stay where they were drawn. */
    @Test
    void whoLeavesTheSegmentStaysInTheirGroup() throws SQLException {
        int[] crowd = people.crowd(40);
        long treated = people.segment(Arrays.copyOf(crowd, 20));
        long heldOut = people.segment(Arrays.copyOfRange(crowd, 20, 40));
        long experiment = created(draft(Map.of("treatedSegment", treated, "heldOutSegment", heldOut)))
                .getLong("id");
        people.members(treated, Arrays.copyOf(crowd, 5));
        int late = people.person("late");
        people.members(heldOut, late);

        enrolling.everywhere();

        JsonPath shown = shown(experiment);
        assertThat(shown.getInt("enrolled.treated")).isEqualTo(20);
        assertThat(shown.getInt("enrolled.heldOut")).isEqualTo(21);
        admin().post("/api/v1/experiments/" + experiment + ":end").then().statusCode(200);
        people.members(heldOut, people.person("later"));
        enrolling.everywhere();
        assertThat(shown(experiment).getInt("enrolled.heldOut")).isEqualTo(21);
    }

    @Test
    void whatCannotBeComparedIsRefused() throws SQLException {
        long segment = people.segment(people.crowd(3));
        long sync = SyncDesk.create(SyncDesk.draft(SyncDesk.destination(receiver), segment));
        refused(draft(Map.of("sync", sync)), "SYNC_WITHOUT_HOLDOUT");
        refused(draft(Map.of("sync", 987_654)), "UNKNOWN_SYNC");
        refused(draft(Map.of()), "DIVISION_NEEDED");
        refused(draft(Map.of("treatedSegment", segment, "heldOutSegment", segment)), "GROUPS_OVERLAP");
        refused(draft(Map.of("treatedSegment", segment, "heldOutSegment", 987_654)), "UNKNOWN_SEGMENT");
    }

    @Test
    void isGoneOnceDeleted() throws SQLException {
        int[] crowd = people.crowd(2);
        long experiment = created(draft(
                        Map.of("treatedSegment", people.segment(crowd[0]), "heldOutSegment", people.segment(crowd[1]))))
                .getLong("id");
        admin().delete("/api/v1/experiments/" + experiment).then().statusCode(204);
        admin().get("/api/v1/experiments/" + experiment).then().statusCode(404);
    }

    private Map<String, Object> draft(Map<String, ?> division) {
        Map<String, Object> draft = new HashMap<>(division);
        draft.put("name", "experiment " + UUID.randomUUID());
        draft.put("outcome", Map.of("event", event, "withinDays", 7, "measure", "rate"));
        return draft;
    }

    private static JsonPath created(Map<String, Object> draft) {
        return admin().body(draft)
                .post("/api/v1/experiments")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static void refused(Map<String, Object> draft, String code) {
        admin().body(draft).post("/api/v1/experiments").then().statusCode(422).body("code", equalTo(code));
    }

    private static JsonPath shown(long experiment) {
        return admin().get("/api/v1/experiments/" + experiment)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private void buy(Instant at, double amount, int... profiles) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("insert into event (key, profile, name, at, amount, source)"
                        + " values (gen_random_uuid(), ?, ?, ?, ?, 0)")) {
            for (int profile : profiles) {
                insert.setInt(1, profile);
                insert.setString(2, event);
                insert.setTimestamp(3, java.sql.Timestamp.from(at));
                insert.setDouble(4, amount);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void weekLater(long experiment) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(
                        "update experiment_enrolment set at = at - interval '8 days' where experiment = ?")) {
            update.setLong(1, experiment);
            update.executeUpdate();
        }
    }
}
