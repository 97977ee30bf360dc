// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.SafeHttp;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Unomi's private API. Every request of ours has the effect of once when it comes twice. */
final class UnomiApi {

    static final ErrorTable STATUSES = ErrorTable.STANDARD;

    private final UnomiSettings settings;
    private final SafeHttp http;

    UnomiApi(UnomiSettings settings, SafeHttp http) {
        this.settings = settings;
        this.http = http;
    }

    HttpCall get(String path) {
        return authorised(http.get(address(path))).build();
    }

    HttpCall delete(String path, List<Integer> rows) {
        return authorised(http.delete(address(path))).rows(rows).build();
    }

    HttpCall post(String path, JsonNode body, List<Integer> rows) {
        return authorised(http.post(address(path))).json(body).rows(rows).build();
    }

    private HttpCall.Builder authorised(HttpCall.Builder call) {
        return call.secret("authorization", settings.authorization())
                .header("accept", "application/json")
                .idempotent();
    }

    private String address(String path) {
        return settings.url() + "/cxs" + path;
    }

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    HttpAnswer send(HttpCall call) {
        return http.send(call);
    }

    /** @throws ConnectorException for anything but a 2xx */
    HttpAnswer expect(HttpCall call) {
        var answer = http.send(call);
        if (!answer.successful()) {
            throw STATUSES.refusal(call, answer);
        }
        return answer;
    }

    static ObjectNode query(JsonNode condition, int offset, int limit) {
        var query = Json.mapper().createObjectNode().put("offset", offset).put("limit", limit);
        query.set("condition", condition);
        return query;
    }

    /**
     * What a search found, whole.
     *
     * @throws ConnectorException {@code BAD_RESPONSE} when items lack their id
     */
    static List<JsonNode> list(HttpAnswer answer) {
        var list = answer.json().path("list");
        if (!list.isArray()) {
            throw answer.badResponse("without a list");
        }
        var items = new ArrayList<JsonNode>();
        for (var item : list) {
            if (!item.path("itemId").isTextual() || item.path("itemId").asText().isBlank()) {
                throw answer.badResponse("with an item that has no id");
            }
            items.add(item);
        }
        return items;
    }

    static ConnectorException setting(String sentence) {
        return new ConnectorException(Problem.of(ProblemCode.INVALID_SETTING, sentence));
    }
}
