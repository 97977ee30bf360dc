// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import io.kohorte.core.learn.registry.RetrainingPolicy;
import java.util.Optional;

/** Whether a look is a ground to train again, in a word as the versions show it. */
final class Ground {
    private Ground() {}

    /**
     * Drift is one when it begins, not for as long as it lasts: a new version that was not better would otherwise be followed by another
     * every day.
     *
     * @param before the look before this one
     */
    static Optional<String> of(RetrainingPolicy policy, Look look, Optional<Look> before) {
        if (policy.onDrift()
                && isAlarming(look)
                && before.filter(one -> one.version() == look.version() && isAlarming(one))
                        .isEmpty()) {
            return Optional.of("drift");
        }
        Integer enough = policy.onOutcomes();
        return enough != null && look.newOutcomes() >= enough ? Optional.of("outcomes") : Optional.empty();
    }

    private static boolean isAlarming(Look look) {
        return look.state() == State.DRIFTING || look.state() == State.WORSE;
    }
}
