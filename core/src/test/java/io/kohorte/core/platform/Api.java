// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;

/** The API as the first admin of the tests sees it. */
public final class Api {

    public static final String PASSWORD = "correct horse battery";

    private Api() {}

    public static RequestSpecification admin() {
        return as("admin");
    }

    public static RequestSpecification as(String user) {
        return given().auth().preemptive().basic(user, PASSWORD).contentType(ContentType.JSON);
    }
}
