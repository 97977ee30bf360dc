// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InTurnTest {

    private final ConnectorException tooFast = new ConnectorException(
            Problem.of(ProblemCode.RATE_LIMITED, "Fewer requests, please."), Duration.ofSeconds(7));

    private final List<String> sent = new ArrayList<>();
    private final Map<String, Outcome> postponed = new LinkedHashMap<>();

    @Test
    void all_parts_go_out_in_their_order() {
        send("none of them", "a", "b", "c");

        assertThat(sent).containsExactly("a", "b", "c");
        assertThat(postponed).isEmpty();
    }

    @Test
    void when_the_first_fails_nothing_was_applied_and_all_may_come_again() {
        assertThatThrownBy(() -> send("a", "a", "b")).isSameAs(tooFast);

        assertThat(sent).isEmpty();
        assertThat(postponed).isEmpty();
    }

    @Test
    void when_a_later_one_fails_it_and_the_rest_come_again_after_as_long_as_the_vendor_said() {
        send("b", "a", "b", "c");

        var again = new Outcome.Retry(tooFast.problem(), Duration.ofSeconds(7));
        assertThat(sent).containsExactly("a");
        assertThat(postponed).containsExactly(Map.entry("b", again), Map.entry("c", again));
    }

    private void send(String failing, String... parts) {
        InTurn.send(
                List.of(parts),
                part -> {
                    if (part.equals(failing)) {
                        throw tooFast;
                    }
                    sent.add(part);
                },
                postponed::put);
    }
}
