// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is known of the rows of a batch so far, and which jobs still work on the others. */
final class Progress {

    /** Small jobs are done in seconds, large ones in minutes. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final @Nullable Outcome[] outcomes;
    private final List<ImportJob> jobs = new ArrayList<>();
    private final int looks;
    private boolean begun; // whether some of the batch went through

    Progress(int size, int looks) {
        this.outcomes = new Outcome[size];
        this.looks = looks;
    }

    /** A batch of which these rows are not sent. */
    static Progress of(int size, List<Preview.Refusal> refused) {
        var progress = new Progress(size, 0);
        refused.forEach(refusal -> progress.outcomes[refusal.row()] = refusal.outcome());
        return progress;
    }

    int size() {
        return outcomes.length;
    }

    int looks() {
        return looks;
    }

    Optional<Outcome> outcome(int row) {
        return Optional.ofNullable(outcomes[row]);
    }

    List<ImportJob> jobs() {
        return List.copyOf(jobs);
    }

    void settle(int row, Outcome outcome) {
        outcomes[row] = outcome;
        begun = true;
    }

    void started(ImportJob job) {
        jobs.add(job);
        begun = true;
    }

    void finished(ImportJob job) {
        jobs.remove(job);
    }

    /**
     * Runs steps one after the other. When one fails after something went through, what is left comes again.
     *
     * @throws ConnectorException when nothing went through
     */
    void run(List<Step> steps) {
        for (var step : steps) {
            try {
                step.run(this);
            } catch (ConnectorException failure) {
                var open = open();
                if (open.size() == 1 && failure.problem().code() == ProblemCode.BATCH_REFUSED) {
                    settle(open.get(0), alone(failure.problem()));
                } else if (begun) {
                    var again = new Outcome.Retry(failure.problem(), failure.after());
                    open.forEach(row -> settle(row, again));
                } else {
                    throw failure;
                }
                return;
            }
        }
    }

    /** Rows nobody spoke of and no job works on. */
    private List<Integer> open() {
        var working = new HashSet<Integer>();
        jobs.forEach(job -> working.addAll(job.rows()));
        return IntStream.range(0, outcomes.length)
                .filter(row -> outcomes[row] == null && !working.contains(row))
                .boxed()
                .toList();
    }

    /** With nothing left to halve, a refused request is about its row. */
    private static Outcome alone(Problem refusal) {
        return new Outcome.Rejected(Problem.of(ProblemCode.FIELD_INVALID, "Klaviyo refused this person.")
                .vendor(refusal.vendorCode()));
    }

    BatchResult result() {
        if (jobs.isEmpty()) {
            return new BatchResult.Done(Arrays.asList(outcomes));
        }
        var doubled = FIRST_LOOK.multipliedBy(1L << Math.min(looks, 3));
        return new BatchResult.Pending(
                Tickets.of(this), doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE);
    }
}
