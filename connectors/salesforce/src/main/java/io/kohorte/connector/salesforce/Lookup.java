// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.batch.Chunks;
import io.kohorte.toolkit.http.HttpCall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Finds ids of records by external id. The queries travel in the body of a composite request: external ids are personal
 * data, and an address ends up in logs.
 *
 * @param from object to search
 * @param keyPath field that holds the external id, perhaps of a related object: {@code Contact.External_Id__c}
 * @param condition further condition, ending in {@code " AND "}, or empty
 */
record Lookup(SalesforceApi api, String from, String keyPath, String condition) {

    /** A page of a query's answer holds 2,000 records; this leaves room for external ids that several have. */
    private static final int KEYS_PER_QUERY = 200;

    /** In an address, of which Salesforce takes 16,384 bytes. */
    private static final int KEY_BYTES_PER_QUERY = 8_000;

    /** Of the 25 parts of a composite request, so many may be queries (REST API guide, "Composite"). */
    private static final int QUERIES_PER_CALL = 5;

    /** The calls that {@link #find} makes. */
    List<HttpCall> shown(List<Integer> rows, IntFunction<String> keys) {
        return calls(queries(rows, keys), keys);
    }

    /** Whoever an answer does not speak of is taken for somebody who is not there, so it has to be whole. */
    Hits find(List<Integer> rows, IntFunction<String> keys) {
        var records = new Hits(new HashMap<>());
        var queries = queries(rows, keys);
        var asked = 0;
        for (var call : calls(queries, keys)) {
            var expected = Math.min(QUERIES_PER_CALL, queries.size() - asked);
            asked += expected;
            read(api.expect(call).path("compositeResponse"), expected, records);
        }
        return records;
    }

    private static List<List<Integer>> queries(List<Integer> rows, IntFunction<String> keys) {
        return Chunks.cut(rows, KEYS_PER_QUERY, KEY_BYTES_PER_QUERY, row -> encoded(Soql.literal(keys.apply(row)) + ",")
                .length());
    }

    private List<HttpCall> calls(List<List<Integer>> queries, IntFunction<String> keys) {
        var calls = new ArrayList<HttpCall>();
        for (var i = 0; i < queries.size(); i += QUERIES_PER_CALL) {
            calls.add(call(queries.subList(i, Math.min(queries.size(), i + QUERIES_PER_CALL)), keys));
        }
        return calls;
    }

    private HttpCall call(List<List<Integer>> queries, IntFunction<String> keys) {
        var body = Json.mapper().createObjectNode();
        var requests = body.put("allOrNone", false).putArray("compositeRequest");
        for (var rows : queries) {
            requests.addObject()
                    .put("method", "GET")
                    .put("referenceId", "lookup" + (requests.size() - 1))
                    .put("url", api.path() + "/query?q=" + encoded(query(rows, keys)));
        }
        var rows = queries.stream().flatMap(List::stream).toList();
        return api.post("/composite").json(body).rows(rows).idempotent().build();
    }

    private String query(List<Integer> rows, IntFunction<String> keys) {
        var values = rows.stream().map(keys::apply).map(Soql::literal).collect(Collectors.joining(","));
        return "SELECT Id, " + keyPath + " FROM " + from + " WHERE " + condition + keyPath + " IN (" + values + ")";
    }

    private void read(JsonNode parts, int expected, Hits records) {
        if (parts.size() != expected) {
            throw BadAnswer.of("other queries than were asked");
        }
        for (var part : parts) {
            var body = part.path("body");
            if (part.path("httpStatusCode").asInt() != 200 || !body.path("done").asBoolean(false)) {
                throw new ConnectorException(Problem.of(
                                ProblemCode.INVALID_SETTING,
                                "Salesforce could not look up records by this external id.")
                        .vendor(body.path(0).path("errorCode").asText("")));
            }
            BadAnswer.records(body)
                    .forEach(hit -> records.add(keyOf(hit), hit.path("Id").asText()));
        }
    }

    private String keyOf(JsonNode hit) {
        var key = Soql.field(hit, keyPath);
        if (key.isEmpty()) {
            throw BadAnswer.of("without the field " + keyPath);
        }
        return key;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** External ids, in any case as Salesforce compares them, to ids of records. */
    record Hits(Map<String, List<String>> ids) {

        List<String> of(String key) {
            return ids.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());
        }

        private void add(String key, String id) {
            ids.computeIfAbsent(key.toLowerCase(Locale.ROOT), absent -> new ArrayList<>())
                    .add(id);
        }
    }
}
