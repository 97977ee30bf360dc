// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.time.Instant;
import java.util.Optional;

/** An execution ends before its work is done, in an orderly way. Carries no stack: it is control flow. */
final class Ended extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient How how;

    private Ended(How how) {
        super(how.state.wire(), null, false, false);
        this.how = how;
    }

    private record How(
            RunState state,
            Reach reach,
            Optional<RunProblem> problem,
            Optional<Instant> until,
            Optional<GuardStop> guard) {}

    /** Who stands still. */
    enum Reach {
        SYNC,
        ACCOUNT
    }

    /** Waits longer than a thread should: due again at that time. */
    static Ended waiting(Instant until, Optional<RunProblem> problem) {
        return new Ended(new How(RunState.QUEUED, Reach.SYNC, problem, Optional.of(until), Optional.empty()));
    }

    static Ended paused(RunProblem problem) {
        return new Ended(
                new How(RunState.PAUSED, Reach.SYNC, Optional.of(problem), Optional.empty(), Optional.empty()));
    }

    /** Every sync of the account stands still until an admin mends the credentials. */
    static Ended accountPaused(RunProblem problem) {
        return new Ended(
                new How(RunState.PAUSED, Reach.ACCOUNT, Optional.of(problem), Optional.empty(), Optional.empty()));
    }

    static Ended guarded(GuardStop stop) {
        var problem = new RunProblem(stop.reason().name(), stop.detail(), "", "");
        return new Ended(
                new How(RunState.PAUSED, Reach.SYNC, Optional.of(problem), Optional.empty(), Optional.of(stop)));
    }

    static Ended failed(RunProblem problem) {
        return new Ended(
                new How(RunState.FAILED, Reach.SYNC, Optional.of(problem), Optional.empty(), Optional.empty()));
    }

    static Ended cancelled() {
        return new Ended(new How(RunState.CANCELLED, Reach.SYNC, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    RunState state() {
        return how.state;
    }

    Reach reach() {
        return how.reach;
    }

    Optional<RunProblem> problem() {
        return how.problem;
    }

    Optional<Instant> until() {
        return how.until;
    }

    Optional<GuardStop> guard() {
        return how.guard;
    }
}
