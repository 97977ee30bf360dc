// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.ProblemCode;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** Executes runs under a lease: asks for the plan, takes the account, works, and records how it ended. */
final class Executions {

    private static final String SYNC_GONE = "SYNC_GONE";

    private final Books books;
    private final AudienceSource source;
    private final Accounts accounts;
    private final Figures figures;
    private final DeliveryPolicy policy;
    private final Clock clock;
    private final Waiter waiter;
    private final Executor helpers;
    private final Onlooker onlooker;
    private final RandomGenerator random = new SecureRandom();

    Executions(
            Books books,
            AudienceSource source,
            Accounts accounts,
            Figures figures,
            DeliveryPolicy policy,
            Clock clock,
            Waiter waiter,
            Executor helpers,
            Onlooker onlooker) {
        this.books = books;
        this.source = source;
        this.accounts = accounts;
        this.figures = figures;
        this.policy = policy;
        this.clock = clock;
        this.waiter = waiter;
        this.helpers = helpers;
        this.onlooker = onlooker;
    }

    void perform(RunId id, Lease lease) {
        try {
            var plan = plan(lease.sync());
            var account = accounts.take(plan.account());
            if (account.isPresent()) {
                perform(id, lease, plan, account.get());
            } else {
                lease.record(connection -> books.runs().assign(connection, lease.sync(), plan.account()));
            }
        } catch (Ended ended) {
            end(lease, id, ended);
        } catch (FencedOff takenOver) {
            // whoever has the sync now finds all that is on record and goes on from there
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            end(lease, id, Ended.waiting(clock.instant(), Optional.empty()));
        }
    }

    private void perform(RunId id, Lease lease, SyncPlan plan, Account account) throws InterruptedException {
        try {
            var begun = books.runs().begin(lease, id, plan);
            if (begun.isPresent()) {
                execution(plan, lease, id, account).perform(begun.get());
            }
        } finally {
            accounts.giveBack(plan.account(), account);
        }
    }

    private SyncPlan plan(SyncId sync) {
        try {
            return source.plan(sync);
        } catch (NoSuchElementException gone) {
            throw Ended.failed(new RunProblem(SYNC_GONE, "The sync no longer exists.", "", ""));
        } catch (RuntimeException defect) {
            var problem = new RunProblem(
                    ProblemCode.UNEXPECTED.name(),
                    "The plan of this sync cannot be read right now.",
                    "",
                    Incident.of(sync, defect));
            throw Ended.waiting(clock.instant().plus(policy.revisit().base()), Optional.of(problem));
        }
    }

    private void end(Lease lease, RunId id, Ended ended) {
        try {
            lease.record(connection -> books.runs().end(connection, lease.sync(), id, ended));
        } catch (FencedOff takenOver) {
            return;
        }
        if (ended.reach() == Ended.Reach.ACCOUNT) {
            var account = source.plan(lease.sync()).account();
            figures.syncsOf(account)
                    .forEach(sync -> books.runs().pause(sync, ended.problem().orElseThrow()));
        }
    }

    private RunExecution execution(SyncPlan plan, Lease lease, RunId id, Account account) {
        return new RunExecution(
                plan, source, books, lease, id, account, policy, clock, waiter, random, helpers, onlooker);
    }

    /** Sends one member by hand, under a run of its own. */
    TestRow perform(Trial trial, Lease lease, int profile) {
        var run = books.runs().insertTest(lease);
        var change = books.ledger().members(lease.sync()).contains(profile) ? Change.CHANGED : Change.ADDED;
        try (var sending = onlooker.begins(new Onlooker.Step.TestRow(run, lease.sync()))) {
            var row = perform(trial, lease, run, change, profile);
            sending.outcome(row.result());
            return row;
        }
    }

    private TestRow perform(Trial trial, Lease lease, RunId run, Change change, int profile) {
        var requests = trial.requests(change, profile);
        try {
            execution(trial.plan(), lease, run, accounts.visited(trial.plan().account()))
                    .perform(change, profile);
            return trial.result(run, profile, requests);
        } catch (Ended ended) {
            return trial.failed(lease, run, ended, requests);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return trial.failed(lease, run, Ended.cancelled(), requests);
        }
    }
}
