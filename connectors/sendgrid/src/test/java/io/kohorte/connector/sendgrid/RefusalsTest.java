// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static io.kohorte.connector.sendgrid.FakeSendgrid.MAX;
import static io.kohorte.connector.sendgrid.FakeSendgrid.change;
import static io.kohorte.connector.sendgrid.FakeSendgrid.mirror;
import static io.kohorte.tck.Batches.outcomes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.Batch;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which SendGrid says no. */
final class RefusalsTest {

    private final FakeSendgrid sendgrid = new FakeSendgrid();

    @AfterEach
    void stop() {
        sendgrid.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400 | email 'max.muster@example.com' is not valid | contacts[1].email | BATCH_REFUSED
                    400 | invalid custom field ids supplied - churn   |                   | INVALID_SETTING
                    400 | list does not exist                         | list_ids[0]       | AUDIENCE_GONE
                    401 | authorization required                      |                   | CREDENTIALS_REJECTED
                    403 | access forbidden                            |                   | NOT_PERMITTED
                    404 | not found                                   |                   | AUDIENCE_GONE
                    413 | payload too large                           |                   | BATCH_REFUSED
                    429 | too many requests                           |                   | RATE_LIMITED
                    500 | internal error                              |                   | UNAVAILABLE
                    503 |                                             |                   | UNAVAILABLE
                    """)
    void a_request_as_a_whole(int status, @Nullable String message, @Nullable String field, ProblemCode code) {
        sendgrid.answer(any(anyUrl()), status, errors(message, field));

        var refusal = catchThrowableOfType(
                ConnectorException.class,
                () -> sendgrid.write(
                        mirror(), change(Kind.ADD, "eve@example.com", Map.of()), change(Kind.ADD, MAX, Map.of())));

        assertThat(refusal.problem().code()).isEqualTo(code);
        assertThat(refusal.getMessage()).doesNotContain(MAX);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    email 'max.muster@example.com' is not valid | contacts[0].email      | IDENTIFIER_INVALID | email
                    email 'max.muster@example.com' is not valid |                        | IDENTIFIER_INVALID | email
                    length should be less than 50 chars         | contacts[0].first_name | FIELD_INVALID      | first_name
                    something is wrong                          |                        | FIELD_INVALID      |
                    """)
    void a_contact_that_stood_alone(String message, @Nullable String field, ProblemCode code, @Nullable String at) {
        sendgrid.answer(any(anyUrl()), 400, errors(message, field));

        var problem = ((Outcome.Rejected) outcomes(sendgrid.write(mirror(), change(Kind.ADD, MAX, Map.of())))
                        .get(0))
                .problem();

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.field()).isEqualTo(at == null ? "" : at);
        assertThat(problem.message()).isEqualTo(message.replace(MAX, "***"));
    }

    @Test
    void a_wait_is_read_from_the_end_of_the_window() {
        sendgrid.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(429)
                        .withHeader("X-RateLimit-Reset", Long.toString(FakeSendgrid.NOW.getEpochSecond() + 42))));
        var refusal = catchThrowableOfType(
                ConnectorException.class, () -> sendgrid.write(mirror(), change(Kind.ADD, MAX, Map.of())));
        assertThat(refusal.after()).hasSeconds(42);
    }

    @Test
    void when_none_is_left_all_destinations_of_the_account_wait_for_the_end_of_the_window_and_no_other() {
        sendgrid.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(202)
                        .withHeader("X-RateLimit-Remaining", "0")
                        .withHeader("X-RateLimit-Reset", Long.toString(FakeSendgrid.NOW.getEpochSecond() + 7))
                        .withBody("{\"job_id\":\"job-1\"}")));
        try (var destination = sendgrid.open(Map.of());
                var another = sendgrid.open(Map.of("apiKey", "SG.another.key"));
                var elsewhere = sendgrid.open(Map.of("account", "acme-events"))) {
            var audience = new RemoteAudience(mirror(), FakeSendgrid.LIST);
            var batch = new Batch("b-1", FakeSendgrid.NOW, List.of(change(Kind.ADD, MAX, Map.of())));
            destination.audiences().write(audience, batch);
            for (var waiting : List.of(destination, another)) {
                var refusal = catchThrowableOfType(
                        ConnectorException.class, () -> waiting.audiences().write(audience, batch));
                assertThat(refusal.problem().code()).isEqualTo(ProblemCode.RATE_LIMITED);
                assertThat(refusal.after()).hasSeconds(7);
            }
            elsewhere.audiences().write(audience, batch);
        }
        assertThat(sendgrid.requests()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"401,/apiKey", "403,/apiKey", "404,/url"})
    void a_check_points_at_the_setting_to_mend(int status, String pointer) {
        sendgrid.answer(any(anyUrl()), status, "");
        assertThat(new SendgridConnector().check(sendgrid.settings(Map.of()), FakeSendgrid.context()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.pointer()).isEqualTo(pointer));
    }

    @Test
    void a_verification_key_that_is_none_is_named_before_anybody_is_called() {
        var settings = sendgrid.settings(Map.of("webhookPublicKey", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"));
        assertThat(new SendgridConnector().check(settings, FakeSendgrid.context()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.pointer()).isEqualTo("/webhookPublicKey"));
        assertThat(sendgrid.requests()).isEmpty();
    }

    private static String errors(@Nullable String message, @Nullable String field) {
        if (message == null) {
            return "";
        }
        return "{\"errors\":[{\"message\":\"" + message + "\"" + (field == null ? "" : ",\"field\":\"" + field + "\"")
                + "}]}";
    }
}
