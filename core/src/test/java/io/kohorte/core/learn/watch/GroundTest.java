// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.registry.RetrainingPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroundTest {
    private static final RetrainingPolicy ON_DRIFT = new RetrainingPolicy(true, false, null, null, null, null, null);
    private static final RetrainingPolicy ON_OUTCOMES = new RetrainingPolicy(false, false, 500, null, null, null, null);

    @Test
    void drift_is_a_ground_when_it_begins_and_not_while_it_lasts() {
        Look drifting = look(2, State.DRIFTING, 0);

        assertThat(Ground.of(ON_DRIFT, drifting, Optional.empty())).contains("drift");
        assertThat(Ground.of(ON_DRIFT, drifting, Optional.of(look(2, State.STEADY, 0))))
                .contains("drift");
        assertThat(Ground.of(ON_DRIFT, drifting, Optional.of(drifting))).isEmpty();
        assertThat(Ground.of(ON_DRIFT, drifting, Optional.of(look(1, State.DRIFTING, 0))))
                .as("of another version")
                .contains("drift");
        assertThat(Ground.of(ON_DRIFT, look(2, State.STEADY, 0), Optional.empty()))
                .isEmpty();
    }

    @Test
    void enough_new_outcomes_are_a_ground() {
        assertThat(Ground.of(ON_OUTCOMES, look(1, State.STEADY, 499), Optional.empty()))
                .isEmpty();
        assertThat(Ground.of(ON_OUTCOMES, look(1, State.STEADY, 500), Optional.empty()))
                .contains("outcomes");
        assertThat(Ground.of(ON_OUTCOMES, look(1, State.DRIFTING, 0), Optional.empty()))
                .isEmpty();
    }

    private static Look look(int version, State state, long newOutcomes) {
        return new Look(
                version,
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                900,
                900,
                .01,
                state,
                new Wording("", ""),
                List.of(),
                null,
                null,
                null,
                null,
                newOutcomes,
                null);
    }
}
