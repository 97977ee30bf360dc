// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Instant;
import java.util.Optional;

/** Looks after batches that a job at the destination works on, also those an earlier process began. */
final class Jobs {

    private final SyncPlan plan;
    private final Books books;
    private final Line line;
    private final Account account;
    private final Patience patience;
    private final Recording recording;
    private final Escalation escalation;
    private final Reception reception;
    private final DeliveryPolicy policy;
    private final Optional<Telling> telling;

    Jobs(
            SyncPlan plan,
            Books books,
            Line line,
            Account account,
            Patience patience,
            Recording recording,
            Escalation escalation,
            Reception reception,
            DeliveryPolicy policy,
            Optional<Telling> telling) {
        this.plan = plan;
        this.books = books;
        this.line = line;
        this.account = account;
        this.patience = patience;
        this.recording = recording;
        this.escalation = escalation;
        this.reception = reception;
        this.policy = policy;
        this.telling = telling;
    }

    /**
     * Returns when no job is left.
     *
     * @return whether rows have to be compared again, since a job was lost or did not take them
     */
    boolean await() throws InterruptedException {
        var again = false;
        var next = next();
        while (next.isPresent()) {
            var job = next.get();
            patience.until(job.lookAgain(), Onlooker.Step.Reason.JOB, Optional.empty());
            again |= look(job);
            next = next();
        }
        return again;
    }

    private Optional<Outbox.Job> next() {
        recording.flush(); // or the job just finished would be found once more
        return books.outbox().nextJob(plan.sync());
    }

    private boolean look(Outbox.Job job) throws InterruptedException {
        var answer = poll(job.ticket());
        recording.requested();
        var parcel = Parcel.sentEarlier(job.shipment(), plan);
        if (answer instanceof Answer.Given<BatchResult> given) {
            return received(job, parcel, given.value());
        }
        var failed = (Answer.Failed<BatchResult>) answer;
        var problem = failed.problem();
        switch (problem.code().kind()) {
            case THROTTLED -> {
                var until = recording.now().plus(failed.after().plusMillis(1));
                account.throttled(until);
                return later(job, until, problem);
            }
            case TRANSIENT -> {
                account.failed();
                var pause = policy.retry().cap();
                var named = failed.after();
                return later(job, recording.now().plus(named.compareTo(pause) > 0 ? named : pause), problem);
            }
            case RECORD, POISONED_BATCH, AMBIGUOUS -> {
                return lost(parcel, problem);
            }
            case CONFIG, BUG -> {
                // a job of which 404 or nonsense is answered; whether the audience is gone, the next batch will tell
                if (problem.code() == ProblemCode.AUDIENCE_GONE || isOverdue(job)) {
                    return lost(parcel, problem);
                }
                escalation.handle(failed, line);
            }
            case AUTH -> escalation.handle(failed, line);
        }
        return false;
    }

    private Answer<BatchResult> poll(JobTicket ticket) throws InterruptedException {
        try (var place = patience.turn(line)) {
            return line.poll(place, ticket);
        }
    }

    private boolean received(Outbox.Job job, Parcel parcel, BatchResult result) throws InterruptedException {
        if (result instanceof BatchResult.Done done) {
            var retries = new Retries();
            reception.outcomes(parcel, done.outcomes(), retries);
            if (telling.isPresent() && !retries.isEmpty()) {
                untaken(parcel.shipment());
                throw patience.down(retries.problem());
            }
            if (!retries.isEmpty()) {
                recording.postpone(parcel.kind(), parcel.shipment().change(), retries.rows());
                return true;
            }
        } else if (result instanceof BatchResult.Counted counted) {
            reception.counted(parcel, counted);
        } else if (result instanceof BatchResult.Pending pending) {
            if (isOverdue(job)) {
                return lost(parcel, Unclear.LOST);
            }
            recording.job(
                    job.shipment(),
                    pending.ticket(),
                    recording.now().plus(pending.lookAgain().plusMillis(1)));
        }
        return false;
    }

    /** Rows of this part are told again, so it is not the one that ends the snapshot. */
    private void untaken(Shipment shipment) {
        telling.filter(some -> some.endsWith(shipment)).ifPresent(some -> {
            some.reopen();
            recording.noteSnapshot();
        });
    }

    private boolean later(Outbox.Job job, Instant lookAgain, Problem problem) {
        if (isOverdue(job)) {
            return lost(Parcel.sentEarlier(job.shipment(), plan), problem);
        }
        recording.job(job.shipment(), job.ticket(), lookAgain);
        return false;
    }

    private boolean isOverdue(Outbox.Job job) {
        return recording.now().isAfter(job.openedAt().plus(policy.jobDeadline()));
    }

    /** The job disappeared, or never ends: some of it may have been applied. */
    private boolean lost(Parcel parcel, Problem problem) {
        if (telling.isPresent()) {
            recording.snapshotBroke();
            throw patience.down(problem);
        }
        if (plan.maySendAgain()) {
            recording.mayBeThere(parcel.shipment());
            recording.postpone(
                    parcel.kind(), parcel.shipment().change(), Retries.all(parcel.shipment(), Unclear.lost(problem)));
            return true;
        }
        recording.mustBeLookedUp(parcel.kind(), parcel.shipment(), problem);
        return false;
    }
}
