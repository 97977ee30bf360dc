// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.batch;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.http.HttpCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How a batch goes out: which calls carry which rows, and which rows are held back. {@link #preview} and {@link #write}
 * of one plan cannot differ, so build both doors of a writer on the same plan.
 *
 * @param size rows in the batch
 * @param calls in sending order; each names its {@link HttpCall#rows rows}
 * @param refused rows that no call carries
 */
public record Plan(int size, List<HttpCall> calls, List<Preview.Refusal> refused) {

    /** @throws IllegalArgumentException unless every row is in exactly one call or refused */
    public Plan {
        calls = List.copyOf(calls);
        refused = List.copyOf(refused);
        var seen = new boolean[size];
        calls.forEach(call -> call.rows().forEach(row -> mark(seen, row)));
        refused.forEach(refusal -> mark(seen, refusal.row()));
        for (var row = 0; row < size; row++) {
            if (!seen[row]) {
                throw new IllegalArgumentException("row " + row + " is neither sent nor refused");
            }
        }
    }

    private static void mark(boolean[] seen, int row) {
        if (seen[row]) {
            throw new IllegalArgumentException("row " + row + " is planned twice");
        }
        seen[row] = true;
    }

    /** What {@link #write} would send. */
    public Preview preview() {
        return new Preview(calls.stream().map(HttpCall::shown).toList(), refused);
    }

    /**
     * Sends the calls one after the other and puts the outcomes in batch order. When a call fails after an earlier one
     * went through, the rows that are left come back as {@link Outcome.Retry}.
     *
     * @param send sends one call and answers with one outcome per row of it, in the order of its rows
     * @throws ConnectorException when the first call fails
     */
    public BatchResult.Done write(Function<HttpCall, List<Outcome>> send) {
        var outcomes = new Outcome[size];
        refused.forEach(refusal -> outcomes[refusal.row()] = refusal.outcome());
        InTurn.send(calls, call -> place(outcomes, call.rows(), send.apply(call)), (call, again) -> call.rows()
                .forEach(row -> outcomes[row] = again));
        return new BatchResult.Done(Arrays.asList(outcomes));
    }

    /**
     * As {@link #write}, for a vendor that tells counts only. Rows that no call carries keep their reasons beside the
     * counts. Where rows have outcomes after all, since one stood alone or a later call failed, all have: those of calls
     * that were counted are then taken for accepted.
     *
     * @param send sends one call and answers with counts, or with one outcome per row of it
     * @throws ConnectorException when the first call fails
     */
    public BatchResult count(Function<HttpCall, BatchResult> send) {
        var told = new ArrayList<BatchResult>();
        var done = write(call -> {
            var result = send.apply(call);
            told.add(result);
            return result instanceof BatchResult.Done outcomes
                    ? outcomes.outcomes()
                    : Collections.nCopies(call.rows().size(), new Outcome.Accepted(""));
        });
        var counts = told.stream()
                .flatMap(result -> result instanceof BatchResult.Counted counted ? Stream.of(counted) : Stream.empty())
                .toList();
        if (counts.isEmpty() || counts.size() < calls.size()) {
            return done;
        }
        return new BatchResult.Counted(
                counts.stream().mapToLong(BatchResult.Counted::accepted).sum(),
                counts.stream().mapToLong(BatchResult.Counted::refused).sum(),
                refused);
    }

    private static void place(Outcome[] outcomes, List<Integer> rows, List<Outcome> answers) {
        if (answers.size() != rows.size()) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.CONTRACT_BROKEN,
                    "A request of " + rows.size() + " rows gave " + answers.size() + " outcomes."));
        }
        for (var i = 0; i < rows.size(); i++) {
            outcomes[rows.get(i)] = answers.get(i);
        }
    }
}
