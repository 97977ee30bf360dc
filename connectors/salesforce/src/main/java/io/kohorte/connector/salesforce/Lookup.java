// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
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
 */
final class Lookup {

    /** Keeps each query far below the length limit of an address; a composite request takes 25 of them. */
    private static final int KEYS_PER_QUERY = 50;

    private final SalesforceApi api;
    private final String from;
    private final String keyPath;
    private final String condition;
    private final IntFunction<String> keys;

    /**
     * @param from object to search
     * @param keyPath field that holds the external id, perhaps of a related object: {@code Contact.External_Id__c}
     * @param condition further condition, ending in {@code " AND "}, or empty
     * @param keys row to external id
     */
    Lookup(SalesforceApi api, String from, String keyPath, String condition, IntFunction<String> keys) {
        this.api = api;
        this.from = from;
        this.keyPath = keyPath;
        this.condition = condition;
        this.keys = keys;
    }

    String key(int row) {
        return keys.apply(row);
    }

    HttpCall call(List<Integer> rows) {
        var body = Json.mapper().createObjectNode();
        var requests = body.put("allOrNone", false).putArray("compositeRequest");
        for (var i = 0; i < rows.size(); i += KEYS_PER_QUERY) {
            var part = rows.subList(i, Math.min(rows.size(), i + KEYS_PER_QUERY));
            requests.addObject()
                    .put("method", "GET")
                    .put("referenceId", "lookup" + i / KEYS_PER_QUERY)
                    .put("url", api.path() + "/query?q=" + URLEncoder.encode(query(part), StandardCharsets.UTF_8));
        }
        return api.post("/composite").json(body).rows(rows).idempotent().build();
    }

    private String query(List<Integer> rows) {
        var values = rows.stream().map(this::key).map(Soql::literal).collect(Collectors.joining(","));
        return "SELECT Id, " + keyPath + " FROM " + from + " WHERE " + condition + keyPath + " IN (" + values + ")";
    }

    /** Whoever an answer does not speak of is taken for somebody who is not there, so it has to be whole. */
    Records find(List<Integer> rows) {
        var records = new Records(new HashMap<>());
        var parts = api.expect(call(rows)).path("compositeResponse");
        if (parts.size() != (rows.size() + KEYS_PER_QUERY - 1) / KEYS_PER_QUERY) {
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
                    .forEach(hit -> records.add(key(hit), hit.path("Id").asText()));
        }
        return records;
    }

    private String key(JsonNode hit) {
        var key = Soql.field(hit, keyPath);
        if (key.isEmpty()) {
            throw BadAnswer.of("without the field " + keyPath);
        }
        return key;
    }

    /** External ids, in any case as Salesforce compares them, to ids of records. */
    record Records(Map<String, List<String>> ids) {

        List<String> of(String key) {
            return ids.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());
        }

        private void add(String key, String id) {
            ids.computeIfAbsent(key.toLowerCase(Locale.ROOT), absent -> new ArrayList<>())
                    .add(id);
        }
    }
}
