// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpCall;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A large batch as one job of Bulk API 2.0: created, filled by one upload, closed. Salesforce works on it from then on, and
 * {@link JobResults} asks what became of it. Sending a batch twice makes two jobs that write the same.
 */
record Job(SalesforceApi api, Task task, Roster roster) {

    /** Stands in previews for what only Salesforce knows. */
    static final String UNKNOWN_JOB = "{jobId}";

    /** Salesforce takes 100 MB; half of it keeps our memory small. */
    static final int UPLOAD_BYTES = 50_000_000;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,40}");

    List<WireRequest> shown() {
        var calls = new ArrayList<HttpCall>();
        task.search().ifPresent(search -> calls.addAll(search.lookup().shown(task.rows(), task::key)));
        var shown = task.create().orElse(task); // most who enter are not there
        calls.add(create(shown.target()));
        calls.add(upload(UNKNOWN_JOB, shown.target(), shown.planned()));
        calls.add(state(UNKNOWN_JOB, "UploadComplete"));
        return calls.stream().map(HttpCall::shown).toList();
    }

    /** @throws ConnectorException when the job was not started, or nobody knows */
    BatchResult start() {
        var found = task.found(roster::known);
        return found.lines().size() < found.absent().size()
                ? start(task.create().orElseThrow().target(), found.absent(), found.lines())
                : start(task.target(), found.lines(), found.absent());
    }

    /** @param later rows that want another operation */
    private BatchResult start(Target target, List<Line> lines, List<Line> later) {
        later.forEach(line -> roster.known(line.row(), Known.NEXT_JOB));
        if (lines.isEmpty()) {
            return new BatchResult.Done(roster.settled());
        }
        var data = JobData.csv(target, lines);
        if (data.length > UPLOAD_BYTES) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.BATCH_REFUSED, "The batch is larger than one job takes; it goes in parts."));
        }
        var id = id(api.expect(create(target)));
        try {
            api.success(upload(id, lines, data));
            closed(api.expect(state(id, "UploadComplete")));
        } catch (ConnectorException failure) {
            abort(id);
            throw failure;
        }
        return JobResults.lookAgain(roster.in(target).ticket(id, lines), 0);
    }

    private HttpCall create(Target target) {
        var job = Json.mapper()
                .createObjectNode()
                .put("object", target.object())
                .put("operation", target.operation().wire);
        if (target.operation() == Target.Operation.UPSERT) {
            job.put("externalIdFieldName", target.keyColumn());
        }
        job.put("contentType", "CSV").put("lineEnding", "LF").put("columnDelimiter", "COMMA");
        return api.post("/jobs/ingest").json(job).idempotent().build();
    }

    private HttpCall upload(String id, Target target, List<Line> lines) {
        return upload(id, lines, JobData.csv(target, lines));
    }

    private HttpCall upload(String id, List<Line> lines, byte[] data) {
        return api.put("/jobs/ingest/" + id + "/batches")
                .body("text/csv", data)
                .rows(lines.stream().map(Line::row).toList())
                .idempotent()
                .build();
    }

    private HttpCall state(String id, String state) {
        return api.patch("/jobs/ingest/" + id)
                .json(Json.mapper().createObjectNode().put("state", state))
                .idempotent()
                .build();
    }

    private static String id(JsonNode job) {
        var id = BadAnswer.text(job, "id");
        if (!ID.matcher(id).matches()) {
            throw BadAnswer.of("a job with a number that is none");
        }
        return id;
    }

    private static void closed(JsonNode job) {
        if (BadAnswer.text(job, "state").equals("Open")) {
            throw BadAnswer.of("that a job which was closed is open");
        }
    }

    /** An open job stays open for a week. Whether this succeeds changes nothing about what went wrong before. */
    private void abort(String id) {
        try {
            api.success(state(id, "Aborted"));
        } catch (ConnectorException unreachable) {
            // the first failure is the one to tell
        }
    }
}
