// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.util.Optional;

/** Stops a run that would empty an audience by mistake. */
final class Guard {

    private Guard() {}

    static Optional<GuardStop> check(SyncPlan plan, Difference difference) {
        long removals = difference.leavers();
        if (plan.doubt().isPresent()) {
            return stop(
                    GuardStop.Reason.SOURCE_IN_DOUBT, difference, plan.doubt().get());
        }
        if (removals > 0 && difference.wanted() == 0) {
            return stop(
                    GuardStop.Reason.NOBODY_WANTED,
                    difference,
                    "nobody is wanted, while " + difference.acknowledged() + " members are at the destination");
        }
        var limits = plan.guard();
        if (removals > limits.removalRows() && removals > limits.removalShare() * difference.acknowledged()) {
            return stop(
                    GuardStop.Reason.REMOVALS_EXCEED_LIMIT,
                    difference,
                    removals + " of " + difference.acknowledged() + " members would be removed");
        }
        return Optional.empty();
    }

    private static Optional<GuardStop> stop(GuardStop.Reason reason, Difference difference, String detail) {
        return Optional.of(
                new GuardStop(reason, difference.acknowledged(), difference.leavers(), difference.wanted(), detail));
    }
}
