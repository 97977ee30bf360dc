// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import static io.kohorte.connector.http.Api.enters;
import static io.kohorte.connector.http.Api.leaves;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer says of whom. */
final class AnswersTest {

    private static final MemberChange[] THREE = {
        enters("a@example.com"), enters("b@example.com"), enters("c@example.com")
    };

    private final Api api = new Api();

    @AfterEach
    void stop() {
        api.close();
    }

    private static Map<String, Object> many(Object... more) {
        var settings = new HashMap<String, Object>(Map.of(
                "addBody", "{\"people\":\"{{rows}}\"}",
                "addRow", "{\"e\":\"{{key}}\"}",
                "resultsPointer", "/data/results",
                "codePointer", "/error/code",
                "messagePointer", "/error/text",
                "retryCodes", List.of("locked", "slow"),
                "codes", Map.of("unknown", "NOT_FOUND", "slow", "RATE_LIMITED")));
        for (var i = 0; i < more.length; i += 2) {
            settings.put((String) more[i], more[i + 1]);
        }
        return settings;
    }

    @Test
    void reads_results_by_position() {
        api.answers(
                200,
                "{\"data\":{\"results\":[{\"ok\":true,\"id\":9},"
                        + "{\"ok\":false,\"error\":{\"code\":\"unknown\",\"text\":\"b@example.com is unknown\"}},"
                        + "{\"ok\":false,\"error\":{\"code\":\"locked\",\"text\":\"later\"}}]}}");
        var outcomes = api.write(many("results", "every-row", "okPointer", "/ok", "referencePointer", "/id"), THREE);
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted("9"));
        assertThat(outcomes.get(1))
                .isEqualTo(new Outcome.Rejected(new Problem(ProblemCode.NOT_FOUND, "*** is unknown", "", "unknown")));
        assertThat(outcomes.get(2)).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(
                        retry.problem().code())
                .isEqualTo(ProblemCode.UNAVAILABLE));
    }

    @Test
    void a_result_without_a_code_is_a_success_where_nothing_else_says_so() {
        api.answers(200, "{\"data\":{\"results\":[{},{\"error\":{\"code\":\"slow\"}},{\"error\":null}]}}");
        var outcomes = api.write(many("results", "every-row"), THREE);
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted(""));
        assertThat(outcomes.get(1)).isInstanceOfSatisfying(Outcome.Retry.class, retry -> assertThat(
                        retry.problem().code())
                .isEqualTo(ProblemCode.RATE_LIMITED));
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Accepted(""));
    }

    @Test
    void reads_refused_rows_by_index_and_takes_the_others() {
        api.answers(200, "{\"data\":{\"results\":[{\"n\":1,\"error\":{\"code\":\"E7\",\"text\":\"no\"}}]}}");
        var outcomes =
                api.write(many("results", "refused-rows", "resultNaming", "index", "resultIdPointer", "/n"), THREE);
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted(""));
        assertThat(outcomes.get(1))
                .isEqualTo(new Outcome.Rejected(new Problem(ProblemCode.FIELD_INVALID, "no", "", "E7")));
        assertThat(outcomes.get(2)).isEqualTo(new Outcome.Accepted(""));
    }

    @Test
    void reads_results_by_the_id_they_echo_in_any_order() {
        api.answers(
                200,
                "{\"data\":{\"results\":[{\"e\":\"c@example.com\",\"error\":{\"code\":\"unknown\"}},"
                        + "{\"e\":\"a@example.com\"},{\"e\":\"b@example.com\"}]}}");
        var outcomes = api.write(many("results", "every-row", "resultNaming", "id", "resultIdPointer", "/e"), THREE);
        assertThat(outcomes)
                .extracting(Object::getClass)
                .containsExactly(Outcome.Accepted.class, Outcome.Accepted.class, Outcome.Rejected.class);
    }

    @Test
    void two_people_who_go_by_one_id_do_not_share_a_request() {
        api.answers(200, "{\"data\":{\"results\":[{\"e\":\"a@example.com\"}]}}");
        var outcomes = api.write(
                many("results", "every-row", "resultNaming", "id", "resultIdPointer", "/e"),
                enters("a@example.com"),
                enters("a@example.com"));
        assertThat(outcomes.get(0)).isEqualTo(new Outcome.Accepted(""));
        assertThat(outcomes.get(1)).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> assertThat(
                        rejected.problem().code())
                .isEqualTo(ProblemCode.DUPLICATE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"data\":{\"results\":null}}",
                "{\"data\":{\"results\":[]}}",
                "{\"data\":{\"results\":[{\"n\":0},{\"n\":1},{\"n\":7}]}}",
                "{\"data\":{\"results\":[{\"n\":0},{\"n\":1},{\"n\":1}]}}",
                "{\"data\":{\"results\":[{\"n\":0},{\"n\":1},{\"m\":2}]}}",
                "<!doctype html>",
                "{\"data\":{\"results\":[{\"n\":0},{\"n\":1}"
            })
    void nobody_is_taken_on_a_guess(String body) {
        api.answers(200, body);
        assertThatThrownBy(() -> api.write(
                        many("results", "every-row", "resultNaming", "index", "resultIdPointer", "/n"), THREE))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        failure -> assertThat(failure.problem().code()).isEqualTo(ProblemCode.BAD_RESPONSE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{},{}]", "[{},{},{},{}]", "{}"})
    void results_by_position_are_as_many_as_rows(String results) {
        var settings = many("results", "every-row");
        api.answers(200, "{\"data\":{\"results\":" + results + "}}");
        assertThatThrownBy(() -> api.write(settings, THREE)).hasMessageStartingWith("BAD_RESPONSE");
    }

    @Test
    void a_success_that_denies_itself_is_none() {
        var settings = many("answerOkPointer", "/ok", "errorCodePointer", "/error");
        api.answers(200, "{\"ok\":true}");
        assertThat(api.write(settings, THREE)).hasSize(3).allMatch(Outcome.Accepted.class::isInstance);
        api.answers(200, "{\"ok\":false,\"error\":\"slow\"}");
        assertThatThrownBy(() -> api.write(settings, THREE)).hasMessageStartingWith("RATE_LIMITED");
        api.answers(200, "{\"ok\":false,\"error\":\"what\"}");
        assertThatThrownBy(() -> api.write(settings, THREE)).hasMessageStartingWith("BATCH_REFUSED");
        api.answers(200, "{}");
        assertThatThrownBy(() -> api.write(settings, THREE)).hasMessageStartingWith("BAD_RESPONSE");
    }

    @Test
    void a_refusal_that_names_rows_lets_the_others_come_again() {
        api.answers(422, "{\"data\":{\"results\":[{\"n\":2,\"error\":{\"code\":\"unknown\"}}]}}");
        var outcomes =
                api.write(many("results", "refused-rows", "resultNaming", "index", "resultIdPointer", "/n"), THREE);
        assertThat(outcomes)
                .extracting(Object::getClass)
                .containsExactly(Outcome.Retry.class, Outcome.Retry.class, Outcome.Rejected.class);
    }

    @ParameterizedTest
    @CsvSource({
        "409, CONFLICT, BATCH_REFUSED, CONFLICT",
        "404, NOT_FOUND, BATCH_REFUSED, NOT_FOUND",
        "403, RATE_LIMITED, RATE_LIMITED, RATE_LIMITED",
        "400, AUDIENCE_GONE, AUDIENCE_GONE, AUDIENCE_GONE",
    })
    void a_status_means_what_the_settings_say(int status, String meaning, String ofMany, String ofOne) {
        api.answers(status, "{}");
        var statuses = Map.of(Integer.toString(status), meaning);
        assertThatThrownBy(() -> api.write(many("statuses", statuses), THREE)).hasMessageStartingWith(ofMany);
        try {
            assertThat(api.write(many("statuses", statuses), enters("a@example.com")))
                    .singleElement()
                    .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> assertThat(
                                    rejected.problem().code().name())
                            .isEqualTo(ofOne));
        } catch (ConnectorException whole) {
            assertThat(whole.problem().code().name()).isEqualTo(ofOne);
        }
    }

    @Test
    void an_error_code_says_more_than_a_status() {
        api.answers(400, "{\"error\":{\"type\":\"slow\"}}");
        assertThatThrownBy(() -> api.write(many("errorCodePointer", "/error/type"), THREE))
                .hasMessageStartingWith("RATE_LIMITED");
    }

    @Test
    void who_is_not_there_to_be_removed_is_removed() {
        api.answers(404, "{}");
        assertThat(api.write(Map.of("removePath", "/people/{{key}}"), leaves("gone@example.com")))
                .containsExactly(new Outcome.Accepted(""));
        assertThatThrownBy(() -> api.write(Map.of("removePath", "/lists/{{audience.id}}"), leaves("gone@example.com")))
                .hasMessageStartingWith("AUDIENCE_GONE");
        assertThatThrownBy(() -> api.write(Map.of("addPath", "/people/{{key}}"), enters("new@example.com")))
                .hasMessageStartingWith("AUDIENCE_GONE");
    }

    @Test
    void one_refusal_does_not_hold_back_the_others_when_each_has_a_request() {
        api.server.stubFor(WireMock.put("/v1/people/b%40example.com").willReturn(WireMock.badRequest()));
        var outcomes = api.write(Map.of("addMethod", "PUT", "addPath", "/people/{{key}}"), THREE);
        assertThat(outcomes)
                .extracting(Object::getClass)
                .containsExactly(Outcome.Accepted.class, Outcome.Rejected.class, Outcome.Accepted.class);
    }

    @Test
    void rules_that_contradict_each_other_are_named() {
        for (var wrong : List.of(
                Map.of("results", "refused-rows"),
                Map.of("results", "every-row"),
                Map.of("results", "every-row", "okPointer", "/ok", "resultNaming", "id"))) {
            assertThatThrownBy(() -> api.write(wrong, THREE)).hasMessageStartingWith("INVALID_SETTING");
        }
    }
}
