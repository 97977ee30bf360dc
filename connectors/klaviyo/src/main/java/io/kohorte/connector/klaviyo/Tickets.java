// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Progress as a ticket, which another process may take up. Outcomes that are equal are told once, for all their rows. */
final class Tickets {

    private static final String JOBS = "jobs";
    private static final String SETTLED = "settled";
    private static final String LOOKS = "looks";

    private Tickets() {}

    static JobTicket of(Progress progress) {
        var jobs = Json.mapper().createArrayNode();
        progress.jobs().forEach(job -> jobs.addObject().put("id", job.id()).put("rows", Rows.text(job.rows())));
        var rowsOf = new LinkedHashMap<Outcome, List<Integer>>();
        for (var i = 0; i < progress.size(); i++) {
            var row = i;
            progress.outcome(row)
                    .ifPresent(outcome -> rowsOf.computeIfAbsent(withoutReference(outcome), none -> new ArrayList<>())
                            .add(row));
        }
        var settled = Json.mapper().createArrayNode();
        rowsOf.forEach((outcome, rows) -> settled.add(json(outcome).put("rows", Rows.text(rows))));
        return new JobTicket(
                progress.jobs().get(0).id(),
                progress.size(),
                Map.of(
                        JOBS, jobs.toString(),
                        SETTLED, settled.toString(),
                        LOOKS, Integer.toString(progress.looks() + 1)));
    }

    /** @throws ConnectorException {@code CONTRACT_BROKEN} for a ticket that is none of ours */
    static Progress progress(JobTicket ticket) {
        try {
            var memo = ticket.memo();
            var progress = new Progress(ticket.rows(), Integer.parseInt(memo.getOrDefault(LOOKS, "1")));
            for (var settled : read(memo, SETTLED)) {
                var outcome = outcome(settled);
                Rows.of(settled.path("rows").asText()).forEach(row -> progress.settle(row, outcome));
            }
            for (var job : read(memo, JOBS)) {
                progress.started(new ImportJob(
                        job.path("id").asText(), Rows.of(job.path("rows").asText())));
            }
            return progress;
        } catch (IllegalArgumentException | IndexOutOfBoundsException notOurs) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.CONTRACT_BROKEN, "This ticket of a job was not written here."));
        }
    }

    private static JsonNode read(Map<String, String> memo, String name) {
        return Json.read(memo.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8))
                .filter(JsonNode::isArray)
                .orElseThrow(() -> new IllegalArgumentException(name));
    }

    /** Ids of profiles differ for each row and would make the ticket long. */
    private static Outcome withoutReference(Outcome outcome) {
        return outcome instanceof Outcome.Accepted ? new Outcome.Accepted("") : outcome;
    }

    private static ObjectNode json(Outcome outcome) {
        var json = Json.mapper().createObjectNode();
        if (outcome instanceof Outcome.Skipped skipped) {
            return json.put("skipped", skipped.reason().name());
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            return problem(json, rejected.problem());
        }
        if (outcome instanceof Outcome.Retry retry) {
            return problem(json, retry.problem()).put("after", retry.after().toMillis());
        }
        return json;
    }

    private static ObjectNode problem(ObjectNode json, Problem problem) {
        return json.put("code", problem.code().name())
                .put("message", problem.message())
                .put("field", problem.field())
                .put("vendorCode", problem.vendorCode());
    }

    private static Outcome outcome(JsonNode json) {
        if (json.has("skipped")) {
            return new Outcome.Skipped(SkipReason.valueOf(json.path("skipped").asText()));
        }
        if (!json.has("code")) {
            return new Outcome.Accepted("");
        }
        var problem = new Problem(
                ProblemCode.valueOf(json.path("code").asText()),
                json.path("message").asText(),
                json.path("field").asText(),
                json.path("vendorCode").asText());
        return json.has("after")
                ? new Outcome.Retry(
                        problem, Duration.ofMillis(json.path("after").asLong()))
                : new Outcome.Rejected(problem);
    }
}
