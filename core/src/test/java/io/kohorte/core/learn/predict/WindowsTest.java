// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class WindowsTest {
    private static final Instant FIRST = Instant.parse("2023-01-01T00:00:00Z");

    @Test
    void no_label_that_training_sees_reaches_into_the_test() {
        for (int history = 30; history <= 1500; history += 35) {
            for (int horizon : new int[] {7, 30, 90, 273}) {
                Windows.plan(FIRST, FIRST.plus(Duration.ofDays(history)), Duration.ofDays(horizon))
                        .ifPresent(windows -> {
                            assertThat(windows.validation().plus(windows.learned()))
                                    .isBeforeOrEqualTo(windows.test());
                            assertThat(windows.training()).isNotEmpty().allSatisfy(moment -> {
                                assertThat(moment.plus(windows.learned())).isBeforeOrEqualTo(windows.validation());
                                assertThat(moment).isAfter(FIRST);
                            });
                            assertThat(windows.test().plus(windows.horizon())).isEqualTo(windows.labelTo());
                        });
            }
        }
    }

    @Test
    void enough_history_learns_the_whole_horizon() {
        Windows windows = Windows.plan(FIRST, FIRST.plus(Duration.ofDays(373)), Duration.ofDays(90))
                .orElseThrow();

        assertThat(windows.shortened()).isFalse();
        assertThat(windows.test()).isEqualTo(FIRST.plus(Duration.ofDays(283)));
        assertThat(windows.validation()).isEqualTo(FIRST.plus(Duration.ofDays(193)));
        assertThat(windows.training())
                .containsExactly(FIRST.plus(Duration.ofDays(103)), FIRST.plus(Duration.ofDays(58)));
    }

    @Test
    void what_is_said_to_be_needed_is_enough_and_a_day_and_a_half_less_is_not() {
        for (int horizon : new int[] {7, 30, 90, 365}) {
            Duration ahead = Duration.ofDays(horizon);
            Duration needed = Windows.needed(ahead);

            assertThat(Windows.plan(FIRST, FIRST.plus(needed), ahead)).isPresent();
            assertThat(Windows.plan(FIRST, FIRST.plus(needed).minus(Duration.ofHours(36)), ahead))
                    .isEmpty();
        }
    }

    @Test
    void a_probability_carried_further_grows_and_stays_one() {
        assertThat(Extension.carried(.1, 1)).isEqualTo(.1);
        assertThat(Extension.carried(.1, 5)).isBetween(.4, .42);
        double[] probabilities = {.05, .2, .6};
        double rate = (Extension.carried(.05, 3) + Extension.carried(.2, 3) + Extension.carried(.6, 3)) / 3;
        assertThat(Extension.worth(probabilities, rate, 9)).isCloseTo(3, org.assertj.core.data.Offset.offset(1e-6));
    }
}
