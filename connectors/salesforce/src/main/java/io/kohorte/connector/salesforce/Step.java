// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.batch.InTurn;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a batch that goes out by one call to sObject Collections, after its records were looked up where need be; who is
 * not there, and is to be created, by a second.
 */
record Step(SalesforceApi api, Task task, String matchKey) {

    List<Integer> rows() {
        return task.rows();
    }

    /** What {@link #run} would send, with placeholders for what an earlier answer decides. */
    List<WireRequest> shown() {
        var shown = new ArrayList<WireRequest>();
        task.search().ifPresent(search -> search.lookup().shown(task.rows(), task::key).stream()
                .map(call -> call.shown())
                .forEach(shown::add));
        shown.add(Records.call(api, task.target(), task.planned()).shown());
        task.create()
                .ifPresent(create -> shown.add(
                        Records.call(api, create.target(), create.planned()).shown()));
        return shown;
    }

    /**
     * Sends it and places the outcome of each of its rows.
     *
     * @throws io.kohorte.spi.ConnectorException when nothing of it was applied
     */
    void run(Outcome[] outcomes) {
        var found = task.found((row, known) -> outcomes[row] = known.outcome(matchKey));
        var calls = new ArrayList<Call>();
        if (!found.lines().isEmpty()) {
            calls.add(new Call(task.target(), found.lines()));
        }
        if (!found.absent().isEmpty()) {
            calls.add(new Call(task.create().orElseThrow().target(), found.absent()));
        }
        InTurn.send(calls, call -> send(call, outcomes), (call, again) -> call.lines()
                .forEach(line -> outcomes[line.row()] = again));
    }

    private record Call(Target target, List<Line> lines) {}

    private void send(Call call, Outcome[] outcomes) {
        var lines = call.lines();
        var results = results(api.expect(Records.call(api, call.target(), lines)), lines.size());
        for (var i = 0; i < results.size(); i++) {
            var row = lines.get(i).row();
            outcomes[row] = outcome(results.get(i), call.target().operation(), row);
        }
    }

    private Outcome outcome(JsonNode result, Target.Operation operation, int row) {
        if (!result.path("success").isBoolean()) {
            throw BadAnswer.of("a record without saying whether it was taken");
        }
        if (result.path("success").asBoolean()) {
            return new Outcome.Accepted(result.path("id").asText(""));
        }
        return RowError.of(result.path("errors").path(0))
                .outcome(operation, task.changes().get(row));
    }

    /** One result per record, in order; anything else is not an answer to this request. */
    private static JsonNode results(JsonNode answer, int records) {
        if (!answer.isArray() || answer.size() != records) {
            throw BadAnswer.of("with " + answer.size() + " results to " + records + " records");
        }
        return answer;
    }
}
