// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;

/** The API as the first admin of the tests sees it. */
public final class Api {

    public static final String PASSWORD = "correct horse battery";

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Api() {}

    public static RequestSpecification admin() {
        return as("admin");
    }

    /** Waits on the live events of a run, which end with it. They say every few seconds that they go on, so no read of them times out. */
    public static void awaitEnd(long run) {
        assertTimeoutPreemptively(
                PATIENCE,
                () -> admin().get("/api/v1/runs/" + run + "/events").then().statusCode(200));
    }

    public static RequestSpecification as(String user) {
        return given().auth().preemptive().basic(user, PASSWORD).contentType(ContentType.JSON);
    }
}
