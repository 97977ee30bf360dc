// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import static io.kohorte.core.platform.Api.PASSWORD;
import static io.kohorte.core.platform.Api.admin;
import static io.kohorte.core.platform.Api.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.sync.Receiver;
import io.kohorte.core.sync.SyncDesk;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DestinationTest {

    @Inject
    DataSource database;

    @Inject
    Destinations destinations;

    @Inject
    DestinationSettings settings;

    @Inject
    Accounts accounts;

    @Test
    void aSecretGoesInAndNeverComesOut() throws SQLException {
        var id = create("first secret");

        admin().get("/api/v1/destinations/" + id)
                .then()
                .statusCode(200)
                .body("settings.clientSecret", equalTo("***"))
                .body("settings.clientId", equalTo("abc"))
                .body("state", equalTo("ready"));
        admin().get("/api/v1/destinations?limit=500").then().body(not(containsString("first secret")));
        assertThat(row(id)).doesNotContain("first secret");
    }

    @Test
    void aMaskedSecretStaysWhenTheRestIsChanged() {
        var id = create("stays as it is");
        var draft = draft("***");
        draft.put("settings", Map.of("instanceUrl", "https://other.example", "clientId", "new", "clientSecret", "***"));

        admin().body(draft)
                .put("/api/v1/destinations/" + id)
                .then()
                .statusCode(200)
                .body("settings.clientId", equalTo("new"));

        assertThat(settings.complete(destinations.findById(id))
                        .path("clientSecret")
                        .asText())
                .isEqualTo("stays as it is");
    }

    /** The name is looked for before it is written, so two may both find it free. */
    @Test
    void ofSeveralWhoTakeANameAtOnceOneGetsItAndTheOthersHearSo() throws Exception {
        var crowd = Executors.newFixedThreadPool(8);
        try {
            for (var round = 0; round < 10; round++) {
                var draft = draft("whatever");
                var together = Collections.<Callable<Integer>>nCopies(
                        8,
                        () -> admin().body(draft).post("/api/v1/destinations").statusCode());
                var answers = new ArrayList<Integer>();
                for (var answer : crowd.invokeAll(together)) {
                    answers.add(answer.get());
                }
                assertThat(answers).containsOnlyOnce(201).isSubsetOf(201, 409, 422);
            }
        } finally {
            crowd.shutdownNow();
        }
    }

    @Test
    void aSecretIsBoundToItsDestination() throws SQLException {
        var one = create("of the first");
        var other = create("of the second");
        try (var connection = database.getConnection();
                var swap = connection.prepareStatement(
                        "update destination set secrets = (select secrets from destination where id = ?) where id = ?")) {
            swap.setLong(1, one);
            swap.setLong(2, other);
            swap.executeUpdate();
        }
        admin().post("/api/v1/destinations/" + other + ":check")
                .then()
                .statusCode(409)
                .body("code", equalTo("SECRETS_UNREADABLE"));
    }

    @Test
    void wrongSettingsArePointedAt() {
        var draft = draft("x");
        draft.put("settings", Map.of("instanceUrl", "no address", "clientId", "abc"));
        admin().body(draft)
                .post("/api/v1/destinations")
                .then()
                .statusCode(422)
                .body("errors.pointer.contains('/settings/clientSecret')", equalTo(true));
        draft.put("connector", "abacus");
        admin().body(draft).post("/api/v1/destinations").then().statusCode(422).body("pointer", equalTo("/connector"));
    }

    @Test
    void onlyAnAdminTouchesSecrets() {
        var editor = "editor-" + UUID.randomUUID();
        admin().body(Map.of("name", editor, "role", "editor", "password", PASSWORD))
                .post("/api/v1/users")
                .then()
                .statusCode(201);
        as(editor).body(draft("x")).post("/api/v1/destinations").then().statusCode(403);
        var id = create("an admin's");
        as(editor).body(draft("x")).put("/api/v1/destinations/" + id).then().statusCode(403);
        as(editor).delete("/api/v1/destinations/" + id).then().statusCode(403);
        as(editor).get("/api/v1/destinations").then().statusCode(200);
    }

    @Test
    void aNameIsTakenOnce() {
        var draft = draft("x");
        admin().body(draft).post("/api/v1/destinations").then().statusCode(201);
        admin().body(draft).post("/api/v1/destinations").then().statusCode(422).body("pointer", equalTo("/name"));
    }

    @Test
    void aCheckThatFailsPointsAtTheSettingAndMarksTheDestination() {
        var draft = draft("wrong");
        draft.put("settings", Map.of("instanceUrl", "http://localhost:1", "clientId", "abc", "clientSecret", "wrong"));
        var id = admin().body(draft)
                .post("/api/v1/destinations")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");

        var pointer = admin().post("/api/v1/destinations/" + id + ":check")
                .then()
                .statusCode(200)
                .body("ok", equalTo(false))
                .extract()
                .jsonPath()
                .getString("problems[0].pointer");

        assertThat(pointer).isEqualTo("/instanceUrl");
        admin().get("/api/v1/destinations/" + id)
                .then()
                .body("state", equalTo("needs-attention"))
                .body("problem.pointer", equalTo(pointer));
    }

    @Test
    void aVersionThatItsVendorHasEndedIsAWarningAndNoRefusal() {
        var old = Map.of(
                "instanceUrl", "http://localhost:1", "clientId", "abc", "clientSecret", "x", "apiVersion", "v21.0");
        var id = SyncDesk.destination("salesforce", old);

        admin().header("Accept-Language", "de")
                .get("/api/v1/destinations/" + id)
                .then()
                .body("state", equalTo("ready"))
                .body("warnings[0].pointer", equalTo("/apiVersion"))
                .body("warnings[0].code", equalTo("VERSION_ENDED"))
                .body("warnings[0].message", equalTo("Version v21.0 endete am 2025-06-01."))
                .body("warnings[0].nextStep", containsString("v66.0"));
        admin().post("/api/v1/destinations/" + id + ":check")
                .then()
                .body("problems[0].pointer", equalTo("/instanceUrl"))
                .body("warnings[0].message", equalTo("Version v21.0 ended on 2025-06-01."));

        var shown = admin().get("/api/v1/destinations/" + id).as(ObjectNode.class);
        ((ObjectNode) shown.get("settings")).put("apiVersion", "v66.0");
        admin().body(shown.toString())
                .put("/api/v1/destinations/" + id)
                .then()
                .statusCode(200)
                .body("warnings", empty());
    }

    @Test
    void aDestinationStaysWithItsConnector() {
        var id = create("of one connector");
        var draft = draft("x");
        draft.put("connector", "webhook");
        draft.put("settings", Map.of("url", "https://example.com", "secret", Receiver.SECRET));
        admin().body(draft)
                .put("/api/v1/destinations/" + id)
                .then()
                .statusCode(422)
                .body("code", equalTo("CONNECTOR_FIXED"))
                .body("pointer", equalTo("/connector"));
    }

    @Test
    void destinationsOfOneVendorAccountShareItsLimitsAndOthersDoNot() {
        var one = SyncDesk.destination("webhook", Map.of("url", "https://one.example", "secret", Receiver.SECRET));
        var same = SyncDesk.destination("webhook", Map.of("url", "https://one.example", "secret", Receiver.SECRET));
        var other = SyncDesk.destination("webhook", Map.of("url", "https://two.example", "secret", Receiver.SECRET));

        assertThat(account(same)).isEqualTo(account(one));
        assertThat(account(other)).isNotEqualTo(account(one));
    }

    private String account(long destination) {
        return accounts.find(new DestinationId(destination)).key();
    }

    @Test
    void aDeletedDestinationIsGone() {
        var id = create("short-lived");
        admin().delete("/api/v1/destinations/" + id).then().statusCode(204);
        admin().get("/api/v1/destinations/" + id).then().statusCode(404);
    }

    private static long create(String secret) {
        return admin().body(draft(secret))
                .post("/api/v1/destinations")
                .then()
                .statusCode(201)
                .body(not(containsString(secret)))
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private static Map<String, Object> draft(String secret) {
        return new HashMap<>(Map.of(
                "name",
                "d-" + UUID.randomUUID(),
                "connector",
                "salesforce",
                "settings",
                Map.of("instanceUrl", "https://acme.my.salesforce.com", "clientId", "abc", "clientSecret", secret)));
    }

    private String row(long id) throws SQLException {
        try (var connection = database.getConnection();
                var query =
                        connection.prepareStatement("select settings::text, secrets from destination where id = ?")) {
            query.setLong(1, id);
            var row = query.executeQuery();
            row.next();
            return row.getString(1) + new String(row.getBytes(2), StandardCharsets.ISO_8859_1);
        }
    }
}
