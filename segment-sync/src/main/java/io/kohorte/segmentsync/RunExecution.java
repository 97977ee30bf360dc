// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Problem;
import io.kohorte.spi.RemoteAudience;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.roaringbitmap.RoaringBitmap;

/**
 * One execution of one run: compare, guard, deliver, record, finish. Begins by settling what an earlier execution left
 * behind, so a crashed run is simply executed again.
 */
final class RunExecution {

    /** An audience that was replaced, or a job that got lost, asks for another comparison; not for ever. */
    private static final int ROUNDS = 3;

    private final SyncPlan plan;
    private final AudienceSource source;
    private final Books books;
    private final Lease lease;
    private final RunId run;
    private final Account account;
    private final DeliveryPolicy policy;
    private final Clock clock;
    private final Executor helpers;
    private final Onlooker onlooker;
    private final Patience patience;
    private final Recording recording;
    private final Escalation escalation;

    RunExecution(
            SyncPlan plan,
            AudienceSource source,
            Books books,
            Lease lease,
            RunId run,
            Account account,
            DeliveryPolicy policy,
            Clock clock,
            Waiter waiter,
            RandomGenerator random,
            Executor helpers,
            Onlooker onlooker) {
        this.plan = plan;
        this.source = source;
        this.books = books;
        this.lease = lease;
        this.run = run;
        this.account = account;
        this.policy = policy;
        this.clock = clock;
        this.helpers = helpers;
        this.onlooker = onlooker;
        this.recording = new Recording(
                books,
                lease,
                run,
                clock,
                policy.mergeAfter(),
                plan.maySendAgain() ? Recording.Urgency.WITH_THE_NEXT : Recording.Urgency.AT_ONCE,
                onlooker);
        this.patience = new Patience(books, lease, run, recording, account, policy, clock, waiter, random, onlooker);
        this.escalation = new Escalation(books, plan);
    }

    /** @throws Ended when the run ends before its work is done */
    void perform(Scopes.Begun begun) throws InterruptedException {
        try {
            var scope = withAllDue(begun.scope());
            if (scope.isEverybody()) {
                settle();
            } else {
                recording.beBrief();
                merge(scope);
            }
            rounds(scope);
            recording.phase("finish");
            merge(scope);
            lease.record(connection -> books.runs().finish(connection, plan.sync(), run, begun));
        } catch (FencedOff | DeliveryStoreException nothingToRecord) {
            throw nothingToRecord;
        } catch (Ended | InterruptedException orderly) {
            recording.conclude();
            throw orderly;
        } catch (RuntimeException defect) {
            recording.conclude();
            throw patience.defect(defect);
        }
    }

    /** Sends one row by hand, whatever the difference is. */
    void perform(Change change, int profile) throws InterruptedException {
        settle();
        try {
            sendAlone(change, profile);
        } finally {
            recording.merge();
        }
    }

    private void sendAlone(Change change, int profile) throws InterruptedException {
        try (var line = Line.open(plan, account, onlooker)) {
            var audience = ensure(line);
            if (audience.isPresent()) {
                var difference = differenceOf(change, profile);
                delivery(line, audience.get(), reception(line, audience.get()), assembly(difference), Optional.empty())
                        .workOff(difference, clock.instant());
            }
        }
    }

    /** Under another name than before, they are removed first. */
    private Difference differenceOf(Change change, int profile) {
        var compared = new Comparing(plan, source, books).of(Scope.of(RoaringBitmap.bitmapOf(profile)), Standing.NONE);
        return compared.renamed().isEmpty() ? Difference.ofOne(profile, change == Change.CHANGED) : compared;
    }

    /** Batches that were open when a process died may have arrived; receipts that were not merged are. */
    private void settle() {
        lease.record(connection -> {
            if (Remote.takeResync(connection, plan.sync())) {
                books.ledger().forgetData(connection, plan.sync());
                books.refusals().allDue(connection, plan.sync());
            }
        });
        settleSnapshot();
        for (var shipment : books.outbox().sending(plan.sync())) {
            if (plan.maySendAgain()) {
                recording.mayBeThere(shipment);
            } else {
                recording.mustBeLookedUp(Shipment.wire(shipment.change(), plan), shipment, Unclear.LOST);
            }
        }
        merge(Scope.EVERYBODY);
    }

