// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static io.kohorte.core.platform.Api.admin;
import static io.kohorte.core.sync.SyncDesk.ended;
import static io.kohorte.core.sync.SyncDesk.run;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A source whose latest import failed makes those syncs ask that rest on it, and no others. */
@QuarkusTest
class DoubtsTest {

    @Inject
    People people;

    private final Receiver receiver = new Receiver();
    private final String tag = UUID.randomUUID().toString().substring(0, 8);
    private final String plan = "plan_" + tag;
    private final String bought = "Bought " + tag;
    private final String purpose = "purpose_" + tag;
    private long source;
    private long destination;

    @BeforeEach
    void aSourceThatDelivers() {
        source = admin().body(Map.of(
                        "name",
                        "CRM " + tag,
                        "kind",
                        "file",
                        "format",
                        "csv",
                        "mapping",
                        Map.of(
                                "identities",
                                Map.of("email", "email"),
                                "traits",
                                Map.of(plan, "plan"),
                                "consents",
                                Map.of(purpose, "news"),
                                "event",
                                Map.of("name", bought, "at", "at"))))
                .post("/api/v1/sources")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
        destination = SyncDesk.destination(receiver);
        assertThat(brought(goodFile()).getString("state")).isEqualTo("completed");
    }

    @AfterEach
    void mendTheSource() {
        brought(goodFile());
        receiver.close();
    }

    @Test
    void aSegmentThatAsksForItsTraitStopsAndSaysWhyUntilTheSourceDeliversAgain() {
        var sync = syncOf(rule("{'trait':'%s','op':'equals','value':'gold'}".formatted(plan)));
        assertThat(run(sync).getString("state")).isEqualTo("completed");

        breakTheSource();

        assertThat(stopped(sync))
                .isEqualTo("The latest import of the source 'CRM " + tag + "' failed, and the segment 'rule " + tag
                        + "' asks for the trait '" + plan + "', which it brings.");
        assertThat(brought(goodFile()).getString("state")).isEqualTo("completed");
        assertThat(run(sync).getString("state")).isEqualTo("completed");
    }

    @Test
    void aSegmentThatAsksForItsEventStopsAlsoByWayOfAnother() {
        var base = rule("{'event':'%s','measure':'count','op':'at-least','value':1}".formatted(bought));
        var sync = syncOf(rule("{'segment':%d,'member':true}".formatted(base)));
        breakTheSource();
        assertThat(stopped(sync)).contains("'" + bought + "', which it brings");
    }

    @Test
    void aSyncForWhichItBringsConsentStops() throws SQLException {
        var draft = SyncDesk.draft(destination, people.segment());
        draft.put("purpose", purpose);
        var sync = SyncDesk.create(draft);
        breakTheSource();
        assertThat(stopped(sync)).endsWith("failed, and it brings the consent for " + purpose + ".");
    }

    @Test
    void aSegmentThatAsksAModelStopsSinceModelsLearnFromAll() throws SQLException {
        var sync = syncOf(rule("{'score':%d,'top':0.5}".formatted(people.model())));
        breakTheSource();
        assertThat(stopped(sync)).contains("asks a model");
    }

    @Test
    void whatAsksForOtherThingsAndListsGoOn() throws SQLException {
        var ada = people.person("ada");
        var other = syncOf(rule("{'event':'Something else','measure':'count','op':'at-least','value':1}"));
        var list = SyncDesk.create(SyncDesk.draft(destination, people.segment(ada)));

        breakTheSource();

        assertThat(run(other).getString("state")).isEqualTo("completed");
        assertThat(run(list).getInt("counts.added.accepted")).isEqualTo(1);
    }

    private String stopped(long sync) {
        var run = run(sync);
        assertThat(run.getString("state")).isEqualTo("paused");
        assertThat(run.getString("guard.reason")).isEqualTo("SOURCE_IN_DOUBT");
        return run.getString("guard.sentence");
    }

    private long syncOf(long segment) {
        return SyncDesk.create(SyncDesk.draft(destination, segment));
    }

    private long rule(String definition) {
        var name = definition.contains("segment") ? "nested " + tag : "rule " + tag;
        return admin().body(Map.of(
                        "name",
                        name,
                        "definition",
                        JsonPath.from(definition.replace('\'', '"')).getMap("")))
                .post("/api/v1/segments")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private static String goodFile() {
        return "email,plan,news,at\ncrm@example.com,gold,yes,2026-01-01\n";
    }

    private void breakTheSource() {
        assertThat(brought("mail,tariff\ncrm@example.com,gold\n").getString("state"))
                .isEqualTo("failed");
    }

    private JsonPath brought(String file) {
        var run = given().spec(admin())
                .contentType("application/octet-stream")
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/sources/" + source + "/imports?filename=crm.csv")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath()
                .getLong("run");
        return ended(run);
    }
}
