// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.access;

import static io.kohorte.core.platform.Api.PASSWORD;
import static io.kohorte.core.platform.Api.admin;
import static io.kohorte.core.platform.Api.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AccessTest {

    @Test
    void withoutCredentialsNothingIsShown() {
        given().get("/api/v1/users/me")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", startsWith("Basic"))
                .body("code", equalTo("NOT_AUTHENTICATED"));
    }

    @Test
    void theFirstAdminSignsInWithThePasswordFromTheEnvironment() {
        admin().get("/api/v1/users/me")
                .then()
                .statusCode(200)
                .body("name", equalTo("admin"))
                .body("role", equalTo("admin"))
                .body("passwordGenerated", equalTo(false));
    }

    @Test
    void aTokenOpensTheDoorUntilItIsRevoked() {
        var created = admin().body(Map.of("name", "script", "role", "viewer", "expiresIn", "PT12H"))
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .body("token", startsWith("khr_"))
                .extract()
                .jsonPath();
        var token = created.getString("token");
        given().auth()
                .oauth2(token)
                .get("/api/v1/users/me")
                .then()
                .statusCode(200)
                .body("role", equalTo("viewer"));
        admin().get("/api/v1/tokens").then().statusCode(200).body("items.token", not(hasItem(token)));

        admin().delete("/api/v1/tokens/" + created.getLong("id")).then().statusCode(204);

        given().auth().oauth2(token).get("/api/v1/users/me").then().statusCode(401);
    }

    @Test
    void aViewerReadsButNeitherWritesNorSeesTheAuditLog() {
        var viewer = user("viewer");
        as(viewer).get("/api/v1/runs").then().statusCode(200);
        as(viewer).get("/api/v1/audit").then().statusCode(403).body("code", equalTo("NOT_ALLOWED"));
        as(viewer)
                .body(Map.of("name", "x", "role", "viewer", "password", "long enough pw"))
                .post("/api/v1/users")
                .then()
                .statusCode(403);
    }

    @Test
    void aTokenNeverDoesMoreThanItsOwner() {
        var viewer = user("viewer");
        as(viewer)
                .body(Map.of("name", "climber", "role", "admin"))
                .post("/api/v1/tokens")
                .then()
                .statusCode(403)
                .body("code", equalTo("ROLE_TOO_HIGH"));
    }

    @Test
    void guessingAPasswordIsSlowedDownAndTheRightOneHasToWaitToo() {
        var victim = user("viewer");
        for (var attempt = 0; attempt < 5; attempt++) {
            given().auth()
                    .preemptive()
                    .basic(victim, "wrong")
                    .get("/api/v1/users/me")
                    .then()
                    .statusCode(401);
        }
        as(victim).get("/api/v1/users/me").then().statusCode(429).header("Retry-After", not(equalTo("0")));
        admin().get("/api/v1/users/me").then().statusCode(200);
    }

    @Test
    void everyWriteIsInTheAuditLogWithoutSecrets() {
        var name = user("editor");
        var log = admin().get("/api/v1/audit?limit=500").then().statusCode(200).extract();
        assertThat(log.jsonPath().getList("items.subject", String.class)).contains("/api/v1/users");
        assertThat(log.asString()).doesNotContain(PASSWORD).doesNotContain(name + "-secret");
    }

    @Test
    void aQuestionThatComesAsAPostIsNoWrite() {
        admin().body(Map.of("definition", Map.of("all", java.util.List.of())))
                .post("/api/v1/segments:estimate")
                .then()
                .statusCode(200);

        assertThat(admin().get("/api/v1/audit?limit=500").jsonPath().getList("items.subject", String.class))
                .doesNotContain("/api/v1/segments:estimate");
    }

    @Test
    void theLastAdminCannotBeDeletedNorBecomeLess() {
        admin().delete("/api/v1/users/1").then().statusCode(409).body("code", equalTo("LAST_ADMIN"));
        admin().body(Map.of("role", "viewer"))
                .put("/api/v1/users/1")
                .then()
                .statusCode(409)
                .body("code", equalTo("LAST_ADMIN"));
    }

    @Test
    void anotherRoleCountsAtOnceAndANewPasswordReplacesTheForgottenOne() {
        var user = user("editor");
        var id = admin().get("/api/v1/users?limit=200")
                .jsonPath()
                .getLong("items.find { it.name == '" + user + "' }.id");

        admin().body(Map.of("role", "viewer", "password", "freshly set for you"))
                .put("/api/v1/users/" + id)
                .then()
                .statusCode(200)
                .body("role", equalTo("viewer"));

        as(user).get("/api/v1/users/me").then().statusCode(401);
        given().auth()
                .preemptive()
                .basic(user, "freshly set for you")
                .get("/api/v1/users/me")
                .then()
                .statusCode(200)
                .body("role", equalTo("viewer"));
    }

    @Test
    void aPasswordIsChangedOnlyByWhoKnowsThePresentOne() {
        var user = user("viewer");
        as(user).body(Map.of("current", "not it at all", "new", "another long one"))
                .put("/api/v1/users/me/password")
                .then()
                .statusCode(422)
                .body("pointer", equalTo("/current"));
        as(user).body(Map.of("current", PASSWORD, "new", "another long one"))
                .put("/api/v1/users/me/password")
                .then()
                .statusCode(204);
        given().auth()
                .preemptive()
                .basic(user, "another long one")
                .get("/api/v1/users/me")
                .then()
                .statusCode(200);
    }

    private static String user(String role) {
        var name = "u-" + UUID.randomUUID();
        admin().body(Map.of("name", name, "role", role, "password", PASSWORD))
                .post("/api/v1/users")
                .then()
                .statusCode(201);
        return name;
    }
}
