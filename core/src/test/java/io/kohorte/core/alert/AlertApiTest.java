// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import static io.kohorte.core.alert.World.stopped;
import static io.kohorte.core.platform.Api.admin;
import static io.kohorte.core.platform.Api.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.kohorte.core.platform.Api;
import io.kohorte.core.platform.HandClock;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AlertApiTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAAAAAAAAAAA=";

    @Inject
    DataSource database;

    @TestHTTPResource("/api/v1/alerts/events")
    URI events;

    private final HandClock clock = new HandClock(Instant.parse("2026-11-22T09:00:00Z"));
    private final World world = new World();
    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    @BeforeEach
    void nothingIsWrong() throws SQLException {
        server.start();
        server.stubFor(
                WireMock.post(WireMock.anyUrl()).willReturn(WireMock.aResponse().withStatus(204)));
        empty();
    }

    @AfterEach
    void closeReceiver() throws SQLException {
        server.stop();
        empty();
    }

    @Test
    void aViewerSeesWhatIsWrongAndWhatWas() throws SQLException {
        world.has(stopped(7), stopped(8));
        observe();
        world.has(stopped(8));
        observe();
        clock.forward(new Limits().recoverAfter());
        observe();

        as(viewer())
                .get("/api/v1/alerts?state=firing")
                .then()
                .statusCode(200)
                .body("items.subject.id", equalTo(List.of(8)))
                .body("items[0].kind", equalTo("sync-stopped"))
                .body("items[0].severity", equalTo("error"))
                .body("items[0].state", equalTo("firing"))
                .body("items[0].link", equalTo("/syncs/8"));
        admin().get("/api/v1/alerts?state=recovered")
                .then()
                .body("items.subject.id", equalTo(List.of(7)))
                .body("items[0].state", equalTo("recovered"));
        var first = admin().get("/api/v1/alerts?limit=1").then().body("items.subject.id", equalTo(List.of(8)));
        String next = first.extract().path("next");
        admin().get("/api/v1/alerts?limit=1&cursor=" + next).then().body("items.subject.id", equalTo(List.of(7)));
        admin().get("/api/v1/alerts?state=odd").then().statusCode(400).body("code", equalTo("UNKNOWN_STATE"));
        admin().get("/api/v1/alerts/999999").then().statusCode(404);
    }

    @Test
    void whoeverAsksInGermanIsToldInGerman() throws SQLException {
        world.has(stopped(7));
        observe();

        admin().header("Accept-Language", "de")
                .get("/api/v1/alerts")
                .then()
                .body("items[0].sentence", equalTo("Der Sync „Churners“ steht still und wartet auf Sie."))
                .body("items[0].reason", equalTo("Das Ziel weist die Zugangsdaten zurück."))
                .body("items[0].nextStep", equalTo("Nichts: Es wird von selbst erneut versucht."));
    }

    @Test
    void whoeverWatchesIsToldOfAChange() throws Exception {
        world.has(stopped(7));
        observe();
        var credentials =
                Base64.getEncoder().encodeToString(("admin:" + Api.PASSWORD).getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(events)
                .header("Authorization", "Basic " + credentials)
                .header("Accept", "text/event-stream")
                .build();
        try (var stream = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofLines())
                .body()) {
            var lines = stream.filter(line -> line.startsWith("data")).iterator();
            assertThat(lines.next()).contains("\"firing\"").contains("Churners");

            world.has();
            observe();

            assertThat(lines.next()).contains("\"recovering\"");
        }
    }

    @Test
    void aSecretGoesInAndNeverComesOut() {
        var id = created(webhook("/hook"));

        var shown = admin().get("/api/v1/alert-routes/" + id)
                .then()
                .statusCode(200)
                .body("settings.url", equalTo(server.baseUrl() + "/hook"))
                .body("settings.secret", equalTo("***"))
                .body("problem", nullValue())
                .extract();
        assertThat(shown.asString()).doesNotContain(SECRET);

        var changed = webhook("/other");
        changed = Map.of(
                "name", changed.get("name"),
                "kind", "webhook",
                "severity", "error",
                "language", "de",
                "settings", Map.of("url", server.baseUrl() + "/other", "secret", "***"));
        admin().body(changed)
                .put("/api/v1/alert-routes/" + id)
                .then()
                .statusCode(200)
                .body("severity", equalTo("error"));
        admin().post("/api/v1/alert-routes/" + id + ":test")
                .then()
                .statusCode(200)
                .body("ok", equalTo(true));

        var request = server.getAllServeEvents().get(0).getRequest();
        assertThat(request.getUrl()).isEqualTo("/other");
        assertThat(request.getHeader("webhook-signature")).startsWith("v1,");
        assertThat(request.getBodyAsString()).contains("alert.test").contains("Dies ist ein Test");
    }

    @Test
    void theAddressOfAChatIsASecret() {
        var body = Map.of(
                "name", "chat",
                "kind", "slack",
                "severity", "warning",
                "language", "en",
                "settings", Map.of("url", server.baseUrl() + "/services/T0/B0/token"));
        var id = created(body);

        admin().get("/api/v1/alert-routes")
                .then()
                .body("items.find { it.id == " + id + " }.settings.url", equalTo("***"));
        admin().post("/api/v1/alert-routes/" + id + ":test").then().body("ok", equalTo(true));
        assertThat(server.getAllServeEvents().get(0).getRequest().getUrl()).isEqualTo("/services/T0/B0/token");
    }

    @Test
    void aTestThatDoesNotArriveSaysWhy() {
        server.stubFor(
                WireMock.post(WireMock.anyUrl()).willReturn(WireMock.aResponse().withStatus(404)));
        var id = created(webhook("/hook"));

        admin().header("Accept-Language", "de")
                .post("/api/v1/alert-routes/" + id + ":test")
                .then()
                .statusCode(200)
                .body("ok", equalTo(false))
                .body("problem.message", equalTo("Der Empfänger hat mit Status 404 geantwortet."));
    }

    @Test
    void settingsThatCannotWorkArePointedAt() {
        refused(Map.of("url", "ftp://example.com", "secret", SECRET), "/settings/url", "INVALID_ADDRESS");
        refused(Map.of("url", "https://user:pw@example.com", "secret", SECRET), "/settings/url", "INVALID_ADDRESS");
        refused(Map.of("url", "https://example.com", "secret", "short!"), "/settings/secret", "INVALID_SECRET");
        refused(Map.of("url", "https://example.com", "secret", "***"), "/settings/secret", "INVALID_SECRET");
        refused(Map.of("url", "https://example.com"), "/settings/secret", "MISSING_SETTING");
        refused(Map.of("url", "https://example.com", "secret", SECRET, "x", 1), "/settings/x", "UNKNOWN_SETTING");
        admin().body(Map.of("name", "x", "kind", "pigeon", "severity", "error", "language", "en", "settings", Map.of()))
                .post("/api/v1/alert-routes")
                .then()
                .statusCode(422)
                .body("code", equalTo("UNKNOWN_KIND"));
    }

    @Test
    void aNameIsTakenOnceAndAKindStays() {
        var body = webhook("/hook");
        var id = created(body);
        admin().body(body)
                .post("/api/v1/alert-routes")
                .then()
                .statusCode(422)
                .body("code", equalTo("NAME_TAKEN"))
                .body("pointer", equalTo("/name"));
        admin().body(Map.of(
                        "name", "other", "kind", "slack", "severity", "error", "language", "en", "settings", Map.of()))
                .put("/api/v1/alert-routes/" + id)
                .then()
                .statusCode(422)
                .body("code", equalTo("KIND_FIXED"));
        admin().delete("/api/v1/alert-routes/" + id).then().statusCode(204);
        admin().get("/api/v1/alert-routes/" + id).then().statusCode(404);
    }

    @Test
    void onlyAnAdminSeesAndChangesRoutesAndTheAuditLogSaysSo() {
        var id = created(webhook("/hook"));
        var viewer = viewer();
        as(viewer).get("/api/v1/alert-routes").then().statusCode(403);
        as(viewer).post("/api/v1/alert-routes/" + id + ":test").then().statusCode(403);
        given().get("/api/v1/alerts").then().statusCode(401);

        admin().get("/api/v1/audit?limit=500")
                .then()
                .body("items.subject", hasItem("/api/v1/alert-routes"))
                .body(not(containsString(SECRET)));
    }

    @Test
    void whatIsOnRecordShowsNoSecret() throws SQLException {
        created(webhook("/hook"));
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select alert_route::text, settings from alert_route");
                var rows = query.executeQuery()) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).doesNotContain(SECRET).doesNotContain("/hook");
            assertThat(new String(rows.getBytes(2), StandardCharsets.ISO_8859_1))
                    .doesNotContain(SECRET);
        }
    }

    private void refused(Map<String, ?> settings, String pointer, String code) {
        admin().body(Map.of(
                        "name", "x", "kind", "webhook", "severity", "error", "language", "en", "settings", settings))
                .post("/api/v1/alert-routes")
                .then()
                .statusCode(422)
                .body("pointer", equalTo(pointer))
                .body("code", equalTo(code));
    }

    private Map<String, Object> webhook(String path) {
        return Map.of(
                "name", "hook-" + UUID.randomUUID(),
                "kind", "webhook",
                "severity", "warning",
                "language", "en",
                "settings", Map.of("url", server.baseUrl() + path, "secret", SECRET));
    }

    private static long created(Map<String, ?> route) {
        return admin().body(route)
                .post("/api/v1/alert-routes")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private static String viewer() {
        var name = "viewer-" + UUID.randomUUID();
        admin().body(Map.of("name", name, "role", "viewer", "password", Api.PASSWORD))
                .post("/api/v1/users")
                .then()
                .statusCode(201);
        return name;
    }

    private void observe() throws SQLException {
        new Observation(database, List.of(world), new Limits(), clock).look();
    }

    private void empty() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate alert, alert_route, alert_notice");
        }
    }
}
