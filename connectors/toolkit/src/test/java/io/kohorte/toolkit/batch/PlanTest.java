// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.toolkit.Surroundings;
import io.kohorte.toolkit.http.HttpBounds;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class PlanTest {

    private static final Outcome HELD_BACK = new Outcome.Skipped(SkipReason.NO_CONSENT);
    private static final Outcome ACCEPTED = new Outcome.Accepted("");
    private static final Problem DOWN = Problem.of(ProblemCode.UNAVAILABLE, "Not now.");

    private final SafeHttp http = new SafeHttp(Surroundings.open(), HttpBounds.STANDARD);
    private final Plan plan = new Plan(5, List.of(call(3, 0), call(4, 2)), List.of(new Preview.Refusal(1, HELD_BACK)));

    @Test
    void puts_outcomes_in_batch_order() {
        var outcomes = plan.write(call -> call.rows().stream()
                        .<Outcome>map(row -> new Outcome.Accepted("r" + row))
                        .toList())
                .outcomes();
        assertThat(outcomes)
                .containsExactly(
                        new Outcome.Accepted("r0"),
                        HELD_BACK,
                        new Outcome.Accepted("r2"),
                        new Outcome.Accepted("r3"),
                        new Outcome.Accepted("r4"));
    }

    @Test
    void previews_the_calls_it_writes() {
        var sent = new ArrayList<HttpCall>();
        plan.write(call -> {
            sent.add(call);
            return List.of(ACCEPTED, ACCEPTED);
        });
        assertThat(plan.preview().requests())
                .isEqualTo(sent.stream().map(HttpCall::shown).toList());
        assertThat(plan.preview().refused()).containsExactly(new Preview.Refusal(1, HELD_BACK));
    }

    @Test
    void fails_as_a_whole_when_the_first_call_fails() {
        var failure = new ConnectorException(DOWN);
        assertThatThrownBy(() -> plan.write(throwing(failure))).isSameAs(failure);
    }

    @Test
    void keeps_what_was_accepted_when_a_later_call_fails() {
        var first = plan.calls().get(0);
        var outcomes = plan.write(call -> {
                    if (call != first) {
                        throw new ConnectorException(DOWN, Duration.ofSeconds(9));
                    }
                    return List.of(ACCEPTED, ACCEPTED);
                })
                .outcomes();
        var again = new Outcome.Retry(DOWN, Duration.ofSeconds(9));
        assertThat(outcomes).containsExactly(ACCEPTED, HELD_BACK, again, ACCEPTED, again);
    }

    @Test
    void adds_counts_up_and_keeps_the_reasons_of_rows_held_back() {
        assertThat(plan.count(call -> new BatchResult.Counted(1, 1)))
                .isEqualTo(new BatchResult.Counted(2, 2, List.of(new Preview.Refusal(1, HELD_BACK))));
    }

    @Test
    void gives_outcomes_in_place_of_counts_where_a_call_has_outcomes_or_fails() {
        var first = plan.calls().get(0);
        var again = new Outcome.Retry(DOWN, Duration.ZERO);
        assertThat(plan.count(call -> {
                    if (call != first) {
                        throw new ConnectorException(DOWN);
                    }
                    return new BatchResult.Counted(2, 0);
                }))
                .isEqualTo(new BatchResult.Done(List.of(ACCEPTED, HELD_BACK, again, ACCEPTED, again)));
        assertThat(plan.count(call ->
                        call == first ? new BatchResult.Counted(2, 0) : new BatchResult.Done(List.of(again, again))))
                .isEqualTo(new BatchResult.Done(List.of(ACCEPTED, HELD_BACK, again, ACCEPTED, again)));
    }

    @Test
    void has_nothing_to_count_when_every_row_is_held_back() {
        var idle = new Plan(1, List.of(), List.of(new Preview.Refusal(0, HELD_BACK)));
        assertThat(idle.count(call -> new BatchResult.Counted(1, 0)))
                .isEqualTo(new BatchResult.Done(List.of(HELD_BACK)));
    }

    @Test
    void sends_nothing_when_every_row_is_held_back() {
        var nothing = new Plan(1, List.of(), List.of(new Preview.Refusal(0, HELD_BACK)));
        assertThat(nothing.write(throwing(new IllegalStateException())).outcomes())
                .containsExactly(HELD_BACK);
    }

    @Test
    void refuses_an_answer_of_the_wrong_length() {
        assertThatThrownBy(() -> plan.write(call -> List.of(ACCEPTED))).hasMessageStartingWith("CONTRACT_BROKEN");
    }

    @Test
    void accounts_for_every_row_exactly_once() {
        assertThatThrownBy(() -> new Plan(2, List.of(call(0)), List.of())).hasMessageContaining("row 1 is neither");
        assertThatThrownBy(() -> new Plan(1, List.of(call(0), call(0)), List.of()))
                .hasMessageContaining("row 0 is planned twice");
    }

    private HttpCall call(Integer... rows) {
        return http.post("https://example.com/").rows(List.of(rows)).build();
    }

    private static Function<HttpCall, List<Outcome>> throwing(RuntimeException failure) {
        return call -> {
            throw failure;
        };
    }
}