    /**
     * A snapshot of which a part may or may not have arrived is begun anew; so is what is known of a destination that was told a
     * part of one and is told changes from now on.
     */
    private void settleSnapshot() {
        var telling = books.transactions().call(connection -> Telling.find(connection, plan.sync()));
        if (telling.isEmpty()) {
            return;
        }
        if (!plan.tellsEverybody()) {
            forgetSnapshot();
        } else if (!books.outbox().sending(plan.sync()).isEmpty()) {
            recording.snapshotBroke();
        }
    }

    private void forgetSnapshot() {
        var parts = books.outbox().told(plan.sync());
        lease.record(connection -> {
            books.ledger().forgetData(connection, plan.sync());
            books.ledger()
                    .receipt(
                            connection,
                            plan.sync(),
                            run,
                            Change.UNCLEAR,
                            parts.toArray(),
                            new long[parts.getCardinality()],
                            clock.instant());
            books.outbox().takeParts(connection, plan.sync(), part -> {});
            Telling.over(connection, plan.sync());
        });
    }

    /** To look at a few it is not worth rewriting every chunk in which somebody changed; now and then it is. */
    private void merge(Scope scope) {
        recording.flush();
        if (scope.isEverybody()
                || books.transactions().call(look -> books.merge().isDue(plan.sync(), look))) {
            recording.merge();
            lease.record(connection -> History.prune(connection, plan.sync()));
        }
    }

    /** What asks for another comparison leaves everybody in doubt. */
    private void rounds(Scope first) throws InterruptedException {
        var undone = books.reports().find(run).flatMap(Run::undoes);
        var again = true;
        var scope = first;
        for (int round = 1; again && round <= ROUNDS; round++) {
            recording.phase("compare");
            var decidedAt = clock.instant();
            var difference = difference(undone, scope);
            if (round == 1 && undone.isEmpty() && !books.runs().isConfirmed(run)) {
                Guard.check(plan, difference).ifPresent(stop -> {
                    lease.record(connection -> books.reports().compared(connection, run, plan, difference));
                    throw Ended.guarded(stop);
                });
            }
            tidyUp(difference);
            again = deliver(difference, decidedAt);
            if (again) {
                scope = Scope.EVERYBODY;
            }
            merge(scope);
        }
    }

    private Scope withAllDue(Scope scope) {
        return scope.isEverybody() ? scope : scope.and(Scope.of(books.refusals().due(plan.sync())));
    }

    private Difference difference(Optional<RunId> undone, Scope scope) {
        try (var comparison = onlooker.begins(new Onlooker.Step.Comparison(plan.sync()))) {
            var difference = undone.isPresent() ? takenBack(undone.get()) : compare(scope);
            comparison.count("added", difference.added().getLongCardinality());
            comparison.count("changed", difference.changed().getLongCardinality());
            comparison.count("removed", difference.removed().getLongCardinality());
            return difference;
        }
    }

    private Difference compare(Scope scope) {
        var comparing = new Comparing(plan, source, books);
        var standing = comparing.standing(scope);
        recording.expectRefusals(standing);
        return comparing.of(scope, standing);
    }

    /** Somebody saw what this does before asking for it, so the guard does not look. */
    private Difference takenBack(RunId undone) {
        recording.expectRefusals(books.refusals().standing(plan.sync()));
        var undo = books.transactions().call(connection -> Undo.of(connection, plan.sync(), undone, run));
        return undo.difference(
                books.ledger().acknowledged(plan.sync()), books.outbox().inJobs(plan.sync()));
    }

    /** What needs no call: refusals whose cause is gone, members the destination need not be told of. */
    private void tidyUp(Difference difference) {
        var released = difference.released().toArray();
        lease.record(connection -> {
            books.refusals()
                    .remove(connection, plan.sync(), difference.resolved().toArray());
            books.ledger()
                    .receipt(connection, plan.sync(), run, Change.RELEASED, released, new long[0], clock.instant());
            books.reports().compared(connection, run, plan, difference);
        });
    }

    /** @return whether another comparison is needed */
    private boolean deliver(Difference difference, Instant decidedAt) throws InterruptedException {
        if (plan.tellsEverybody()) {
            return tellEverybody(difference, decidedAt);
        }
        var jobs = books.outbox().nextJob(plan.sync()).isPresent();
        if (difference.isEmpty() && !jobs) {
            dissolve();
            return false;
        }
        try (var line = Line.open(plan, account, onlooker)) {
            var audience = ensure(line);
            if (audience.isEmpty()) {
                return true;
            }
            var reception = reception(line, audience.get());
            var renamed = difference.renamed();
            var assembly = assembly(difference);
            delivery(line, audience.get(), reception, assembly, Optional.empty())
                    .workOff(difference, decidedAt);
            var pending = !renamed.isEmpty()
                    && RoaringBitmap.intersects(renamed, books.outbox().inJobs(plan.sync()));
            return await(line, reception) || pending || assembly.isOvertaken();
        }
    }

