// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.Batch;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.batch.Chunks;
import io.kohorte.toolkit.batch.InTurn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a batch goes out: by as many calls to sObject Collections as it takes, or, when it is large and all its rows want the
 * same, as one job. The engine cuts batches by kind of change, so a large mixed one hardly comes; it goes by calls, since
 * one batch has one ticket. Preview and write walk the same way.
 */
final class Script {

    /** Of a request's body. Estimated, and far below what Salesforce takes. */
    private static final int CALL_BYTES = 4 << 20;

    private final SalesforceApi api;
    private final Batch batch;
    private final String matchKey;
    private final int jobFrom;
    private final List<Task> tasks = new ArrayList<>();
    private final Map<Integer, Known> heldBack = new LinkedHashMap<>();

    /** @param jobFrom from so many rows on, a batch is a job */
    Script(SalesforceApi api, Batch batch, String matchKey, int jobFrom) {
        this.api = api;
        this.batch = batch;
        this.matchKey = matchKey;
        this.jobFrom = jobFrom;
    }

    void add(Task task) {
        if (!task.rows().isEmpty()) {
            tasks.add(task);
        }
    }

    void holdBack(int row, Known why) {
        heldBack.put(row, why);
    }

    Preview preview() {
        var job = job();
        var requests = job.isPresent()
                ? job.get().shown()
                : steps().stream().flatMap(step -> step.shown().stream()).toList();
        return new Preview(requests, refused());
    }

    BatchResult write() {
        var job = job();
        return job.isPresent() ? job.get().start() : call();
    }

    private List<Preview.Refusal> refused() {
        return heldBack.entrySet().stream()
                .map(row -> new Preview.Refusal(row.getKey(), row.getValue().outcome(matchKey)))
                .toList();
    }

    private Optional<Job> job() {
        if (batch.size() < jobFrom || tasks.size() != 1) {
            return Optional.empty();
        }
        var task = withoutDoubles(tasks.get(0));
        var roster = Roster.of(task.target(), matchKey, batch.size());
        heldBack.forEach(roster::known);
        return Optional.of(new Job(api, task, roster));
    }

    /** Results are told by key, so that of two rows with the same nobody could tell which is meant. */
    private Task withoutDoubles(Task task) {
        var keys = new HashSet<String>();
        var rows = new ArrayList<Integer>();
        for (var row : task.rows()) {
            if (keys.add(Roster.sameKey(task.key(row)))) {
                rows.add(row);
            } else {
                holdBack(row, Known.DOUBLE);
            }
        }
        return task.part(rows);
    }

    private List<Step> steps() {
        return tasks.stream()
                .flatMap(task ->
                        Chunks.cut(
                                        task.rows(),
                                        Records.PER_CALL,
                                        CALL_BYTES,
                                        row -> bytes(batch.changes().get(row)))
                                .stream()
                                .map(rows -> new Step(api, task.part(rows), matchKey)))
                .toList();
    }

    /** At least what a row takes: UTF-8 has three bytes at most for what Java counts as one. */
    private static int bytes(MemberChange change) {
        var bytes = 1_000;
        for (var field : change.fields().entrySet()) {
            var text = field.getValue() instanceof FieldValue.Text value
                    ? value.value().length()
                    : 40;
            bytes += 3 * text + field.getKey().length() + 10;
        }
        return bytes;
    }

    /** When a step fails after an earlier one went through, what is left comes back as {@link Outcome.Retry}. */
    private BatchResult call() {
        var outcomes = new Outcome[batch.size()];
        refused().forEach(refusal -> outcomes[refusal.row()] = refusal.outcome());
        InTurn.send(steps(), step -> run(step, outcomes), (step, again) -> step.rows()
                .forEach(row -> outcomes[row] = again));
        return new BatchResult.Done(Arrays.asList(outcomes));
    }

    private static void run(Step step, Outcome[] outcomes) {
        try {
            step.run(outcomes);
        } catch (ConnectorException failure) {
            if (!refusesOneRow(step, failure)) {
                throw failure;
            }
            outcomes[step.rows().get(0)] = new Outcome.Rejected(alone(failure.problem()));
        }
    }

    /** With nothing left to halve, a refused request is about its row. */
    private static boolean refusesOneRow(Step step, ConnectorException failure) {
        return step.rows().size() == 1 && failure.problem().code() == ProblemCode.BATCH_REFUSED;
    }

    private static Problem alone(Problem refusal) {
        return Problem.of(ProblemCode.FIELD_INVALID, "Salesforce refused this record.")
                .vendor(refusal.vendorCode());
    }
}
