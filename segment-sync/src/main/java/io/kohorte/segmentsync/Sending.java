// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.RemoteAudience;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Gets batches out, and decides by the kind of a problem what happens next. */
final class Sending {

    private final SyncPlan plan;
    private final Line line;
    private final Assembly assembly;
    private final RemoteAudience audience;
    private final Account account;
    private final Patience patience;
    private final Recording recording;
    private final Escalation escalation;
    private final Reception reception;
    private final DeliveryPolicy policy;
    private final Executor helpers;
    private final Onlooker onlooker;
    private final Optional<Telling> telling;
    private int exhaustedInARow;

    Sending(
            SyncPlan plan,
            Line line,
            Assembly assembly,
            RemoteAudience audience,
            Account account,
            Patience patience,
            Recording recording,
            Escalation escalation,
            Reception reception,
            DeliveryPolicy policy,
            Executor helpers,
            Onlooker onlooker,
            Optional<Telling> telling) {
        this.plan = plan;
        this.line = line;
        this.assembly = assembly;
        this.audience = audience;
        this.account = account;
        this.patience = patience;
        this.recording = recording;
        this.escalation = escalation;
        this.reception = reception;
        this.policy = policy;
        this.helpers = helpers;
        this.onlooker = onlooker;
        this.telling = telling;
    }

    /**
     * Sends a batch, in halves of halves if the destination refuses it whole because of some row.
     *
     * @param meanwhile done while a call is out, by a helper to whom the books belong until it is done. Never fails
     */
    void send(Parcel parcel, Retries retries, Runnable meanwhile) throws InterruptedException {
        var waiting = new ArrayDeque<Parcel>();
        waiting.push(parcel);
        while (!waiting.isEmpty()) {
            var parts = deliver(waiting.pop(), retries, meanwhile);
            for (int last = parts.size() - 1; last >= 0; last--) {
                waiting.push(parts.get(last));
            }
        }
    }

    private Batch batch(Parcel parcel) {
        return parcel.batch(telling.map(some -> some.part(parcel.last())));
    }

    /** @return what remains to be sent instead of this batch */
    private List<Parcel> deliver(Parcel parcel, Retries retries, Runnable meanwhile) throws InterruptedException {
        var step =
                new Onlooker.Step.Batch(plan.sync(), parcel.shipment().change().wire(), parcel.size());
        try (var batch = onlooker.begins(step)) {
            return deliver(parcel, retries, meanwhile, batch);
        }
    }

    private List<Parcel> deliver(Parcel waiting, Retries retries, Runnable meanwhile, Onlooker.Doing batch)
            throws InterruptedException {
        var parcel = waiting;
        int attempt = 1;
        int throttled = 0;
        var doubt = Optional.<Problem>empty();
        while (true) {
            Answer<BatchResult> answer;
            try (var place = patience.turn(line)) {
                var fresh = fresh(parcel);
                if (doubt.isPresent() && fresh.filter(parcel::hasTheKeyOf).isEmpty()) {
                    throw broken(doubt.get());
                }
                if (fresh.isEmpty()) {
                    return List.of();
                }
                parcel = fresh.get();
                recording.open(parcel.shipment());
                var aside = CompletableFuture.runAsync(onlooker.carried(meanwhile), helpers);
                try {
                    answer = line.write(place, audience, batch(parcel), attempt + throttled);
                } finally {
                    aside.join();
                }
            }
            var shipment = parcel.shipment();
            recording.requested();
            batch.outcome(answer.outcome());
            if (answer instanceof Answer.Given<BatchResult> given) {
                exhaustedInARow = 0;
                taken(parcel, given.value());
                reception.received(parcel, given.value(), retries);
                return List.of();
            }
            var failed = (Answer.Failed<BatchResult>) answer;
            var problem = failed.problem();
            switch (problem.code().kind()) {
                case THROTTLED -> {
                    recording.close(shipment);
                    patience.throttled(failed, ++throttled);
                }
                case TRANSIENT, AMBIGUOUS -> {
                    account.failed();
                    if (!Unclear.mayHaveArrived(problem, plan)) {
                        recording.close(shipment);
                    } else if (telling.isPresent()) {
                        doubt = Optional.of(problem);
                    } else if (plan.maySendAgain()) {
                        recording.mayBeThere(shipment);
                        assembly.mayBeThere(shipment);
                    } else {
                        recording.mustBeLookedUp(parcel.kind(), shipment, problem);
                        return List.of();
                    }
                    if (attempt++ >= policy.attempts()) {
                        if (doubt.isPresent()) {
                            throw broken(problem);
                        }
                        setAside(parcel, problem);
                        return List.of();
                    }
                    patience.backOff(attempt - 1, failed.after(), failed.asRunProblem());
                }
                case POISONED_BATCH, RECORD -> {
                    if (parcel.size() > 1) {
                        recording.close(shipment);
                        return parcel.halves();
                    }
                    reception.refused(parcel, problem);
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

    private void taken(Parcel parcel, BatchResult result) {
        var again = result instanceof BatchResult.Done done
                && done.outcomes().stream().anyMatch(Outcome.Retry.class::isInstance);
        telling.ifPresent(some -> some.taken(parcel.shipment(), parcel.last() && !again));
    }

    /** A part that may have arrived cannot be taken back, nor sent as another: the next snapshot puts things right. */
    private Ended broken(Problem problem) {
        recording.snapshotBroke();
        return patience.down(problem);
    }

    /** After a wait the rows are read again; a batch that is another then leaves no trace, since what it did is on record. */
    private Optional<Parcel> fresh(Parcel parcel) {
        if (parcel.size() == 0 || !assembly.isStale(parcel)) {
            return Optional.of(parcel);
        }
        var fresh = assembly.again(parcel).map(again -> again.asLast(parcel.last()));
        if (fresh.filter(parcel::hasTheKeyOf).isEmpty()) {
            recording.close(parcel.shipment());
        }
        return fresh;
    }

    /**
     * One bad batch holds up nobody: its rows are due again with the next run. Two in a row mean the destination is down. A
     * snapshot without some of its people would remove them, so it waits.
     */
    private void setAside(Parcel parcel, Problem problem) {
        if (telling.isPresent()) {
            throw patience.down(problem);
        }
        recording.postpone(parcel.kind(), parcel.shipment().change(), Retries.all(parcel.shipment(), problem));
        if (++exhaustedInARow >= 2) {
            throw patience.down(problem);
        }
    }
}
