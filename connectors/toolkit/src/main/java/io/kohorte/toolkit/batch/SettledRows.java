// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Outcomes of rows that are known while a job works on others, as text for a ticket. Equal outcomes are told once, for all
 * their rows; what the vendor calls a record is left out, since it differs for each and would make tickets long.
 */
public final class SettledRows {

    private SettledRows() {}

    /** @param outcomes by position in the batch */
    public static String text(Map<Integer, Outcome> outcomes) {
        var rowsOf = new LinkedHashMap<Outcome, List<Integer>>();
        new TreeMap<>(outcomes)
                .forEach((row, outcome) -> rowsOf.computeIfAbsent(withoutReference(outcome), none -> new ArrayList<>())
                        .add(row));
        var settled = Json.mapper().createArrayNode();
        rowsOf.forEach((outcome, rows) -> settled.add(json(outcome).put("rows", RowRanges.text(rows))));
        return settled.toString();
    }

    /**
     * The outcomes by position in the batch.
     *
     * @throws IllegalArgumentException if this is none of our texts
     */
    public static SortedMap<Integer, Outcome> of(String text) {
        var settled = Json.read(text.getBytes(StandardCharsets.UTF_8))
                .filter(JsonNode::isArray)
                .orElseThrow(() -> new IllegalArgumentException("no settled rows"));
        var outcomes = new TreeMap<Integer, Outcome>();
        for (var some : settled) {
            var outcome = outcome(some);
            RowRanges.of(some.path("rows").asText()).forEach(row -> outcomes.put(row, outcome));
        }
        return outcomes;
    }

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
