// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.Batch;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What a vendor said to a call.
 *
 * @param changes those that the call carried, in the order of its rows
 */
public record Reply(HttpCall call, HttpAnswer answer, List<MemberChange> changes) {

    public Reply {
        changes = List.copyOf(changes);
    }

    static Reply of(HttpCall call, HttpAnswer answer, Batch batch) {
        return new Reply(
                call, answer, call.rows().stream().map(batch.changes()::get).toList());
    }

    /** @throws ConnectorException {@code BAD_RESPONSE} when the body is empty or not exactly one JSON value */
    public JsonNode json() {
        return answer.json();
    }

    /** For a reply that says something other than the vendor's documentation. */
    public ConnectorException badResponse(String how) {
        return answer.badResponse(how);
    }

    /**
     * For a vendor that answers with one result per row, in the order sent.
     *
     * @throws ConnectorException {@code BAD_RESPONSE} unless this is a list of as many results as there are rows
     */
    public List<Outcome> inOrder(JsonNode results, BiFunction<JsonNode, MemberChange, Outcome> outcome) {
        if (!results.isArray() || results.size() != changes.size()) {
            throw badResponse("with results for other rows than were sent");
        }
        return IntStream.range(0, changes.size())
                .mapToObj(row -> outcome.apply(results.get(row), changes.get(row)))
                .toList();
    }

    /** For a vendor that names people: one outcome for each change, whatever place the vendor names it at. */
    public List<Outcome> each(Function<MemberChange, Outcome> outcome) {
        return changes.stream().map(outcome).toList();
    }
}
