// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Problem;
import io.kohorte.spi.SkipReason;

/**
 * A member that is not in the wanted state, and why.
 *
 * @param due whether the next run tries again although nothing changed
 */
record Refusal(
        int profile,
        Change change,
        State state,
        long fingerprint,
        Problem problem,
        String code,
        Example example,
        boolean due) {

    /** Who held it back. */
    enum State {
        REJECTED("rejected"),
        INVALID("invalid"),
        SKIPPED("skipped");

        private final String wire;

        State(String wire) {
            this.wire = wire;
        }

        String wire() {
            return wire;
        }
    }

    /** Request and response of the row alone, as {@link MarkedText}; empty texts when not kept. */
    record Example(String request, String response) {
        static final Example NONE = new Example("", "");
    }

    static Refusal rejected(int profile, Change change, long fingerprint, Problem problem, Example example) {
        return new Refusal(
                profile,
                change,
                State.REJECTED,
                fingerprint,
                problem,
                problem.code().name(),
                example,
                false);
    }

    /** Out of attempts for now: the next run tries again. */
    static Refusal postponed(int profile, Change change, long fingerprint, Problem problem) {
        return new Refusal(
                profile,
                change,
                State.REJECTED,
                fingerprint,
                problem,
                problem.code().name(),
                Example.NONE,
                true);
    }

    static Refusal invalid(MemberRow.Invalid row, Change change) {
        var problem = row.problem();
        return new Refusal(
                row.profile(),
                change,
                State.INVALID,
                row.fingerprint(),
                problem,
                problem.code().name(),
                Example.NONE,
                false);
    }

    /** @param due true when the reason is ours to look at again in every run, false when only other data can help */
    static Refusal skipped(int profile, Change change, long fingerprint, SkipReason reason, boolean due) {
        var nothing = Problem.of(io.kohorte.spi.ProblemCode.IDENTIFIER_MISSING, "");
        return new Refusal(profile, change, State.SKIPPED, fingerprint, nothing, reason.name(), Example.NONE, due);
    }
}
