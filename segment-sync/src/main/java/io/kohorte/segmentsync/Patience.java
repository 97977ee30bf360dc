// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.segmentsync.Onlooker.Step;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Waiting during one execution: for the account's pace, for a destination that is down, for a job. Short waits hold the
 * thread, looking now and then whether a person wants the run to stop; long ones end the execution.
 */
final class Patience {

    private static final Duration GLANCE = Duration.ofSeconds(2);
    private static final Duration SHOWN = Duration.ofSeconds(1);

    private static final Problem LEFT_ALONE = Problem.of(
            ProblemCode.UNAVAILABLE, "The destination failed many times in a row and is left alone for a while.");

    private final Books books;
    private final Lease lease;
    private final RunId run;
    private final Recording recording;
    private final Account account;
    private final DeliveryPolicy policy;
    private final Clock clock;
    private final Waiter waiter;
    private final RandomGenerator random;
    private final Onlooker onlooker;

    Patience(
            Books books,
            Lease lease,
            RunId run,
            Recording recording,
            Account account,
            DeliveryPolicy policy,
            Clock clock,
            Waiter waiter,
            RandomGenerator random,
            Onlooker onlooker) {
        this.books = books;
        this.lease = lease;
        this.run = run;
        this.recording = recording;
        this.account = account;
        this.policy = policy;
        this.clock = clock;
        this.waiter = waiter;
        this.random = random;
        this.onlooker = onlooker;
    }

    /** Returns when a call may go out, with its place among the account's calls. */
    Account.Place turn(Line line) throws InterruptedException {
        if (account.isLost()) {
            throw Ended.waiting(clock.instant(), Optional.empty());
        }
        try {
            var wait = account.admission(lease.sync(), line.limits());
            while (!wait.isZero()) {
                if (wait.compareTo(policy.longestWait()) > 0
                        && !account.circuit().equals("closed")) {
                    throw down(LEFT_ALONE);
                }
                until(clock.instant().plus(wait), account.obstacle(), Optional.empty());
                wait = account.admission(lease.sync(), line.limits());
            }
        } finally {
            account.leave(lease.sync());
        }
        var free = account.freePlace(line.limits());
        return free.isPresent() ? free.get() : nextPlace(line);
    }

    private Account.Place nextPlace(Line line) throws InterruptedException {
        var waiting = onlooker.begins(new Step.Wait(lease.sync(), Step.Reason.CALLS));
        try {
            return account.place(line.limits());
        } finally {
            waiting.close();
        }
    }

    /** The destination asked for time; the whole account waits, and no attempt is spent. */
    void throttled(Answer.Failed<?> failed, int times) throws InterruptedException {
        var named = failed.after();
        var wait = named.isZero() || named.isNegative() ? policy.retry().delay(times, random) : named;
        var until = clock.instant().plus(wait);
        account.throttled(until);
        until(until, Step.Reason.THROTTLED, Optional.of(failed.asRunProblem()));
    }

    /** After a failed attempt, the first being number 1. */
    void backOff(int attempt, Duration named, RunProblem problem) throws InterruptedException {
        var wait = policy.retry().delay(attempt, random);
        until(
                clock.instant().plus(named.compareTo(wait) > 0 ? named : wait),
                Step.Reason.BACK_OFF,
                Optional.of(problem));
    }

    /** @throws Ended when the wait is longer than a thread should be held */
    void until(Instant until, Step.Reason reason, Optional<RunProblem> problem) throws InterruptedException {
        recording.flush();
        var wait = Duration.between(clock.instant(), until);
        if (wait.compareTo(policy.longestWait()) > 0) {
            throw Ended.waiting(until, problem);
        }
        if (wait.compareTo(SHOWN) > 0) {
            lease.record(connection -> books.reports().waiting(connection, run, until, problem));
        }
        if (clock.instant().isBefore(until)) {
            var waiting = onlooker.begins(new Step.Wait(lease.sync(), reason));
            try {
                sleep(until);
            } finally {
                waiting.close();
            }
        }
    }

    private void sleep(Instant until) throws InterruptedException {
        while (clock.instant().isBefore(until)) {
            var left = Duration.between(clock.instant(), until);
            waiter.sleep(left.compareTo(GLANCE) > 0 ? GLANCE : left.plusMillis(1));
            if (left.compareTo(GLANCE) > 0) {
                lease.record(connection -> books.runs().orders(connection, lease.sync(), run));
            }
        }
    }

    /**
     * The destination is down: come back later, each time a little later, until the deadline.
     *
     * @return how the execution ends
     */
    Ended down(Problem problem) {
        var why = new RunProblem(problem.code().name(), problem.message(), problem.field(), "");
        return revisit(why);
    }

    /** Something on our side failed: the same patience, with a number to look for in the log. */
    Ended defect(RuntimeException defect) {
        return revisit(new RunProblem(
                ProblemCode.UNEXPECTED.name(),
                "Something unexpected happened on our side.",
                "",
                Incident.of(lease.sync(), defect)));
    }

    private Ended revisit(RunProblem why) {
        var now = clock.instant();
        var failing = lease.fenced(connection -> Health.failed(connection, lease.sync(), now));
        if (Duration.between(failing.since(), now).compareTo(policy.deadline()) > 0) {
            return Ended.paused(why);
        }
        return Ended.waiting(now.plus(policy.revisit().delay(failing.times(), random)), Optional.of(why));
    }
}
