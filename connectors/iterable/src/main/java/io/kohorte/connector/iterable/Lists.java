// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the static list of an audience, or creates it. Names are not unique at Iterable. */
final class Lists {

    private final IterableApi api;

    Lists(IterableApi api) {
        this.api = api;
    }

    /**
     * A list of the project.
     *
     * @param dynamic filled by Iterable itself
     */
    record Known(long id, String name, boolean dynamic) {}

    /** People may rename a list as long as its name ends with our key in brackets. */
    String ensure(AudienceSpec spec) {
        var chosen = spec.options().optionalText("listId");
        if (chosen.isPresent()) {
            return existing(chosen.get());
        }
        var mark = "[" + spec.key() + "]";
        var ours = all().stream()
                .filter(list -> list.name().endsWith(mark) && !list.dynamic())
                .min(Comparator.comparingLong(Known::id));
        return Long.toString(ours.map(Known::id).orElseGet(() -> create(spec.name() + " " + mark)));
    }

    List<Known> all() {
        var answer = api.expect(api.get("/lists").build());
        var lists = answer.json().path("lists");
        if (!lists.isArray()) {
            throw answer.badResponse("without lists");
        }
        var known = new ArrayList<Known>();
        lists.forEach(list -> known.add(new Known(
                id(list.path("id"), answer),
                list.path("name").asText(""),
                list.path("listType").asText("").equals("Dynamic"))));
        return known;
    }

    /** @throws ConnectorException unless it is gone then */
    void delete(String id) {
        var call = api.delete("/lists/" + id).idempotent().build();
        var answer = api.ask(call);
        var gone = answer.status() == 404 || RequestErrors.vendorCode(answer).equals("error.lists.invalidListId");
        if (!answer.successful() && !gone) {
            throw RequestErrors.of(call, answer);
        }
    }

    private String existing(String id) {
        var list = all().stream()
                .filter(known -> Long.toString(known.id()).equals(id))
                .findFirst();
        if (list.isEmpty()) {
            throw problem(ProblemCode.AUDIENCE_GONE, "The chosen list does not exist any more.");
        }
        if (list.get().dynamic()) {
            throw problem(
                    ProblemCode.INVALID_SETTING, "Iterable fills this list by its own rules: choose a static list.");
        }
        return id;
    }

    /** When the answer gets lost, the next look finds what was created. */
    private long create(String name) {
        var call = api.post("/lists")
                .json(Json.mapper().createObjectNode().put("name", name))
                .idempotent()
                .build();
        var answer = api.expect(call);
        return id(answer.json().path("listId"), answer);
    }

    private static long id(JsonNode node, HttpAnswer answer) {
        return Optional.of(node)
                .filter(id -> id.isIntegralNumber() && id.canConvertToLong())
                .orElseThrow(() -> answer.badResponse("with a list without its id"))
                .asLong();
    }

    private static ConnectorException problem(ProblemCode code, String sentence) {
        return new ConnectorException(Problem.of(code, sentence).at("listId"));
    }
}
