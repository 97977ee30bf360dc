// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import static io.kohorte.core.platform.Api.admin;
import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.platform.Eventually;
import io.kohorte.core.platform.speech.Phrasebook;
import io.kohorte.core.sync.People;
import io.kohorte.core.sync.Receiver;
import io.kohorte.core.sync.SyncDesk;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the system knows, as something to tell people. */
@QuarkusTest
class WatchTest {

    @Inject
    DataSource database;

    @Inject
    SyncWatch syncs;

    @Inject
    RunWatch runs;

    @Inject
    ModelWatch models;

    @Inject
    ScheduleWatch schedules;

    @Inject
    VersionWatch versions;

    @Inject
    Phrasebook phrasebook;

    @Inject
    Clock clock;

    @Inject
    People people;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void credentialsThatAreRefusedAreOneThingHoweverManySyncsTheyStop() throws SQLException {
        receiver.answers(401, "{}");
        var destination = SyncDesk.destination(receiver);
        for (var name : List.of("ada", "bob")) {
            var sync = SyncDesk.create(SyncDesk.draft(destination, people.segment(people.person(name))));
            admin().post("/api/v1/syncs/" + sync + ":resume").then().statusCode(200);
            assertThat(SyncDesk.run(sync).getString("state")).isEqualTo("paused");
        }

        var found = about(syncs, Subject.Kind.DESTINATION, destination);

        assertThat(found.stream().map(Finding::key).distinct()).hasSize(1);
        assertThat(found.get(0).kind()).isEqualTo(AlertKind.CREDENTIALS_REJECTED);
        assertThat(found.get(0).reason()).contains("The destination refuses the credentials.");
        assertThat(found.get(0).link()).isEqualTo("/destinations/" + destination);
        assertThat(syncs.look(clock.instant()))
                .noneMatch(finding -> finding.kind() == AlertKind.SYNC_STOPPED
                        && finding.link().equals("/syncs/" + destination));
    }

