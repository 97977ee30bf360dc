// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds the static list of an audience, or creates it. Only lists of the types MANUAL and SNAPSHOT can be written to. */
final class StaticLists {

    private static final String CONTACT = "0-1";

    private static final int PAGE = 250;

    private final HubspotApi api;

    StaticLists(HubspotApi api) {
        this.api = api;
    }

    /** People may rename a list as long as its name ends with our key in brackets. */
    String ensure(AudienceSpec spec, AudienceOptions options) {
        if (options.listId().isPresent()) {
            return usable(expect(list("/" + options.listId().get())));
        }
        var mark = "[" + spec.key() + "]";
        return find(mark, spec.key()).orElseGet(() -> create(spec.name() + " " + mark));
    }

    /** @throws ConnectorException unless it is gone then */
    void delete(String id) {
        var call = api.delete(api.version().lists("/" + id)).idempotent().build();
        var answer = api.ask(call);
        if (!answer.successful() && answer.status() != 404) {
            throw RequestErrors.ofList(call, answer);
        }
    }

    private Optional<String> find(String mark, String key) {
        for (var offset = 0; ; offset += PAGE) {
            var body = Json.mapper().createObjectNode().put("query", key).put("offset", offset);
            body.put("count", PAGE).putArray("processingTypes").add("MANUAL").add("SNAPSHOT");
            var answer = api.expect(api.post(api.version().lists("/search"))
                    .json(body)
                    .idempotent()
                    .build());
            var lists = answer.json().path("lists");
            if (!lists.isArray()) {
                throw answer.badResponse("without lists");
            }
            for (var list : lists) {
                if (list.path("name").asText("").endsWith(mark)
                        && list.path("objectTypeId").asText(CONTACT).equals(CONTACT)) {
                    return Optional.of(id(list, answer));
                }
            }
            if (!answer.json().path("hasMore").asBoolean(false) || lists.isEmpty()) {
                return Optional.empty();
            }
        }
    }

    /** Names are unique, so a list that the search did not know yet cannot be created twice. */
    private String create(String name) {
        var body = Json.mapper()
                .createObjectNode()
                .put("name", name)
                .put("objectTypeId", CONTACT)
                .put("processingType", "MANUAL");
        var call = api.post(api.version().lists("")).json(body).idempotent().build();
        var answer = api.ask(call);
        if (answer.successful()) {
            return usable(answer);
        }
        var duplicate = answer.maybeJson()
                .map(error -> error.path("subCategory").asText("").contains("DUPLICATE_LIST_NAMES"))
                .orElse(false);
        if (!duplicate) {
            throw RequestErrors.of(call, answer);
        }
        var quoted = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return usable(expect(list("/object-type-id/" + CONTACT + "/name/" + quoted)));
    }

    private HttpCall list(String resource) {
        return api.get(api.version().lists(resource)).build();
    }

    private HttpAnswer expect(HttpCall call) {
        var answer = api.ask(call);
        if (!answer.successful()) {
            throw RequestErrors.ofList(call, answer);
        }
        return answer;
    }

    private static String usable(HttpAnswer answer) {
        var list = answer.json().path("list");
        var id = id(list, answer);
        if (list.path("processingType").asText("").equals("DYNAMIC")) {
            throw setting("HubSpot fills this list by its own filters: choose a static list.");
        }
        if (!list.path("objectTypeId").asText(CONTACT).equals(CONTACT)) {
            throw setting("This list does not hold contacts.");
        }
        return id;
    }

    private static String id(JsonNode list, HttpAnswer answer) {
        var id = list.path("listId").asText("");
        if (!id.matches("[0-9]{1,18}")) {
            throw answer.badResponse("with a list without its id");
        }
        return id;
    }

    private static ConnectorException setting(String sentence) {
        return new ConnectorException(
                Problem.of(ProblemCode.INVALID_SETTING, sentence).at("listId"));
    }
}
