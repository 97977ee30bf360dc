// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RedrawnTest {

    @Test
    void a_lead_counts_beyond_one_standard_error_of_the_differences_time_by_time() {
        Redrawn groups = new Redrawn(new double[] {.9, .5, .7, .6, .8});

        // .1 better each time, however much the times differ
        assertThat(groups.isClearlyAbove(new Redrawn(new double[] {.8, .4, .6, .5, .7})))
                .isTrue();
        // differences .3, −.1, .1, −.1, .3: a mean of .1, an error of .0894
        assertThat(groups.isClearlyAbove(new Redrawn(new double[] {.6, .6, .6, .7, .5})))
                .isTrue();
        // differences .5, −.3, .3, −.3, .3: a mean of .1, an error of .167
        assertThat(groups.isClearlyAbove(new Redrawn(new double[] {.4, .8, .4, .9, .5})))
                .isFalse();
        assertThat(groups.isClearlyAbove(groups)).isFalse();
    }
}
