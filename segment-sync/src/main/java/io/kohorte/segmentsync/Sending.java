// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Capability;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.RemoteAudience;
import java.util.ArrayDeque;
import java.util.List;

/** Gets batches out, and decides by the kind of a problem what happens next. */
final class Sending {

    private final SyncPlan plan;
    private final Line line;
    private final RemoteAudience audience;
    private final Account account;
    private final Patience patience;
    private final Recording recording;
    private final Escalation escalation;
    private final Examples examples;
    private final DeliveryPolicy policy;
    private int exhaustedInARow;

    Sending(
            SyncPlan plan,
            Line line,
            RemoteAudience audience,
            Account account,
            Patience patience,
            Recording recording,
            Escalation escalation,
            DeliveryPolicy policy) {
        this.plan = plan;
        this.line = line;
        this.audience = audience;
        this.account = account;
        this.patience = patience;
        this.recording = recording;
        this.escalation = escalation;
        this.examples = new Examples(line, policy.examples());
        this.policy = policy;
    }

    /** Sends a batch, in halves of halves if the destination refuses it whole because of some row. */
    void send(Parcel parcel, Retries retries) throws InterruptedException {
        var waiting = new ArrayDeque<Parcel>();
        waiting.push(parcel);
        while (!waiting.isEmpty()) {
            var parts = deliver(waiting.pop(), retries);
            for (int last = parts.size() - 1; last >= 0; last--) {
                waiting.push(parts.get(last));
            }
        }
    }

    /** @return what remains to be sent instead of this batch */
    private List<Parcel> deliver(Parcel parcel, Retries retries) throws InterruptedException {
        var shipment = parcel.shipment();
        int attempt = 1;
        int throttled = 0;
        while (true) {
            patience.turn(line);
            recording.open(shipment);
            var answer = line.write(audience, parcel);
            recording.requested();
            if (answer instanceof Answer.Given<BatchResult> given) {
                exhaustedInARow = 0;
                received(parcel, given.value(), retries);
                return List.of();
            }
            var failed = (Answer.Failed<BatchResult>) answer;
            var problem = failed.problem();
            switch (problem.code().kind()) {
                case THROTTLED -> {
                    recording.close(shipment);
                    patience.throttled(failed, ++throttled);
                }
                case TRANSIENT -> {
                    recording.close(shipment);
                    account.failed();
                    if (attempt++ >= policy.attempts()) {
                        setAside(parcel, problem);
                        return List.of();
                    }
                    patience.backOff(attempt - 1, failed.after(), failed.asRunProblem());
                }
                case AMBIGUOUS -> {
                    account.failed();
                    if (!plan.connector().can(Capability.IDEMPOTENT)) {
                        recording.mustBeLookedUp(parcel.kind(), shipment, problem);
                        return List.of();
                    }
                    if (attempt++ >= policy.attempts()) {
                        recording.mayBeThere(shipment, problem);
                        exhausted(problem);
                        return List.of();
                    }
                    patience.backOff(attempt - 1, failed.after(), failed.asRunProblem());
                }
                case POISONED_BATCH, RECORD -> {
                    if (parcel.size() > 1) {
                        recording.close(shipment);
                        return parcel.halves();
                    }
                    var tidings = new Tidings(shipment);
                    refused(parcel, 0, problem, tidings);
                    recording.tidings(parcel.kind(), tidings);
                    return List.of();
                }
                case AUTH, CONFIG -> {
                    recording.close(shipment);
                    escalation.handle(failed, line);
                }
                case BUG -> escalation.handle(failed, line); // the batch stays open: nobody knows what arrived
            }
        }
    }

    /** One bad batch holds up nobody: its rows are due again with the next run. Two in a row mean the destination is down. */
    private void setAside(Parcel parcel, Problem problem) {
        recording.postpone(
                parcel.kind(),
                parcel.shipment().change(),
                parcel.rows().stream()
                        .map(row -> new Retries.Row(row.profile(), row.fingerprint(), problem))
                        .toList());
        exhausted(problem);
    }

    private void exhausted(Problem problem) {
        if (++exhaustedInARow >= 2) {
            throw patience.down(problem);
        }
    }

    private void received(Parcel parcel, BatchResult result, Retries retries) throws InterruptedException {
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
        var tidings = new Tidings(parcel.shipment());
        var escalated = new ArrayDeque<Answer.Failed<BatchResult>>();
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
        recording.tidings(parcel.kind(), tidings);
        if (!escalated.isEmpty()) {
            escalation.handle(escalated.remove(), line);
        }
    }

    private static boolean isForPeople(Problem problem) {
        return switch (problem.code().kind()) {
            case AUTH, CONFIG, BUG -> true;
            case RECORD, THROTTLED, TRANSIENT, POISONED_BATCH, AMBIGUOUS -> false;
        };
    }

    private void again(Parcel parcel, int row, Outcome.Retry retry, Tidings tidings, Retries retries) {
        var shipment = parcel.shipment();
        if (retry.problem().code().kind() == ProblemCode.Kind.AMBIGUOUS) {
            if (!plan.connector().can(Capability.IDEMPOTENT)) {
                refused(parcel, row, retry.problem(), tidings);
                return;
            }
            tidings.unclear(row);
        }
        retries.add(shipment.profiles()[row], shipment.fingerprints()[row], retry.problem(), retry.after());
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
        var example = parcel.rows().isEmpty()
                ? Refusal.Example.NONE
                : examples.of(audience, parcel, parcel.rows().get(row), problem);
        tidings.refuse(Refusal.rejected(
                shipment.profiles()[row], shipment.change(), shipment.fingerprints()[row], problem, example));
    }

    /** Who is not there need not be removed. */
    private static boolean isGoneAnyway(ProblemCode code) {
        return code == ProblemCode.NOT_FOUND || code == ProblemCode.FORGOTTEN;
    }

    void counted(Parcel parcel, BatchResult.Counted counted) {
        if (counted.accepted() == 0 && counted.refused() >= parcel.size()) {
            var tidings = new Tidings(parcel.shipment());
            var problem = Problem.of(
                    ProblemCode.BATCH_REFUSED, "The destination refused every row of the batch and names no cause.");
            for (int row = 0; row < parcel.size(); row++) {
                refused(parcel, row, problem, tidings);
            }
            recording.tidings(parcel.kind(), tidings);
            return;
        }
        recording.counted(parcel.kind(), Tidings.allAccepted(parcel.shipment()), counted.accepted(), counted.refused());
    }
}
