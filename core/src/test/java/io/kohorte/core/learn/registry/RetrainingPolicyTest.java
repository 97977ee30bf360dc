// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kohorte.core.analytics.CustomerHistory.Span;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.registry.RetrainingPolicy.Action;
import io.kohorte.core.learn.registry.RetrainingPolicy.Strategy;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetrainingPolicyTest {
    private static final Instant FIRST = Instant.parse("2023-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2024-12-31T00:00:00Z");
    private static final Span WHOLE = new Span(FIRST, LAST);
    private static final Decision BETTER = new Decision(true, new Wording("Better.", "Besser."));

    @Test
    void what_is_left_out_is_as_it_always_was() throws JsonProcessingException {
        RetrainingPolicy policy = JsonMapper.builder().build().readValue("{\"onDrift\":true}", RetrainingPolicy.class);

        assertThat(policy.onDrift()).isTrue();
        assertThat(policy.within(WHOLE, Optional.empty())).isEqualTo(WHOLE);
        assertThat(policy.holds(BETTER, true)).isFalse();
        assertThat(policy.check(false, ModelKind.CLUSTERING)).isEmpty();
    }

    @Test
    void a_sliding_window_ends_now_and_never_begins_before_the_first_event() {
        assertThat(policy(Strategy.SLIDING, 100).within(WHOLE, Optional.empty()))
                .isEqualTo(new Span(Instant.parse("2024-09-22T00:00:00Z"), LAST));
        assertThat(policy(Strategy.SLIDING, 3650).within(WHOLE, Optional.empty()))
                .isEqualTo(WHOLE);
    }

    @Test
    void the_same_window_is_that_of_the_champion_and_all_before_there_is_one() {
        Instant asOf = Instant.parse("2024-01-31T00:00:00Z");
        Provenance champion = new Provenance(
                FIRST,
                asOf,
                1,
                900,
                42,
                List.of(),
                new ModelDefinition(List.of(), null, null, null),
                "1",
                "manual",
                null,
                LAST,
                null,
                null,
                null);

        assertThat(policy(Strategy.SAME, null).within(WHOLE, Optional.of(champion)))
                .isEqualTo(new Span(FIRST, asOf));
        assertThat(policy(Strategy.SAME, null).within(WHOLE, Optional.empty())).isEqualTo(WHOLE);
    }

    @Test
    void a_better_version_waits_for_a_person_who_asked_for_that_unless_nothing_speaks_yet() {
        RetrainingPolicy policy = new RetrainingPolicy(false, false, null, null, null, Action.CHALLENGER, null);

        assertThat(policy.holds(BETTER, true)).isTrue();
        assertThat(policy.holds(BETTER, false)).isFalse();
        assertThat(policy.holds(new Decision(false, BETTER.reason()), true))
                .as("one that is no better is refused as ever")
                .isFalse();
        assertThat(RetrainingPolicy.held(BETTER).promoted()).isFalse();
        assertThat(RetrainingPolicy.held(BETTER).reason().de()).startsWith("Besser. Sie wartet");
    }

    @Test
    void what_cannot_be_is_said_where_it_stands() {
        assertThat(policy(Strategy.SLIDING, null).check(true, ModelKind.PREDICTION))
                .extracting(FieldError::pointer)
                .containsExactly("/retraining/windowDays");
        assertThat(policy(Strategy.SAME, null).check(false, ModelKind.CLUSTERING))
                .extracting(FieldError::code)
                .containsExactly("NO_WINDOW");
        assertThat(new RetrainingPolicy(false, false, 10, null, null, null, .7).check(false, ModelKind.CLUSTERING))
                .extracting(FieldError::pointer)
                .containsExactly("/retraining/onOutcomes", "/retraining/margin");
    }

    private static RetrainingPolicy policy(Strategy strategy, @Nullable Integer days) {
        return new RetrainingPolicy(false, false, null, strategy, days, null, null);
    }
}