    /** @return whether another comparison is needed */
    private boolean tellEverybody(Difference difference, Instant decidedAt) throws InterruptedException {
        var begun = books.transactions().call(connection -> Telling.find(connection, plan.sync()));
        var jobs = books.outbox().nextJob(plan.sync()).isPresent();
        if (difference.isEmpty() && begun.isEmpty() && !jobs) {
            dissolve();
            return false;
        }
        try (var line = Line.open(plan, account, onlooker)) {
            var audience = ensure(line);
            if (audience.isEmpty()) {
                begun.ifPresent(toAnother -> recording.snapshotBroke());
                return true;
            }
            var reception = reception(line, audience.get());
            if (begun.isEmpty() && jobs) {
                await(line, reception);
                return true;
            }
            var telling = begun.orElseGet(this::beginTelling);
            recording.tells(telling, difference.changed());
            var waiting = jobs(line, reception, Optional.of(telling));
            if (!telling.hasEnded()) {
                var assembly = assembly(difference.nameless());
                delivery(line, audience.get(), reception, assembly, Optional.of(telling))
                        .tellEverybody(telling, difference, decidedAt, waiting);
            }
            recording.phase("jobs");
            var unused = waiting.await();
            recording.snapshotTaken();
            return begun.isPresent();
        }
    }

    private Telling beginTelling() {
        dissolve();
        return lease.fenced(connection -> Telling.begin(connection, plan.sync(), clock.instant()));
    }

    /** Open batches whose members all are as they should be, after all. */
    private void dissolve() {
        books.outbox().unclear(plan.sync()).forEach(recording::close);
    }

    private boolean await(Line line, Reception reception) throws InterruptedException {
        recording.phase("jobs");
        return jobs(line, reception, Optional.empty()).await();
    }

    private Jobs jobs(Line line, Reception reception, Optional<Telling> telling) {
        return new Jobs(plan, books, line, account, patience, recording, escalation, reception, policy, telling);
    }

    private Reception reception(Line line, RemoteAudience audience) {
        return new Reception(plan, line, recording, escalation, new Examples(plan, line, audience));
    }

    private Assembly assembly(Difference difference) {
        return new Assembly(plan, source, recording, clock, difference);
    }

    private Delivery delivery(
            Line line, RemoteAudience audience, Reception reception, Assembly assembly, Optional<Telling> telling) {
        var sending = new Sending(
                plan,
                line,
                assembly,
                audience,
                account,
                patience,
                recording,
                escalation,
                reception,
                policy,
                helpers,
                onlooker,
                telling);
        return new Delivery(plan, books, line, assembly, sending, patience, recording, policy);
    }

    /** Empty when the audience is another than before: all its members are unknown then, and are compared anew. */
    private Optional<RemoteAudience> ensure(Line line) throws InterruptedException {
        int attempt = 1;
        int throttled = 0;
        while (true) {
            var answer = askForAudience(line, attempt + throttled);
            if (answer instanceof Answer.Given<RemoteAudience> given) {
                var replaced = lease.fenced(connection -> {
                    var other = Remote.isReplaced(
                            connection, plan.sync(), given.value().remoteId());
                    if (other) {
                        books.ledger().forgetData(connection, plan.sync());
                    }
                    return other;
                });
                return replaced ? Optional.empty() : Optional.of(given.value());
            }
            var failed = (Answer.Failed<RemoteAudience>) answer;
            switch (failed.problem().code().kind()) {
                case THROTTLED -> patience.throttled(failed, ++throttled);
                case TRANSIENT, AMBIGUOUS -> {
                    account.failed();
                    if (attempt++ >= policy.attempts()) {
                        throw patience.down(failed.problem());
                    }
                    patience.backOff(attempt - 1, failed.after(), failed.asRunProblem());
                }
                case AUTH, CONFIG, BUG -> escalation.handle(failed, line);
                case RECORD, POISONED_BATCH -> throw Ended.paused(asSetting(failed.problem()));
            }
        }
    }

    private Answer<RemoteAudience> askForAudience(Line line, int attempt) throws InterruptedException {
        try (var place = patience.turn(line)) {
            return line.ensure(place, attempt);
        }
    }

    /** There is no row yet that could be at fault, so it is the audience as it was asked for. */
    private static RunProblem asSetting(Problem problem) {
        return new RunProblem(problem.code().name(), problem.message(), problem.field(), "");
    }
}
