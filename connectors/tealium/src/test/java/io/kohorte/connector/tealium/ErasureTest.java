// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.tealium;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Visitors are deleted by every identity, or it is said why not. */
final class ErasureTest extends TealiumFixture {

    @Test
    void visitors_are_deleted_by_every_identity() {
        answers("");
        TEALIUM.stubFor(delete(anyUrl()).willReturn(aResponse().withBody("{\"transactionId\":\"txn\"}")));
        try (var destination = open(Map.of(), Samples.context())) {
            assertThat(destination
                            .audiences()
                            .erase(List.of(
                                    new SubjectKeys("1", Map.of("customer_id", "c 1", "email", "max@example.com")),
                                    new SubjectKeys("2", Map.of("phone", "+491701234567")))))
                    .isEqualTo(new BatchResult.Done(
                            List.of(new Outcome.Accepted("txn txn"), new Outcome.Skipped(SkipReason.NO_IDENTIFIER))));
        }
        for (var form :
                List.of("attributeId=5678&attributeValue=c%201", "attributeId=86&attributeValue=max%40example.com")) {
            TEALIUM.verify(deleteRequestedFor(urlEqualTo("/v3/privacy/visitor/accounts/acme/profiles/main"))
                    .withHeader("Authorization", equalTo("Bearer t-1"))
                    .withRequestBody(equalTo(form)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    404 | {"message":"x"}      |
                    200 | {}                   | BAD_RESPONSE
                    400 | {"message":"x"}      | BATCH_REFUSED
                    401 | {"message":"x"}      | CREDENTIALS_REJECTED
                    429 | {"message":"x"}      | RATE_LIMITED
                    """)
    void deletion_says_what_came_of_it(int status, String body, ProblemCode code) {
        answers("");
        TEALIUM.stubFor(
                delete(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
        var max = List.of(new SubjectKeys("1", Map.of("customer_id", "c-1")));
        try (var destination = open(Map.of(), Samples.context())) {
            if (code == null) {
                assertThat(destination.audiences().erase(max))
                        .isEqualTo(new BatchResult.Done(List.of(new Outcome.Accepted(""))));
            } else {
                var refusal = catchThrowableOfType(
                        ConnectorException.class, () -> destination.audiences().erase(max));
                assertThat(refusal.problem().code()).isEqualTo(code);
            }
        }
    }

    @Test
    void the_open_api_deletes_nobody() {
        try (var destination = open(Map.of("auth", "v1"), Samples.context())) {
            var refusal = catchThrowableOfType(
                    ConnectorException.class, () -> destination.audiences().erase(List.of()));
            assertThat(refusal.problem().code()).isEqualTo(ProblemCode.INVALID_SETTING);
        }
    }
}
