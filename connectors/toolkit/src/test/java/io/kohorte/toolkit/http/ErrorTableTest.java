// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.Consent;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErrorTableTest {

    private static final HttpCall IDEMPOTENT = call().idempotent().build();
    private static final HttpCall OTHER = call().build();

    @ParameterizedTest
    @CsvSource({
        "301, INVALID_SETTING",
        "304, INVALID_SETTING",
        "400, BATCH_REFUSED",
        "401, CREDENTIALS_REJECTED",
        "403, NOT_PERMITTED",
        "404, AUDIENCE_GONE",
        "408, TIMEOUT",
        "409, BATCH_REFUSED",
        "410, AUDIENCE_GONE",
        "413, BATCH_REFUSED",
        "415, INVALID_SETTING",
        "418, UNEXPECTED",
        "422, BATCH_REFUSED",
        "423, ROW_LOCKED",
        "429, RATE_LIMITED",
        "500, UNAVAILABLE",
        "502, UNAVAILABLE",
        "503, UNAVAILABLE",
        "504, UNAVAILABLE",
        "599, UNAVAILABLE",
        "999, UNEXPECTED"
    })
    void names_a_status(int status, ProblemCode code) {
        var problem = ErrorTable.STANDARD.problem(IDEMPOTENT, answer(status, Map.of()));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.vendorCode()).isEqualTo(Integer.toString(status));
        assertThat(problem.message()).endsWith("(HTTP " + status + ").");
    }

    @ParameterizedTest
    @CsvSource({"500, MAYBE_APPLIED", "502, MAYBE_APPLIED", "503, UNAVAILABLE", "504, MAYBE_APPLIED"})
    void a_failure_in_the_middle_of_a_call_that_is_not_idempotent_leaves_doubt(int status, ProblemCode code) {
        assertThat(ErrorTable.STANDARD.problem(OTHER, answer(status, Map.of())).code())
                .isEqualTo(code);
    }

    @Test
    void a_connector_overrides_what_its_vendor_means_differently() {
        var own = ErrorTable.STANDARD.with(403, ProblemCode.RATE_LIMITED).with(300, ProblemCode.DUPLICATE);
        assertThat(own.code(403)).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(own.code(300)).isEqualTo(ProblemCode.DUPLICATE);
        assertThat(ErrorTable.STANDARD.code(403)).isEqualTo(ProblemCode.NOT_PERMITTED);
    }

    @Test
    void carries_the_wait_the_vendor_asks_for() {
        var refusal = ErrorTable.STANDARD.refusal(IDEMPOTENT, answer(429, Map.of("retry-after", List.of("17"))));
        assertThat(refusal.after()).isEqualTo(Duration.ofSeconds(17));
    }

    @Test
    void blames_the_row_when_it_stood_alone() {
        var alone = call().rows(List.of(4)).idempotent().build();
        assertThat(ErrorTable.STANDARD.refusedRow(alone, answer(422, Map.of())))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.problem().code()).isEqualTo(ProblemCode.FIELD_INVALID));
        assertThat(ErrorTable.STANDARD.refusedRow(alone, answer(409, Map.of())))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.problem().code()).isEqualTo(ProblemCode.CONFLICT));
    }

    @Test
    void does_not_blame_a_row_for_what_others_may_have_done() {
        var several = call().rows(List.of(4, 5)).idempotent().build();
        var alone = call().rows(List.of(4)).idempotent().build();
        assertThatThrownBy(() -> ErrorTable.STANDARD.refusedRow(several, answer(422, Map.of())))
                .hasMessageStartingWith("BATCH_REFUSED");
        assertThatThrownBy(() -> ErrorTable.STANDARD.refusedRow(alone, answer(503, Map.of())))
                .hasMessageStartingWith("UNAVAILABLE");
    }

    private static final ErrorTable WORDED = ErrorTable.STANDARD
            .codeAt("/errors/0/code")
            .sentenceAt("/errors/0/message")
            .waitIn("x-reset")
            .with(ProblemCode.NOT_PERMITTED, "no_scope", "no_role")
            .with(ProblemCode.DUPLICATE, "twice")
            .with(ProblemCode.ROW_LOCKED, "busy")
            .saying(ProblemCode.RATE_LIMITED, "Come back later.");

    private static HttpAnswer explained(int status, String code, String message) {
        var body = Json.mapper().createObjectNode();
        body.putArray("errors").addObject().put("code", code).put("message", message);
        return new HttpAnswer(status, Map.of(), Json.write(body), Surroundings.NOON);
    }

    @ParameterizedTest
    @CsvSource({
        "400, no_role, NOT_PERMITTED, no_role",
        "400, unknown, BATCH_REFUSED, unknown",
        "400, ann@example.com, BATCH_REFUSED, 400",
        "400, 491701234567, BATCH_REFUSED, 400",
        "400, 2650, BATCH_REFUSED, 2650",
        "400, '', BATCH_REFUSED, 400",
        "500, no_role, UNAVAILABLE, no_role"
    })
    void hears_the_vendors_code_before_the_status_unless_the_vendor_stumbled(
            int status, String said, ProblemCode code, String vendorCode) {
        var problem = WORDED.problem(IDEMPOTENT, explained(status, said, ""));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.vendorCode()).isEqualTo(vendorCode);
    }

    @Test
    void a_vendors_code_takes_no_doubt_away() {
        assertThat(WORDED.problem(OTHER, explained(502, "no_role", "")).code()).isEqualTo(ProblemCode.MAYBE_APPLIED);
    }

    @Test
    void repeats_the_vendors_sentence_where_it_can_be_about_one_person_at_most() {
        var about = new MemberChange(
                MemberChange.Kind.ADD,
                new SubjectKeys("1", Map.of("phone", "+49 170 123")),
                Map.of("city", FieldValue.of("Bielefeld")),
                Consent.NEVER_ASKED);
        var answer = explained(400, "", "Bielefeld is no city of ann@example.com (+49 170 123)");
        var alone = call().rows(List.of(4)).idempotent().build();
        var several = call().rows(List.of(4, 5)).idempotent().build();

        assertThat(WORDED.problem(IDEMPOTENT, explained(400, "", "ann@example.com has no folder 7"))
                        .message())
                .isEqualTo("*** has no folder 7");
        assertThat(WORDED.refusedRow(alone, answer, about))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.problem().message()).isEqualTo("*** is no city of *** (***)"));
        assertThat(WORDED.refusal(alone, answer)).hasMessageNotContaining("Bielefeld");
        assertThatThrownBy(() -> WORDED.refusedRow(several, answer, about))
                .hasMessageStartingWith("BATCH_REFUSED")
                .hasMessageNotContaining("Bielefeld");
    }

    @Test
    void a_code_of_a_row_speaks_of_the_row_that_stood_alone() {
        var alone = call().rows(List.of(4)).idempotent().build();
        assertThat(WORDED.refusedRow(alone, explained(400, "twice", "")))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.problem().code()).isEqualTo(ProblemCode.DUPLICATE));
        assertThat(WORDED.refusedRow(alone, explained(400, "busy", ""))).isInstanceOf(Outcome.Retry.class);
        assertThatThrownBy(() -> WORDED.refusedRow(alone, explained(400, "no_scope", "")))
                .hasMessageStartingWith("NOT_PERMITTED");
    }

    @Test
    void waits_as_long_as_the_vendors_own_header_says_and_says_so_in_a_sentence_of_ours() {
        var refusal = WORDED.refusal(IDEMPOTENT, answer(429, Map.of("x-reset", List.of("9"))));
        assertThat(refusal.after()).isEqualTo(Duration.ofSeconds(9));
        assertThat(refusal.problem().message()).isEqualTo("Come back later.");
        assertThat(WORDED.refusal(IDEMPOTENT, answer(429, Map.of("x-reset", List.of("-1"))))
                        .after())
                .isZero();
        assertThat(WORDED.refusal(IDEMPOTENT, answer(503, Map.of("x-reset", List.of("9"))))
                        .after())
                .as("how much is left of a window says nothing of a failure")
                .isZero();
    }

    private static HttpCall.Builder call() {
        return new HttpCall.Builder("POST", "https://example.com/");
    }

    private static HttpAnswer answer(int status, Map<String, List<String>> headers) {
        return new HttpAnswer(status, headers, new byte[0], Surroundings.NOON);
    }
}
