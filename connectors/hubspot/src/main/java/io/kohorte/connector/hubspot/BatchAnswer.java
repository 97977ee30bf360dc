// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.http.HttpAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * What a batch endpoint says of its inputs: {@code results} of those that went well, {@code errors} of the others, in any
 * order, with status 200 or 207. Written contacts are told apart by the {@code objectWriteTraceId} we gave them, contacts
 * that were read by their values.
 */
final class BatchAnswer {

    private static final String TRACE = "row-";

    private static final Problem SILENT =
            Problem.of(ProblemCode.UNAVAILABLE, "HubSpot did not say what became of this contact.");

    private final HttpAnswer answer;
    private final JsonNode json;

    private BatchAnswer(HttpAnswer answer) {
        this.answer = answer;
        this.json = answer.json();
        if (!json.path("results").isArray()) {
            throw answer.badResponse("without results");
        }
    }

    static BatchAnswer of(HttpAnswer answer) {
        return new BatchAnswer(answer);
    }

    /** Names a row to HubSpot; unique in the batch, and the same on every attempt. */
    static String trace(int row) {
        return TRACE + row;
    }

    /**
     * Places what became of contacts that were written.
     *
     * @throws ConnectorException {@code INVALID_SETTING} when an error is one of the mapping, {@code UNAVAILABLE} when
     *     HubSpot is silent on all of them, {@code BATCH_REFUSED} when it refuses rows without naming them
     */
    void written(List<Integer> rows, Rows batch) {
        var silent = new HashSet<>(rows);
        for (var result : json.path("results")) {
            named(result.path("objectWriteTraceId").asText(""), rows).ifPresent(row -> {
                batch.found(row, id(result));
                silent.remove(row);
            });
        }
        var nameless = new ArrayList<VendorError>();
        for (var node : json.path("errors")) {
            var error = new VendorError(node);
            error.aboutSettings().ifPresent(problem -> {
                throw new ConnectorException(problem);
            });
            var traces = error.context("objectWriteTraceId");
            if (traces.isEmpty()) {
                nameless.add(error);
            }
            for (var trace : traces) {
                named(trace, rows).ifPresent(row -> {
                    batch.settle(row, error.outcome(batch.change(row)));
                    silent.remove(row);
                });
            }
        }
        if (!silent.isEmpty()) {
            unanswered(silent, rows, nameless, batch);
        }
    }

    private void unanswered(Set<Integer> silent, List<Integer> rows, List<VendorError> nameless, Rows batch) {
        if (nameless.isEmpty()) {
            if (silent.size() == rows.size()) {
                throw new ConnectorException(SILENT);
            }
            silent.forEach(row -> batch.settle(row, new Outcome.Retry(SILENT, Duration.ZERO)));
        } else if (silent.size() == 1) {
            silent.forEach(row -> batch.settle(row, nameless.get(0).outcome(batch.change(row))));
        } else {
            throw new ConnectorException(Problem.of(
                    ProblemCode.BATCH_REFUSED, "HubSpot refused some of these contacts without saying which."));
        }
    }

    /**
     * Places which contacts are there.
     *
     * @param missing takes each row that HubSpot says has none
     */
    void read(List<Integer> rows, Rows batch, AudienceOptions options, IntConsumer missing) {
        for (var contact : json.path("results")) {
            for (var value : values(contact.path("properties"), options)) {
                batch.row(value).filter(rows::contains).ifPresent(row -> batch.found(row, id(contact)));
            }
        }
        var gone = new HashSet<Integer>();
        var someGone = false;
        for (var node : json.path("errors")) {
            var error = new VendorError(node);
            error.aboutSettings().ifPresent(problem -> {
                throw new ConnectorException(problem);
            });
            if (error.category().equals("OBJECT_NOT_FOUND")) {
                var ids = error.context("ids");
                ids.forEach(id -> batch.row(id).ifPresent(gone::add));
                someGone |= ids.isEmpty();
            }
        }
        for (var row : rows) {
            if (!batch.isFound(row)) {
                if (someGone || gone.contains(row)) {
                    missing.accept(row);
                } else {
                    batch.settle(row, new Outcome.Retry(SILENT, Duration.ZERO));
                }
            }
        }
    }

    /** A contact is also found by its further addresses. */
    private static List<String> values(JsonNode properties, AudienceOptions options) {
        var values = new ArrayList<String>();
        values.add(properties.path(options.idProperty()).asText(""));
        if (options.byEmail()) {
            values.addAll(
                    List.of(properties.path("hs_additional_emails").asText("").split(";")));
        }
        return values;
    }

    private Optional<Integer> named(String trace, List<Integer> rows) {
        return rows.stream().filter(row -> trace(row).equals(trace)).findFirst();
    }

    private String id(JsonNode contact) {
        var id = contact.path("id").asText("");
        if (!id.matches("[0-9]{1,18}")) {
            throw answer.badResponse("with a contact without its id");
        }
        return id;
    }
}
