// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who was found held out of a sync and who was not, over all rounds. The lot is drawn once a person, so what one round shows is no
 * news in the next: its fairness is judged on everybody ever seen, and nobody's may change.
 */
final class Lots {

    /** Sync → profile → whether held out. */
    private final Map<Long, Map<String, Boolean>> drawn = new HashMap<>();

    /** Notes a lot, and says what is wrong with it. */
    Optional<String> note(Installation.Sync sync, String profile, boolean heldOut) {
        Boolean before = drawn.computeIfAbsent(sync.id(), id -> new HashMap<>()).put(profile, heldOut);
        return before == null || before == heldOut
                ? Optional.empty()
                : Optional.of(sync.name() + ": " + profile
                        + (heldOut ? " is held out, and was not before" : " is not held out any more"));
    }

    /** Says so when the share is more than four standard deviations off what was asked for. */
    Optional<String> unfair(Installation.Sync sync) {
        Map<String, Boolean> lots = drawn.getOrDefault(sync.id(), Map.of());
        long heldOut = lots.values().stream().filter(lot -> lot).count();
        double asked = lots.size() * sync.holdout();
        return Math.abs(heldOut - asked) <= 4 * Math.sqrt(asked * (1 - sync.holdout()))
                ? Optional.empty()
                : Optional.of("%s: %d of %d are held out, not %.0f %%"
                        .formatted(sync.name(), heldOut, lots.size(), sync.holdout() * 100));
    }
}
