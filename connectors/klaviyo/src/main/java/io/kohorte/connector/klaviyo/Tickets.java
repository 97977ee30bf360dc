// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.batch.RowRanges;
import io.kohorte.toolkit.batch.SettledRows;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Progress as a ticket, which another process may take up. */
final class Tickets {

    private static final String JOBS = "jobs";
    private static final String SETTLED = "settled";
    private static final String LOOKS = "looks";

    private Tickets() {}

    static JobTicket of(Progress progress) {
        var jobs = Json.mapper().createArrayNode();
        progress.jobs().forEach(job -> jobs.addObject().put("id", job.id()).put("rows", RowRanges.text(job.rows())));
        var settled = new TreeMap<Integer, Outcome>();
        for (var i = 0; i < progress.size(); i++) {
            var row = i;
            progress.outcome(row).ifPresent(outcome -> settled.put(row, outcome));
        }
        return new JobTicket(
                progress.jobs().get(0).id(),
                progress.size(),
                Map.of(
                        JOBS, jobs.toString(),
                        SETTLED, SettledRows.text(settled),
                        LOOKS, Integer.toString(progress.looks() + 1)));
    }

    /** @throws ConnectorException {@code CONTRACT_BROKEN} for a ticket that is none of ours */
    static Progress progress(JobTicket ticket) {
        try {
            var memo = ticket.memo();
            var progress = new Progress(ticket.rows(), Integer.parseInt(memo.getOrDefault(LOOKS, "1")));
            SettledRows.of(memo.getOrDefault(SETTLED, "")).forEach(progress::settle);
            for (var job : jobs(memo)) {
                progress.started(new ImportJob(
                        job.path("id").asText(), RowRanges.of(job.path("rows").asText())));
            }
            return progress;
        } catch (IllegalArgumentException | IndexOutOfBoundsException notOurs) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.CONTRACT_BROKEN, "This ticket of a job was not written here."));
        }
    }

    private static JsonNode jobs(Map<String, String> memo) {
        return Json.read(memo.getOrDefault(JOBS, "").getBytes(StandardCharsets.UTF_8))
                .filter(JsonNode::isArray)
                .orElseThrow(() -> new IllegalArgumentException(JOBS));
    }
}
