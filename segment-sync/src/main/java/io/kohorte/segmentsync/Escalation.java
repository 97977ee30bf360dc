// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;

/** Problems that people have to solve: the sync pauses, the difference stays. */
final class Escalation {

    private final Books books;
    private final SyncPlan plan;

    Escalation(Books books, SyncPlan plan) {
        this.books = books;
        this.plan = plan;
    }

    /**
     * Returns only when it is worth trying again: after credentials were refused for the first time.
     *
     * @throws Ended otherwise
     */
    void handle(Answer.Failed<?> failed, Line line) {
        var problem = failed.problem();
        switch (problem.code().kind()) {
            case AUTH -> {
                if (!line.reopen()) {
                    throw Ended.accountPaused(failed.asRunProblem());
                }
            }
            case CONFIG -> {
                if (problem.code() == ProblemCode.AUDIENCE_GONE) {
                    books.transactions().run(connection -> Remote.resync(connection, plan.sync()));
                }
                throw Ended.paused(failed.asRunProblem());
            }
            case BUG -> throw Ended.paused(failed.incident().isEmpty() ? withIncident(problem) : failed.asRunProblem());
            case RECORD, THROTTLED, TRANSIENT, POISONED_BATCH, AMBIGUOUS ->
                throw new IllegalStateException("nothing for people: " + problem.code());
        }
    }

    /** The connector did what its contract forbids. */
    Ended broken(String message) {
        return Ended.paused(withIncident(Problem.of(ProblemCode.CONTRACT_BROKEN, message)));
    }

    private RunProblem withIncident(Problem problem) {
        var incident = Incident.of(plan.sync(), problem.code() + ": " + problem.message());
        return new Answer.Failed<>(problem, Duration.ZERO, incident).asRunProblem();
    }
}
