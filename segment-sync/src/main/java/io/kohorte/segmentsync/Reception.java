// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** Takes in what a destination says about a batch, at once or through a job, and has each row's fate recorded. */
final class Reception {

    private static final Outcome TAKEN = new Outcome.Accepted("");
    private static final Outcome NONE_TAKEN = new Outcome.Rejected(Problem.of(
            ProblemCode.BATCH_REFUSED, "The destination refused every row of the batch and names no cause."));

    private final SyncPlan plan;
    private final Line line;
    private final Recording recording;
    private final Escalation escalation;
    private final Examples examples;

    Reception(SyncPlan plan, Line line, Recording recording, Escalation escalation, Examples examples) {
        this.plan = plan;
        this.line = line;
        this.recording = recording;
        this.escalation = escalation;
        this.examples = examples;
    }

    /** @param retries takes the rows that are to be sent again */
    void received(Parcel parcel, BatchResult result, Retries retries) throws InterruptedException {
        if (result instanceof BatchResult.Done done) {
            outcomes(parcel, done.outcomes(), retries);
        } else if (result instanceof BatchResult.Counted counted) {
            counted(parcel, counted);
        } else if (result instanceof BatchResult.Pending pending) {
            recording.job(parcel.shipment(), pending.ticket(), recording.now().plus(pending.lookAgain()));
        }
    }

    void outcomes(Parcel parcel, List<Outcome> outcomes, Retries retries) throws InterruptedException {
        if (outcomes.size() != parcel.size()) {
            var message = "The connector answered " + outcomes.size() + " outcomes for " + parcel.size() + " changes.";
            throw escalation.broken(message);
        }
        var escalated = new ArrayDeque<Answer.Failed<BatchResult>>();
        recording.tidings(parcel.kind(), tidings(parcel, outcomes, retries, escalated));
        if (!escalated.isEmpty()) {
            escalation.handle(escalated.remove(), line);
        }
    }

    private Tidings tidings(
            Parcel parcel, List<Outcome> outcomes, Retries retries, Deque<Answer.Failed<BatchResult>> escalated) {
        var tidings = new Tidings(parcel.shipment());
        for (int row = 0; row < outcomes.size(); row++) {
            var outcome = outcomes.get(row);
            if (outcome instanceof Outcome.Accepted) {
                tidings.accept(row);
            } else if (outcome instanceof Outcome.Skipped skipped) {
                var shipment = parcel.shipment();
                tidings.refuse(Refusal.skipped(
                        shipment.profiles()[row],
                        shipment.change(),
                        shipment.fingerprints()[row],
                        skipped.reason(),
                        false));
            } else if (outcome instanceof Outcome.Rejected rejected) {
                refused(parcel, row, rejected.problem(), tidings);
            } else if (outcome instanceof Outcome.Retry retry) {
                again(parcel, row, retry, tidings, retries);
                if (isForPeople(retry.problem()) && escalated.isEmpty()) {
                    escalated.add(new Answer.Failed<>(retry.problem(), retry.after(), ""));
                }
            }
        }
        return tidings;
    }

    private static boolean isForPeople(Problem problem) {
        return switch (problem.code().kind()) {
            case AUTH, CONFIG, BUG -> true;
            case RECORD, THROTTLED, TRANSIENT, POISONED_BATCH, AMBIGUOUS -> false;
        };
    }

    private void again(Parcel parcel, int row, Outcome.Retry retry, Tidings tidings, Retries retries) {
        var shipment = parcel.shipment();
        if (Unclear.mayHaveArrived(retry.problem(), plan)) {
            if (!plan.maySendAgain()) {
                refused(parcel, row, Unclear.lost(retry.problem()), tidings);
                return;
            }
            tidings.unclear(row);
        }
        retries.add(shipment.profiles()[row], shipment.fingerprints()[row], retry.problem(), retry.after());
    }

    /** The only row of its batch, refused with it. */
    void refused(Parcel alone, Problem problem) {
        var tidings = new Tidings(alone.shipment());
        refused(alone, 0, problem, tidings);
        recording.tidings(alone.kind(), tidings);
    }

    private void refused(Parcel parcel, int row, Problem problem, Tidings tidings) {
        var shipment = parcel.shipment();
        if (shipment.change().leaves() && isGoneAnyway(problem.code())) {
            tidings.accept(row);
            return;
        }
        if (problem.code().kind() == ProblemCode.Kind.AMBIGUOUS) {
            tidings.unclear(row);
        }
        tidings.refuse(Refusal.rejected(
                shipment.profiles()[row],
                shipment.change(),
                shipment.fingerprints()[row],
                problem,
                examples.of(parcel, row, problem)));
    }

    /** Who is not there need not be removed. */
    private static boolean isGoneAnyway(ProblemCode code) {
        return code == ProblemCode.NOT_FOUND || code == ProblemCode.FORGOTTEN;
    }

    /** Rows that were sent share one fate; those held back have a reason each. */
    void counted(Parcel parcel, BatchResult.Counted counted) throws InterruptedException {
        var sent = parcel.size() - counted.heldBack().size();
        var noneTaken = counted.accepted() == 0 && counted.refused() >= sent;
        var outcomes = new ArrayList<Outcome>(Collections.nCopies(parcel.size(), noneTaken ? NONE_TAKEN : TAKEN));
        counted.heldBack().forEach(row -> outcomes.set(row.row(), row.outcome()));
        if (noneTaken) {
            outcomes(parcel, outcomes, new Retries());
            return;
        }
        var tidings = tidings(parcel, outcomes, new Retries(), new ArrayDeque<>());
        var refused = counted.refused() + tidings.count(Refusal.State.REJECTED);
        recording.counted(parcel.kind(), tidings, counted.accepted(), refused);
    }
}