    @Test
    void aGuardThatStopsARunAsksAPersonAndOneWhoPausesASyncKnows() throws SQLException {
        var crowd = people.crowd(12);
        var segment = people.segment(crowd);
        var draft = SyncDesk.draft(SyncDesk.destination(receiver), segment);
        draft.put("guard", Map.of("removalShare", 0.2, "removalRows", 1));
        var sync = SyncDesk.create(draft);
        SyncDesk.run(sync);
        people.members(segment, crowd[0]);
        var run = SyncDesk.run(sync).getLong("id");

        var found = about(syncs, Subject.Kind.SYNC, sync);
        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(AlertKind.SYNC_STOPPED);
            assertThat(finding.reason()).contains("This run would remove more members than the sync allows.");
            assertThat(finding.link()).isEqualTo("/runs/" + run);
        });

        admin().body(Map.of("confirmRemovals", true))
                .post("/api/v1/syncs/" + sync + ":run")
                .then()
                .statusCode(202);
        SyncDesk.finished(run);
        assertThat(about(syncs, Subject.Kind.SYNC, sync)).isEmpty();
        admin().post("/api/v1/syncs/" + sync + ":pause").then().statusCode(200);
        assertThat(about(syncs, Subject.Kind.SYNC, sync)).isEmpty();
    }

    @Test
    void rowsThatAreRefusedAreToldAboveTheirShare() throws SQLException {
        receiver.answers(400, "{}");
        var sync = SyncDesk.create(SyncDesk.draft(SyncDesk.destination(receiver), people.segment(people.crowd(12))));
        var run = SyncDesk.run(sync);
        assertThat(run.getInt("counts.added.rejected")).isEqualTo(12);

        assertThat(about(syncs, Subject.Kind.SYNC, sync)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(AlertKind.ROWS_REJECTED);
            assertThat(finding.reason()).contains("12 of 12 rows of its run were refused.");
        });

        receiver.takesEverything();
        admin().body(Map.of())
                .post("/api/v1/syncs/" + sync + "/rejected:retry")
                .then()
                .statusCode(202);
        SyncDesk.finished(SyncDesk.nthRun(sync, 2));
        assertThat(about(syncs, Subject.Kind.SYNC, sync)).isEmpty();
    }

    @Test
    void whatAReachableDestinationHasWaitedForIsBehind() throws SQLException {
        receiver.answers(429, "{}");
        var sync =
                SyncDesk.create(SyncDesk.draft(SyncDesk.destination(receiver), people.segment(people.person("ada"))));
        admin().body(Map.of()).post("/api/v1/syncs/" + sync + ":run").then().statusCode(202);
        var limit = new Limits().behindAfter();

        assertThat(about(syncs, clock.instant().plus(limit).minusSeconds(60), Subject.Kind.SYNC, sync))
                .isEmpty();
        assertThat(about(syncs, clock.instant().plus(limit), Subject.Kind.SYNC, sync))
                .extracting(Finding::kind)
                .containsExactly(AlertKind.SYNC_BEHIND);
        admin().delete("/api/v1/syncs/" + sync);
    }

    @Test
    void aDestinationThatCannotBeReachedIsToldAndNotItsSyncs() throws SQLException {
        receiver.answers(503, "{}");
        var destination = SyncDesk.destination(receiver);
        var sync = SyncDesk.create(SyncDesk.draft(destination, people.segment(people.person("ada"))));
        admin().body(Map.of()).post("/api/v1/syncs/" + sync + ":run").then().statusCode(202);

        Eventually.holds(
                () -> !about(syncs, Subject.Kind.DESTINATION, destination).isEmpty());
        assertThat(about(syncs, Subject.Kind.DESTINATION, destination))
                .extracting(Finding::kind)
                .containsOnly(AlertKind.DESTINATION_UNREACHABLE);
        assertThat(about(syncs, Subject.Kind.SYNC, sync))
                .as("one cause is told once")
                .isEmpty();
        admin().delete("/api/v1/syncs/" + sync);
    }

    @Test
    void anImportThatFailsOrLeavesOutManyRowsIsToldUntilALaterOneIsGood() throws SQLException {
        var source = number("insert into source (name, kind, format, mapping, created_at) values ('shop "
                + UUID.randomUUID() + "', 'file', 'csv', '{}', now()) returning id");
        ended("import", source, "failed", null);
        assertThat(about(runs, Subject.Kind.SOURCE, source))
                .extracting(Finding::kind)
                .containsExactly(AlertKind.IMPORT_FAILED);
        ended("import", source, "completed-with-errors", "{\"rowsIn\": 1000, \"invalid\": 101}");
        assertThat(about(runs, Subject.Kind.SOURCE, source)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(AlertKind.IMPORT_INVALID);
            assertThat(finding.reason()).contains("101 of 1,000 rows were left out as invalid.");
        });
        ended("import", source, "completed-with-errors", "{\"rowsIn\": 1000, \"invalid\": 100}");
        assertThat(about(runs, Subject.Kind.SOURCE, source)).isEmpty();
        ended("import", source, "cancelled", null);
        assertThat(about(runs, Subject.Kind.SOURCE, source)).isEmpty();
    }

    @Test
    void aTrainingThatFailsIsToldUntilALaterOneComesToItsEnd() throws SQLException {
        var model = admin().body(Map.of("name", "groups " + UUID.randomUUID(), "kind", "clustering"))
                .post("/api/v1/models")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
        ended("training", model, "failed", null);
        assertThat(about(runs, Subject.Kind.MODEL, model)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(AlertKind.TRAINING_FAILED);
            assertThat(finding.link()).isEqualTo("/models/" + model);
        });
        ended("training", model, "completed", null);
        assertThat(about(runs, Subject.Kind.MODEL, model)).isEmpty();
    }

    @Test
    void aModelThatDriftsIsToldUntilALookFindsItSteadyOrAnotherVersionSpeaks() throws SQLException {
        var model = number("insert into model (name, kind, definition, champion, created_at, updated_at)"
                + " values ('Churn', 'prediction', '{}', 1, now(), now()) returning id");
        found(model, 1, 1, 3, "'trait:income'", true);
        assertThat(about(models, Subject.Kind.MODEL, model))
                .extracting(Finding::kind)
                .containsExactly(AlertKind.MODEL_DRIFTING, AlertKind.MODEL_WORSE);
        assertThat(about(models, Subject.Kind.MODEL, model).get(0)).satisfies(finding -> {
            assertThat(finding.reason()).contains("The feature 'trait:income' moved most. In all 3 things moved.");
            assertThat(finding.link()).isEqualTo("/models/" + model + "/watch");
        });
        found(model, 2, 1, 0, "null", false);
        assertThat(about(models, Subject.Kind.MODEL, model)).isEmpty();
        found(model, 3, 1, 1, "'scores'", false);
        assertThat(about(models, Subject.Kind.MODEL, model))
                .singleElement()
                .satisfies(finding -> assertThat(finding.reason()).contains("The scores moved most."));
        var unused = number("update model set champion = 2 where id = " + model + " returning id");
        assertThat(about(models, Subject.Kind.MODEL, model)).isEmpty();
    }

    @Test
    void aModelThatCannotScoreIsToldUntilItScoresOrAnotherVersionSpeaks() throws SQLException {
        var model = number("insert into model (name, kind, definition, champion, created_at, updated_at)"
                + " values ('Value', 'value', '{}', 2, now(), now()) returning id");
        var unused = number("insert into model_silence (model, version, since, code) values (" + model
                + ", 2, now(), 'MODEL_DAMAGED') returning version");
        assertThat(about(models, Subject.Kind.MODEL, model)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(AlertKind.MODEL_SILENT);
            assertThat(finding.reason()).contains("The stored version is no longer what was stored.");
            assertThat(finding.link()).isEqualTo("/models/" + model);
            assertThat(phrasebook.german(finding.sentence())).isPresent();
            assertThat(phrasebook.german(finding.nextStep())).isPresent();
        });
        unused = number("update model_silence set code = 'UNEXPECTED' where model = " + model + " returning version");
        assertThat(about(models, Subject.Kind.MODEL, model))
                .singleElement()
                .satisfies(finding -> assertThat(finding.reason()).contains("The reason is in the log."));
        unused = number("update model set champion = 1 where id = " + model + " returning id");
        assertThat(about(models, Subject.Kind.MODEL, model)).isEmpty();
    }

    private void found(long model, int number, int version, int drifting, String worst, boolean worse)
            throws SQLException {
        var unused = number("insert into model_look (model, number, version, look, at, drifting, worst, worse, result)"
                + " values (" + model + ", " + number + ", " + version + ", " + number + ", now(), " + drifting + ", "
                + worst + ", " + worse + ", '{}') returning number");
    }

    @Test
    void aVersionThatItsVendorEndsIsToldSixtyDaysBeforeAndOnItsDayUntilAnotherIsChosen() throws SQLException {
        var settings = new HashMap<>(Map.of("portalId", "145", "apiVersion", "2025-09", "accessToken", "pat-1"));
        var destination = SyncDesk.destination("hubspot", settings);
        var day = Instant.parse("2027-03-31T00:00:00Z");
        assertThat(version(day, destination)).as("nothing is delivered there").isEmpty();
        SyncDesk.create(SyncDesk.draft(destination, people.segment(people.person("ada"))));

        assertThat(version(day.minus(Duration.ofDays(61)), destination)).isEmpty();
        assertThat(version(day.minus(Duration.ofDays(60)), destination))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(AlertKind.VERSION_ENDING);
                    assertThat(finding.sentence()).endsWith("uses version 2025-09, which ends on 2027-03-31.");
                    assertThat(finding.nextStep()).startsWith("Choose 2026-09 in its settings");
                    assertThat(finding.link()).isEqualTo("/destinations/" + destination);
                    assertThat(phrasebook.german(finding.sentence())).hasValueSatisfying(german -> assertThat(german)
                            .endsWith("benutzt Version 2025-09, die am 2027-03-31 endet."));
                });
        assertThat(version(day.minusSeconds(1), destination))
                .extracting(Finding::kind)
                .containsExactly(AlertKind.VERSION_ENDING);
        assertThat(version(day, destination)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(AlertKind.VERSION_ENDED);
            assertThat(finding.sentence()).endsWith("uses version 2025-09, which ended on 2027-03-31.");
        });

        settings.put("apiVersion", "2026-09");
        admin().body(Map.of("name", "HubSpot " + UUID.randomUUID(), "connector", "hubspot", "settings", settings))
                .put("/api/v1/destinations/" + destination)
                .then()
                .statusCode(200);
        assertThat(version(day, destination)).isEmpty();
    }

    private List<Finding> version(Instant now, long destination) throws SQLException {
        return about(versions, now, Subject.Kind.DESTINATION, destination);
    }

    @Test
    void aScheduleThatDoesNotFireIsMissed() throws SQLException {
        var draft = SyncDesk.draft(SyncDesk.destination(receiver), people.segment(people.person("ada")));
        draft.put("trigger", "schedule");
        draft.put("schedule", Map.of("cron", "0 6 * * *", "zone", "UTC"));
        var sync = SyncDesk.create(draft);
        assertThat(about(schedules, Subject.Kind.SYNC, sync)).isEmpty();

        var next = number("select next_fire_time from qrtz_triggers where trigger_group = 'sync' and trigger_name = '"
                + sync + "'");
        var due = Instant.ofEpochMilli(next);
        assertThat(missed(due.plus(Duration.ofMinutes(9)), sync)).isEmpty();
        assertThat(missed(due.plus(Duration.ofMinutes(11)), sync))
                .extracting(Finding::kind)
                .containsExactly(AlertKind.SCHEDULE_MISSED);
    }

    @Test
    void aDiskIsNearlyFullByItsSize() {
        var gib = 1L << 30;
        assertThat(DiskWatch.isNearlyFull(4 * gib, 1000 * gib)).isTrue();
        assertThat(DiskWatch.isNearlyFull(6 * gib, 1000 * gib)).isFalse();
        assertThat(DiskWatch.isNearlyFull(3 * gib, 20 * gib)).isFalse();
        assertThat(DiskWatch.isNearlyFull(gib, 20 * gib)).isTrue();
    }

    private List<Finding> missed(Instant now, long sync) throws SQLException {
        return schedules.look(now).stream()
                .filter(finding -> finding.subject().id() == sync)
                .toList();
    }

    private List<Finding> about(Watch watch, Subject.Kind kind, long id) throws SQLException {
        return about(watch, clock.instant(), kind, id);
    }

    private static List<Finding> about(Watch watch, Instant now, Subject.Kind kind, long id) throws SQLException {
        return watch.look(now).stream()
                .filter(finding ->
                        finding.subject().kind() == kind && finding.subject().id() == id)
                .toList();
    }

    private void ended(String kind, long subject, String state, String result) throws SQLException {
        var unused = number("insert into run (kind, subject, state, result, created_at, finished_at) values ('" + kind
                + "', " + subject + ", '" + state + "', " + (result == null ? "null" : "'" + result + "'")
                + ", now(), now()) returning id");
    }

    private long number(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
