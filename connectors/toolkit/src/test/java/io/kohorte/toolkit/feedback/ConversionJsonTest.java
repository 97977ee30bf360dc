// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.InboundCall;
import io.kohorte.spi.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConversionJsonTest {

    @Test
    void reads_the_body_of_a_call_and_a_text_that_has_to_be_there() {
        var event = body("{\"email\":\" anna@example.com \"}");
        assertThat(ConversionJson.text(event, "email")).isEqualTo("anna@example.com");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {}            | /email
            {"email":""}  | /email
            {"email":" "} | /email
            {"email":7}   | /email
            []            | /email
            <html>        | ''
            {"email":     | ''
            """)
    void names_the_place_of_a_mistake(String text, String pointer) {
        var failure = catchThrowableOfType(ConnectorException.class, () -> ConversionJson.text(body(text), "email"));
        assertThat(failure.problem().code()).isEqualTo(ProblemCode.FIELD_INVALID);
        assertThat(failure.problem().field()).isEqualTo(pointer);
    }

    @Test
    void refuses_a_text_that_no_vendor_sends() {
        var failure = catchThrowableOfType(
                ConnectorException.class,
                () -> ConversionJson.text(body("{\"email\":\"" + "a".repeat(401) + "\"}"), "email"));
        assertThat(failure.problem().field()).isEqualTo("/email");
    }

    private static JsonNode body(String text) {
        return ConversionJson.body(new InboundCall(
                "POST",
                "https://us.example/",
                Map.of(),
                text.getBytes(StandardCharsets.UTF_8),
                Instant.parse("2026-11-21T12:00:00Z")));
    }
}
