// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.braze;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.kohorte.connector.braze.FakeBraze.change;
import static io.kohorte.connector.braze.FakeBraze.spec;
import static io.kohorte.connector.braze.FakeBraze.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.MemberChange.Kind;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SyncMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Braze answers, and what that means for each user. */
final class AnswersTest {

    private static final AudienceSpec MIRROR = spec(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, Map.of());
    private static final Outcome TAKEN = new Outcome.Accepted("");

    private final FakeBraze braze = new FakeBraze();
    private final BrazeDestination destination = braze.open(Map.of());

    @AfterEach
    void close() {
        destination.close();
        braze.close();
    }

    @Test
    void an_error_with_an_index_is_about_that_user_alone() {
        track(
                201,
                """
                {"message":"success","attributes_processed":4,
                 "errors":[{"type":"Invalid value for max@example.com","input_array":"attributes","index":3}]}""");

        var outcomes = send(5);

        assertThat(outcomes).filteredOn(TAKEN::equals).hasSize(4);
        assertThat(outcomes.get(3)).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
            assertThat(rejected.problem().code()).isEqualTo(ProblemCode.FIELD_INVALID);
            assertThat(rejected.problem().message()).isEqualTo("Invalid value for ***");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    BLACKLISTED_EXTERNAL_USER_ID | IDENTIFIER_INVALID
                    provided external_id is blacklisted and disallowed | IDENTIFIER_INVALID
                    EXTERNAL_USER_ID_TOO_LARGE | IDENTIFIER_INVALID
                    'external_id' is required | IDENTIFIER_MISSING
                    The value provided for the 'dob' field is not a valid date. | FIELD_INVALID
                    """)
    void types_of_errors_have_their_codes(String type, ProblemCode code) {
        track(
                201,
                "{\"message\":\"success\",\"errors\":[{\"type\":\"" + type
                        + "\",\"input_array\":\"attributes\",\"index\":0}]}");

        assertThat(send(2).get(0)).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> assertThat(
                        rejected.problem().code())
                .isEqualTo(code));
    }

    @Test
    void an_error_of_braze_itself_is_tried_again() {
        track(
                201,
                "{\"message\":\"success\",\"errors\":[{\"type\":\"Internal error, try again\",\"input_array\":\"attributes\",\"index\":1}]}");

        assertThat(send(2).get(1)).isInstanceOf(Outcome.Retry.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"success\",\"errors\":[\"an attribute is invalid\"]}",
                "{\"message\":\"success\",\"errors\":[{\"type\":\"an attribute is invalid\"}]}",
                "{\"message\":\"success\",\"errors\":[{\"type\":\"x\",\"input_array\":\"events\",\"index\":0}]}"
            })
    void an_error_that_names_nobody_has_the_batch_halved_until_somebody_stands_alone(String body) {
        track(201, body);

        assertThat(refusal(3).problem().code()).isEqualTo(ProblemCode.BATCH_REFUSED);
        assertThat(send(1)).singleElement().isInstanceOf(Outcome.Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"success\",\"errors\":[{\"type\":\"x\",\"input_array\":\"attributes\",\"index\":2}]}",
                "{\"message\":\"success\",\"errors\":[{\"type\":\"x\",\"input_array\":\"attributes\",\"index\":-1}]}",
                "{\"message\":\"success\",\"errors\":{}}",
                "{\"message\":\"success\",\"attributes_processed\":0}",
                "{\"message\":\"done\"}",
                "{}",
                "[]"
            })
    void an_answer_that_makes_no_sense_is_no_success(String body) {
        track(201, body);

        assertThat(refusal(2).problem().code()).isEqualTo(ProblemCode.BAD_RESPONSE);
    }

    @Test
    void queued_during_maintenance_is_taken() {
        track(202, "{\"message\":\"queued\"}");

        assertThat(send(2)).containsExactly(TAKEN, TAKEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    400 | Max input length exceeded | BATCH_REFUSED
                    400 | Bad syntax | BATCH_REFUSED
                    401 | Invalid API key: rest-key-9f2 | CREDENTIALS_REJECTED
                    401 | This key does not have permission to use this endpoint | NOT_PERMITTED
                    403 | Access denied | NOT_PERMITTED
                    403 | Account is inactivated | NOT_PERMITTED
                    404 | Invalid URL | INVALID_SETTING
                    410 | Gone | VERSION_RETIRED
                    413 | Too large | BATCH_REFUSED
                    415 | Unsupported | INVALID_SETTING
                    429 | Over rate limit | RATE_LIMITED
                    500 | Internal | UNAVAILABLE
                    503 | Unavailable | UNAVAILABLE
                    """)
    void statuses_have_their_codes_and_quote_no_key(int status, String message, ProblemCode code) {
        track(status, "{\"message\":\"" + message + "\"}");

        var problem = refusal(2).problem();

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.toString()).doesNotContain("rest-key-9f2");
    }

    @Test
    void a_user_refused_alone_is_told_in_the_words_of_braze() {
        track(400, "{\"message\":\"Valid data must be provided in the 'attributes' field.\"}");

        assertThat(send(1))
                .containsExactly(new Outcome.Rejected(
                        Problem.of(ProblemCode.FIELD_INVALID, "Valid data must be provided in the 'attributes' field.")
                                .vendor("400")));
    }

    @Test
    void too_many_requests_wait_until_the_window_begins_anew() {
        var reset = FakeBraze.NOW.plusSeconds(5).getEpochSecond();
        braze.answer("/users/track", 429, "X-RateLimit-Reset", Long.toString(reset), "{\"message\":\"Over\"}");

        assertThat(refusal(2).after()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void the_last_request_of_a_window_is_the_moment_to_stop() {
        var reset = FakeBraze.NOW.plusSeconds(40).getEpochSecond();
        braze.stubFor(post(urlPathEqualTo("/users/track"))
                .willReturn(aResponse()
                        .withStatus(201)
                        .withHeader("X-RateLimit-Remaining", "0")
                        .withHeader("X-RateLimit-Reset", Long.toString(reset))
                        .withBody("{\"message\":\"success\"}")));

        assertThat(send(1)).containsExactly(TAKEN);
        var refusal = refusal(1);

        assertThat(refusal.problem().code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(refusal.after()).isEqualTo(Duration.ofSeconds(40));
        assertThat(braze.requests()).hasSize(1);
    }

    private void track(int status, String body) {
        braze.answer("/users/track", status, body);
    }

    private List<Outcome> send(int users) {
        return write(
                destination,
                MIRROR,
                IntStream.range(0, users)
                        .mapToObj(n -> change(Kind.ADD, "user-" + n))
                        .toArray(MemberChange[]::new));
    }

    private ConnectorException refusal(int users) {
        var refusal = catchThrowableOfType(ConnectorException.class, () -> send(users));
        assertThat(refusal).as("the request is refused").isNotNull();
        return refusal;
    }
}
