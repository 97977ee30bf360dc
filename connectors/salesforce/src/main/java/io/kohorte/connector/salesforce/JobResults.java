// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Consent;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What became of a job: asked less and less often until it ends, then read record by record. Salesforce keeps job and
 * results for seven days, so a look may be repeated.
 */
final class JobResults {

    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private static final Outcome UNPROCESSED = new Outcome.Retry(
            Problem.of(ProblemCode.UNAVAILABLE, "Salesforce did not get to this record."), Duration.ZERO);

    private final SalesforceApi api;

    JobResults(SalesforceApi api) {
        this.api = api;
    }

    /** @param looks so many were in vain */
    static BatchResult.Pending lookAgain(JobTicket ticket, int looks) {
        var memo = new HashMap<>(ticket.memo());
        memo.put("looks", Integer.toString(looks));
        var pause = FIRST_LOOK.multipliedBy(1L << Math.min(looks, 10));
        return new BatchResult.Pending(
                new JobTicket(ticket.jobId(), ticket.rows(), memo),
                pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }

    BatchResult poll(JobTicket ticket) {
        var reading = new Reading(ticket);
        var job = get(ticket, "").json();
        return switch (BadAnswer.text(job, "state")) {
            case "Open", "UploadComplete", "InProgress" -> lookAgain(ticket, looks(ticket) + 1);
            case "JobComplete" -> reading.complete();
            case "Failed", "Aborted" -> reading.incomplete(job);
            default -> throw BadAnswer.of("with a state of the job that is not known");
        };
    }

    private static int looks(JobTicket ticket) {
        var looks = ticket.memo().getOrDefault("looks", "0");
        return looks.matches("[0-9]{1,6}") ? Integer.parseInt(looks) : 0;
    }

    /** @throws ConnectorException {@code NOT_FOUND} when Salesforce does not know the job any more */
    private HttpAnswer get(JobTicket ticket, String part) {
        var call = call(ticket.jobId(), part);
        var answer = api.send(call);
        if (answer.status() == 404 || RequestErrors.code(answer).equals("INVALIDJOBID")) {
            throw new ConnectorException(Problem.of(
                    ProblemCode.NOT_FOUND,
                    "Salesforce does not know this job any more; it keeps jobs for seven days."));
        }
        if (!answer.successful()) {
            throw RequestErrors.of(call, answer);
        }
        return answer;
    }

    private HttpCall call(String jobId, String part) {
        var call = api.get("/jobs/ingest/" + jobId + part);
        return (part.isEmpty() ? call : call.header("accept", "text/csv")).build();
    }

    /** The lists of one job that has ended, until every row has its outcome. */
    private final class Reading {

        private final JobTicket ticket;
        private final Roster roster;
        private final Function<String, Optional<Integer>> finder;
        private final Outcome[] outcomes;

        Reading(JobTicket ticket) {
            this.ticket = ticket;
            roster = Roster.of(ticket);
            finder = roster.finder(ticket.jobId());
            outcomes = roster.outcomes();
        }

        /** That a job is complete says nothing about its records. */
        BatchResult complete() {
            written();
            if (isOpen()) {
                refused();
            }
            if (isOpen()) {
                read("/unprocessedrecords/", (table, line) -> UNPROCESSED);
            }
            if (isOpen()) {
                throw BadAnswer.of("with results of fewer records than were sent");
            }
            return done();
        }

        /** Some of it may have been written before it stopped; for the rest, somebody has to mend the cause. */
        BatchResult incomplete(JsonNode job) {
            if (!job.path("numberRecordsProcessed").isInt()) {
                throw BadAnswer.of("without the field numberRecordsProcessed");
            }
            if (job.path("numberRecordsProcessed").asInt() > 0) {
                written();
                refused();
            }
            var rest = JobFailure.of(job);
            IntStream.range(0, outcomes.length)
                    .filter(row -> outcomes[row] == null)
                    .forEach(row -> outcomes[row] = rest);
            return done();
        }

        private void written() {
            read("/successfulResults/", (table, line) -> {
                var id = table.cell(line, "sf__Id");
                if (id.isBlank()) {
                    throw BadAnswer.of("a record without its id");
                }
                return new Outcome.Accepted(id);
            });
        }

        private void refused() {
            read("/failedResults/", (table, line) -> RowError.of(table.cell(line, "sf__Error"))
                    .outcome(roster.operation(), about(table.cells(line))));
        }

        private void read(String list, Told told) {
            var table = ResultTable.read(get(ticket, list).text());
            for (var line = 0; line < table.size(); line++) {
                var row = finder.apply(table.cell(line, roster.keyColumn()))
                        .orElseThrow(() -> BadAnswer.of("with a record that was not sent"));
                if (outcomes[row] != null) {
                    throw BadAnswer.of("with two results of one record");
                }
                outcomes[row] = told.outcome(table, line);
            }
        }

        private boolean isOpen() {
            return Arrays.stream(outcomes).anyMatch(Objects::isNull);
        }

        private BatchResult done() {
            return new BatchResult.Done(List.of(outcomes));
        }
    }

    /** What was sent of a person stands beside the error, and must not come out with it. */
    private static MemberChange about(List<String> cells) {
        var fields = new HashMap<String, FieldValue>();
        cells.forEach(cell -> fields.put(Integer.toString(fields.size()), FieldValue.of(cell)));
        return new MemberChange(MemberChange.Kind.UPDATE, new SubjectKeys("", Map.of()), fields, Consent.NEVER_ASKED);
    }

    /** What a line of a list says of its record. */
    @FunctionalInterface
    private interface Told {
        Outcome outcome(ResultTable table, int line);
    }
}
