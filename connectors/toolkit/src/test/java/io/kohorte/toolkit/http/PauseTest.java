// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.MovableClock;
import io.kohorte.toolkit.Surroundings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PauseTest {

    private static final Problem SPENT = Problem.of(ProblemCode.RATE_LIMITED, "Nothing is left.");

    private final MovableClock clock = new MovableClock(Surroundings.NOON);
    private final Pause pause = new Pause(clock);

    @Test
    void nothing_is_held_back_before_it_begins_and_after_it_ends() {
        assertThatCode(() -> pause.check(SPENT)).doesNotThrowAnyException();

        pause.begin(Duration.ofSeconds(5));
        clock.advance(Duration.ofSeconds(5));

        assertThatCode(() -> pause.check(SPENT)).doesNotThrowAnyException();
    }

    @Test
    void while_it_lasts_it_tells_what_is_left() {
        pause.begin(Duration.ofSeconds(5));
        clock.advance(Duration.ofSeconds(2));

        var held = catchThrowableOfType(ConnectorException.class, () -> pause.check(SPENT));

        assertThat(held.problem()).isEqualTo(SPENT);
        assertThat(held.after()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void a_shorter_one_does_not_end_a_longer_one() {
        pause.begin(Duration.ofSeconds(60));
        pause.begin(Duration.ofSeconds(1));

        var held = catchThrowableOfType(ConnectorException.class, () -> pause.check(SPENT));

        assertThat(held.after()).isEqualTo(Duration.ofSeconds(60));
    }
}
