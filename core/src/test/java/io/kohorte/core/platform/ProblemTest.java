// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import static io.kohorte.core.platform.Api.PASSWORD;
import static io.kohorte.core.platform.Api.admin;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProblemTest {

    @Inject
    DataSource database;

    @Test
    void anAddressThatDoesNotExistIsAProblem() {
        admin().get("/api/v1/nowhere").then().statusCode(404).contentType("application/problem+json");
        admin().get("/api/v1/runs/99999").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
    }

    @Test
    void aMethodThatDoesNotExistIsAProblem() {
        admin().delete("/api/v1/audit").then().statusCode(405).body("code", equalTo("METHOD_NOT_ALLOWED"));
    }

    @Test
    void brokenJsonIsToldByPlaceAndNotRepeated() {
        admin().body("{\"name\": \"secret-text\" \"x\"")
                .post("/api/v1/tokens")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("BROKEN_JSON"))
                .body(not(containsString("secret-text")));
    }

    @Test
    void anUnknownFieldIsPointedAt() {
        admin().body("{\"name\":\"a\",\"colour\":\"red\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(400)
                .body("code", equalTo("UNKNOWN_FIELD"))
                .body("pointer", equalTo("/colour"));
    }

    @Test
    void aValueOfTheWrongKindIsPointedAt() {
        admin().body("{\"name\":\"a\",\"role\":\"emperor\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(422)
                .body("code", equalTo("UNKNOWN_ROLE"))
                .body("pointer", equalTo("/role"));
        admin().body("{\"name\":[1]}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(400)
                .body("code", equalTo("WRONG_TYPE"))
                .body("pointer", equalTo("/name"));
    }

    @Test
    void aMissingFieldIsPointedAt() {
        admin().body("{}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(422)
                .body("pointer", equalTo("/name"))
                .body("errors[0].code", equalTo("INVALID_FIELD"))
                .body("nextStep", notNullValue())
                .body("type", startsWith("https://kohorte.io/problems/"));
    }

    @Test
    void anotherMediaTypeIsAProblem() {
        given().auth()
                .preemptive()
                .basic("admin", PASSWORD)
                .contentType("text/csv")
                .body("a,b")
                .post("/api/v1/tokens")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
    }

    @Test
    void aBodyThatFillsTheMemoryIsRefused() {
        admin().body("{\"name\":\"" + "x".repeat(11 * 1024 * 1024) + "\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(413)
                .body("code", equalTo("TOO_LARGE"));
    }

    @Test
    void aWriteSentTwiceWithOneKeyHappensOnce() {
        var key = UUID.randomUUID().toString();
        var body = "{\"name\":\"once-" + key + "\"}";
        var first = admin().header("Idempotency-Key", key)
                .body(body)
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .extract();
        var second = admin().header("Idempotency-Key", key)
                .body(body)
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .extract();
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));

        admin().header("Idempotency-Key", key)
                .body("{\"name\":\"other\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(422)
                .body("code", equalTo("IDEMPOTENCY_KEY_REUSED"));
    }

    @Test
    void aRememberedAnswerShowsNoSecretToWhoReadsTheTable() throws SQLException {
        var key = UUID.randomUUID().toString();
        var token = admin().header("Idempotency-Key", key)
                .body("{\"name\":\"secret-" + key + "\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("token");
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select key, body from idempotency");
                var rows = select.executeQuery()) {
            var seen = 0;
            while (rows.next()) {
                seen++;
                assertThat(rows.getString(1)).isNotEqualTo(key);
                assertThat(new String(rows.getBytes(2), StandardCharsets.ISO_8859_1))
                        .doesNotContain(token);
            }
            assertThat(seen).isPositive();
        }
    }

    @Test
    void everyAnswerCarriesTheHeadersThatProtectABrowser() {
        admin().get("/api/v1/runs")
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("Cache-Control", "no-store");
    }
}
