// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.Outcome;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StatusTableTest {

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
        var problem = StatusTable.STANDARD.problem(IDEMPOTENT, answer(status, Map.of()));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.vendorCode()).isEqualTo(Integer.toString(status));
        assertThat(problem.message()).endsWith("(HTTP " + status + ").");
    }

    @ParameterizedTest
    @CsvSource({"500, MAYBE_APPLIED", "502, MAYBE_APPLIED", "503, UNAVAILABLE", "504, MAYBE_APPLIED"})
    void a_failure_in_the_middle_of_a_call_that_is_not_idempotent_leaves_doubt(int status, ProblemCode code) {
        assertThat(StatusTable.STANDARD.problem(OTHER, answer(status, Map.of())).code())
                .isEqualTo(code);
    }

    @Test
    void a_connector_overrides_what_its_vendor_means_differently() {
        var own = StatusTable.STANDARD.with(403, ProblemCode.RATE_LIMITED).with(300, ProblemCode.DUPLICATE);
        assertThat(own.code(403)).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(own.code(300)).isEqualTo(ProblemCode.DUPLICATE);
        assertThat(StatusTable.STANDARD.code(403)).isEqualTo(ProblemCode.NOT_PERMITTED);
    }

    @Test
    void carries_the_wait_the_vendor_asks_for() {
        var refusal = StatusTable.STANDARD.refusal(IDEMPOTENT, answer(429, Map.of("retry-after", List.of("17"))));
        assertThat(refusal.after()).isEqualTo(Duration.ofSeconds(17));
    }

    @Test
    void blames_the_row_when_it_stood_alone() {
        var alone = call().rows(List.of(4)).idempotent().build();
        assertThat(StatusTable.STANDARD.refusedRow(alone, answer(422, Map.of())))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.problem().code()).isEqualTo(ProblemCode.FIELD_INVALID));
        assertThat(StatusTable.STANDARD.refusedRow(alone, answer(409, Map.of())))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.problem().code()).isEqualTo(ProblemCode.CONFLICT));
    }

    @Test
    void does_not_blame_a_row_for_what_others_may_have_done() {
        var several = call().rows(List.of(4, 5)).idempotent().build();
        var alone = call().rows(List.of(4)).idempotent().build();
        assertThatThrownBy(() -> StatusTable.STANDARD.refusedRow(several, answer(422, Map.of())))
                .hasMessageStartingWith("BATCH_REFUSED");
        assertThatThrownBy(() -> StatusTable.STANDARD.refusedRow(alone, answer(503, Map.of())))
                .hasMessageStartingWith("UNAVAILABLE");
    }

    private static HttpCall.Builder call() {
        return new HttpCall.Builder("POST", "https://example.com/");
    }

    private static HttpAnswer answer(int status, Map<String, List<String>> headers) {
        return new HttpAnswer(status, headers, new byte[0], Surroundings.NOON);
    }
}
