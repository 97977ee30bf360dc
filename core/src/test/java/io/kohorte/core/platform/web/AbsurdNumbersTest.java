// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that are valid JSON, and thousands of digits long if anybody wrote them out. */
@QuarkusTest
class AbsurdNumbersTest {

    private static final String[] NUMBERS = {"1e999999999", "-1e999999999", "1e9999999999", "1e99999999999999999999"};

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            segments:estimate | {"definition":{"trait":"age","op":"at-least","value":#}}
            segments:estimate | {"definition":{"event":"Order Completed","measure":"amount","op":"at-least","value":#}}
            segments:estimate | {"definition":{"score":1,"op":"at-least","value":#}}
            segments:estimate | {"definition":{"score":1,"top":#}}
            segments:estimate | {"definition":{"segment":#,"member":true}}
            segments          | {"name":"absurd","kind":"rule","definition":{"trait":"age","op":"in","values":[#]}}
            models            | {"name":"absurd","kind":"clustering","clusters":#}
            models            | {"name":"absurd","kind":"prediction","target":{"event":"x","withinDays":#}}
            destinations      | {"name":"absurd","connector":"webhook","settings":{"url":"https://example.com","rowsPerRequest":#}}
            syncs             | {"name":"absurd","segments":[1],"destination":1,"mode":"mirror","holdout":#}
            syncs             | {"name":"absurd","segments":[1],"destination":1,"mode":"mirror","guard":{"removalShare":#,"removalRows":1}}
            connectors/webhook:preview | {"settings":{"url":"https://example.com","timeoutSeconds":#},"audience":{},"rows":[{"change":"add","identifiers":{"email":"a@example.com"},"fields":{}}]}
            connectors/webhook:preview | {"settings":{"url":"https://example.com"},"audience":{},"rows":[{"change":"add","identifiers":{"email":"a@example.com"},"fields":{"spent":#}}]}
            """)
    void areRefusedWithAProblemThatDoesNotRepeatThem(String address, String body) {
        for (String number : NUMBERS) {
            var response = given().auth()
                    .preemptive()
                    .basic("admin", "correct horse battery")
                    .urlEncodingEnabled(false)
                    .contentType("application/json")
                    .body(body.replace("#", number))
                    .post("/api/v1/" + address);
            assertThat(response.statusCode())
                    .as(number + " " + response.asString())
                    .isBetween(400, 499);
            assertThat(response.asString()).doesNotContain("99999");
            assertThat(response.contentType()).startsWith("application/problem+json");
        }
    }

    @Test
    void aConversionOfSuchAValueIsAnInvalidRow() {
        for (String value : List.of("1e999999999", "1e-999999999", "1" + "0".repeat(18))) {
            given().auth()
                    .preemptive()
                    .basic("admin", "correct horse battery")
                    .contentType("application/json")
                    .body(
                            """
                            {"conversions":[{"remoteId":"absurd","type":"purchase","at":"2026-01-01T00:00:00Z","value":%s,"profile":1}]}"""
                                    .formatted(value))
                    .post("/api/v1/conversions")
                    .then()
                    .statusCode(202)
                    .body("invalid.field", equalTo(List.of("value")))
                    .body("invalid.code", equalTo(List.of("INVALID_VALUE")));
        }
    }
}
