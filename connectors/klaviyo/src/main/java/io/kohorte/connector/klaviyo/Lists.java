// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.klaviyo;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the list of an audience, or creates it. */
final class Lists {

    private static final String PATH = "/api/lists";
    private static final String FIELDS = "&fields[list]=name,created&page[size]=10"; // ten is the most there is

    private final KlaviyoApi api;

    Lists(KlaviyoApi api) {
        this.api = api;
    }

    /**
     * The list's id. People may rename a list of ours as long as its name ends with our key in brackets. Klaviyo allows two
     * lists of one name; the oldest counts.
     */
    String ensure(AudienceSpec spec, AudienceOptions options) {
        if (options.listId().isPresent()) {
            return existing(options.listId().get());
        }
        var mark = "[" + spec.key() + "]";
        var name = spec.name() + " " + mark;
        var filter = "?filter=" + JsonApi.encoded("equals(name," + JsonApi.quoted(name) + ")");
        return oldest(all(PATH + filter + FIELDS).filter(list -> name(list).equals(name)))
                .or(() -> oldest(all(PATH + "?sort=created" + FIELDS)
                        .filter(list -> name(list).endsWith(mark))))
                .orElseGet(() -> create(name));
    }

    /** Whoever is on the list stays in Klaviyo. */
    void delete(String id) {
        var call = api.delete(PATH + "/" + id).build();
        var answer = api.send(call);
        if (!answer.successful() && answer.status() != 404) {
            throw ApiErrors.refusal(call, answer);
        }
    }

    private String existing(String id) {
        var call = api.get(PATH + "/" + id + "?fields[list]=name").build();
        var answer = api.send(call);
        if (answer.status() == 404) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.AUDIENCE_GONE, "The chosen list does not exist (any more)."));
        }
        if (!answer.successful()) {
            throw ApiErrors.refusal(call, answer);
        }
        return JsonApi.id(answer.json().path("data"));
    }

    /** Single or double opt-in is left to the account's own default. */
    private String create(String name) {
        var body = Json.mapper().createObjectNode();
        body.putObject("data").put("type", "list").putObject("attributes").put("name", name);
        return JsonApi.id(api.expect(api.post(PATH, body).build()).path("data"));
    }

    private Stream<JsonNode> all(String path) {
        return JsonApi.all(path, page -> api.expect(api.get(page).build())).stream();
    }

    private static Optional<String> oldest(Stream<JsonNode> lists) {
        return lists.min(Comparator.comparing(
                        list -> list.path("attributes").path("created").asText("")))
                .map(JsonApi::id);
    }

    private static String name(JsonNode list) {
        return JsonApi.attributes(list).path("name").asText("");
    }
}
