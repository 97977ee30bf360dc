// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receiver may answer, and what becomes of the rows. */
final class ResultsTest {

    private static final Outcome ACCEPTED = new Outcome.Accepted("");

    @RegisterExtension
    private static final WireMockExtension RECEIVER =
            WireMockExtension.newInstance().build();

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "ok", "{}", "{\"ok\":true}", "[]", "null", "{\"results\":[]}"})
    void a_success_without_results_takes_every_row(String body) {
        assertThat(outcomes(answer(200, body), 3)).containsExactly(ACCEPTED, ACCEPTED, ACCEPTED);
    }

    @Test
    void results_name_the_rows_that_were_not_taken() {
        var outcomes = outcomes(
                answer(
                        207,
                        """
                        {"results":[
                         {"index":3,"status":"skipped","code":"suppressed"},
                         {"index":1,"status":"rejected","code":"unknown_id","message":"No such\\ncustomer","field":"email"},
                         {"index":2,"status":"retry","message":"Busy","retryAfter":9},
                         {"index":4,"status":"accepted","ref":"r-4"}]}"""),
                5);
        assertThat(outcomes)
                .containsExactly(
                        ACCEPTED,
                        new Outcome.Rejected(
                                new Problem(ProblemCode.FIELD_INVALID, "No such customer", "email", "unknown_id")),
                        new Outcome.Retry(Problem.of(ProblemCode.UNAVAILABLE, "Busy"), Duration.ofSeconds(9)),
                        new Outcome.Skipped(SkipReason.SUPPRESSED),
                        new Outcome.Accepted("r-4"));
    }

    @ParameterizedTest
    @CsvSource({
        "rejected, identifier_invalid, IDENTIFIER_INVALID",
        "rejected, FORGOTTEN, FORGOTTEN",
        "rejected, INVALID_SETTING, FIELD_INVALID",
        "rejected, E-17, FIELD_INVALID",
        "retry, row_locked, ROW_LOCKED",
        "retry, FORGOTTEN, UNAVAILABLE"
    })
    void codes_of_ours_are_understood_where_they_mean_a_row(String status, String code, ProblemCode understood) {
        var body = "{\"results\":[{\"index\":0,\"status\":\"%s\",\"code\":\"%s\"}]}".formatted(status, code);
        var outcome = outcomes(answer(200, body), 1).get(0);
        var problem =
                outcome instanceof Outcome.Rejected rejected ? rejected.problem() : ((Outcome.Retry) outcome).problem();
        assertThat(problem.code()).isEqualTo(understood);
        assertThat(problem.vendorCode()).isEqualTo(code);
        assertThat(problem.message()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Sign in</html>",
                "{\"results\":[{\"index\":0",
                "{\"results\":{}}",
                "{\"results\":[{}]}",
                "{\"results\":[7]}",
                "{\"results\":[{\"index\":-1,\"status\":\"rejected\"}]}",
                "{\"results\":[{\"index\":3,\"status\":\"rejected\"}]}",
                "{\"results\":[{\"index\":\"0\",\"status\":\"rejected\"}]}",
                "{\"results\":[{\"index\":0,\"status\":\"lost\"}]}",
                "{\"results\":[{\"index\":0}]}",
                "{\"results\":[{\"index\":0,\"status\":\"rejected\"},{\"index\":0,\"status\":\"retry\"}]}"
            })
    void an_answer_that_breaks_the_contract_is_a_bad_response(String body) {
        assertThatThrownBy(() -> outcomes(answer(200, body), 3)).hasMessageStartingWith("BAD_RESPONSE");
    }

    @Test
    void a_message_does_not_quote_the_person() {
        var body = "{\"results\":[{\"index\":0,\"status\":\"rejected\",\"code\":\"Person0@example.com\","
                + "\"message\":\"PERSON0@EXAMPLE.COM is taken by erika@example.org\"}]}";
        var problem = ((Outcome.Rejected) outcomes(answer(200, body), 1).get(0)).problem();
        assertThat(problem.message()).isEqualTo("*** is taken by ***");
        assertThat(problem.vendorCode()).isEqualTo("***");
    }

    @ParameterizedTest
    @CsvSource({
        "301, INVALID_SETTING",
        "400, BATCH_REFUSED",
        "401, CREDENTIALS_REJECTED",
        "403, CREDENTIALS_REJECTED",
        "404, AUDIENCE_GONE",
        "409, BATCH_REFUSED",
        "410, AUDIENCE_GONE",
        "413, BATCH_REFUSED",
        "415, INVALID_SETTING",
        "422, BATCH_REFUSED",
        "429, RATE_LIMITED",
        "500, UNAVAILABLE",
        "502, UNAVAILABLE",
        "503, UNAVAILABLE",
        "504, UNAVAILABLE"
    })
    void a_status_names_the_problem_of_a_batch(int status, ProblemCode code) {
        assertThatThrownBy(() -> outcomes(answer(status, ""), 2)).hasMessageStartingWith(code.name());
    }

    @ParameterizedTest
    @CsvSource({"400, FIELD_INVALID", "413, FIELD_INVALID", "422, FIELD_INVALID", "409, CONFLICT"})
    void a_refusal_of_a_single_row_is_about_that_row(int status, ProblemCode code) {
        assertThat(outcomes(answer(status, ""), 1))
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.problem().code()).isEqualTo(code));
    }

    @Test
    void a_refusal_that_names_rows_rejects_those_and_sends_the_others_again() {
        var outcomes = outcomes(answer(422, "{\"results\":[{\"index\":1,\"status\":\"rejected\"}]}"), 3);
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Rejected.class);
        assertThat(List.of(outcomes.get(0), outcomes.get(2))).allMatch(Outcome.Retry.class::isInstance);
    }

    @Test
    void what_was_taken_stays_taken_when_a_later_message_fails() {
        RECEIVER.stubFor(post(urlEqualTo("/")).willReturn(answer(503, "").withHeader("Retry-After", "20")));
        RECEIVER.stubFor(post(urlEqualTo("/"))
                .withHeader("webhook-id", equalTo("batch-17-0"))
                .willReturn(answer(204, "")));
        var outcomes = write(Map.of("rowsPerRequest", 2), 5);
        assertThat(outcomes.subList(0, 2)).containsExactly(ACCEPTED, ACCEPTED);
        assertThat(outcomes.subList(2, 5)).hasSize(3).allSatisfy(outcome -> assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Retry.class, retry -> assertThat(retry.after()).isEqualTo(Duration.ofSeconds(20))));
        RECEIVER.verify(2, postRequestedFor(urlEqualTo("/")));
    }

    private static ResponseDefinitionBuilder answer(int status, String body) {
        return aResponse().withStatus(status).withBody(body);
    }

    private static List<Outcome> outcomes(ResponseDefinitionBuilder answer, int people) {
        RECEIVER.stubFor(post(urlEqualTo("/")).willReturn(answer));
        return write(Map.of(), people);
    }

    private static List<Outcome> write(Map<String, ?> settings, int people) {
        var changes = IntStream.range(0, people).mapToObj(Samples::person).toList();
        try (var destination =
                new WebhookConnector().open(Samples.settings(RECEIVER.baseUrl(), settings), Samples.context())) {
            var audiences = destination.audiences();
            var audience = audiences.ensure(Samples.audience(DeleteBehaviour.REMOVE_FROM_AUDIENCE));
            return ((BatchResult.Done) audiences.write(audience, Samples.batch(changes))).outcomes();
        }
    }
}
