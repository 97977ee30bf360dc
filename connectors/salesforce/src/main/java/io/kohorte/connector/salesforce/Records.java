// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpCall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Calls to sObject Collections: the records of some rows, in order, each standing or falling alone. */
final class Records {

    /** A call takes so many (REST API guide, "Upsert multiple records with an external id"). */
    static final int PER_CALL = 200;

    private Records() {}

    static HttpCall call(SalesforceApi api, Target target, List<Line> lines) {
        var resource = "/composite/sobjects";
        var call =
                switch (target.operation()) {
                    case UPSERT ->
                        api.patch(resource + "/" + target.object() + "/" + target.keyColumn())
                                .json(body(target, lines));
                    case INSERT, INSERT_ABSENT -> api.post(resource).json(body(target, lines));
                    case UPDATE -> api.patch(resource).json(body(target, lines));
                    case DELETE -> api.delete(resource + "?ids=" + ids(lines) + "&allOrNone=false");
                };
        return call.rows(lines.stream().map(Line::row).toList()).idempotent().build();
    }

    /** Ids of records are no personal data, so they may stand in the address. */
    private static String ids(List<Line> lines) {
        return lines.stream()
                .map(Line::key)
                .map(id -> id.equals(Line.UNKNOWN_RECORD) ? id : URLEncoder.encode(id, StandardCharsets.UTF_8))
                .collect(Collectors.joining(","));
    }

    private static ObjectNode body(Target target, List<Line> lines) {
        var body = Json.mapper().createObjectNode();
        var records = body.put("allOrNone", false).putArray("records");
        for (var line : lines) {
            var record = records.addObject();
            record.putObject("attributes").put("type", target.object());
            target.fixed().forEach((field, value) -> record.set(field, Json.node(value)));
            key(record, target.keyColumn(), line.key());
            line.values().forEach((field, value) -> record.set(field, Json.node(value)));
        }
        return body;
    }

    private static void key(ObjectNode record, String column, String key) {
        var dot = column.indexOf('.');
        if (column.equals(Target.RECORD_ID)) {
            record.put("id", key);
        } else if (dot < 0) {
            record.put(column, key);
        } else {
            record.putObject(column.substring(0, dot)).put(column.substring(dot + 1), key);
        }
    }
}
