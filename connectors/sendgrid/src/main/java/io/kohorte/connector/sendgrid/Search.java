// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.batch.Chunks;
import io.kohorte.toolkit.http.HttpCall;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds the ids of contacts. Identifiers travel in the body, ids in addresses. */
final class Search {

    /** Most identifiers in one request, and most contacts that one answer holds. */
    static final int MOST = 100;

    private final SendgridApi api;

    Search(SendgridApi api) {
        this.api = api;
    }

    /** @param people by the same kind of identifier */
    static List<List<Person>> parts(List<Person> people) {
        return Chunks.cut(people, MOST, Long.MAX_VALUE, person -> 0);
    }

    /** @param people by the same kind of identifier, at most {@link #MOST} */
    HttpCall call(List<Person> people) {
        var identifier = people.get(0).identifier();
        var email = identifier == Identifier.EMAIL;
        var body = Json.write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart(email ? "emails" : "identifiers");
            for (var person : people) {
                Json.text(json, person.name());
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        return api.post("/marketing/contacts/search/" + (email ? "emails" : "identifiers/" + identifier.member()))
                .body("application/json", body)
                .rows(people.stream().map(Person::row).distinct().toList())
                .build();
    }

    /** Ids of those who are contacts; the others are absent. Whoever the answer passes over makes it a bad one. */
    Map<Person, String> find(List<Person> people) {
        var call = call(people);
        var answer = api.send(call);
        var nobody = answer.status() == 404 && answer.maybeJson().isPresent();
        if (nobody) {
            return Map.of();
        }
        if (!answer.successful()) {
            throw Refusals.of(call, answer);
        }
        var results = new HashMap<String, JsonNode>();
        answer.json()
                .path("result")
                .properties()
                .forEach(result -> results.put(result.getKey().toLowerCase(Locale.ROOT), result.getValue()));
        var found = new HashMap<Person, String>();
        for (var person : people) {
            var result = results.get(person.name().toLowerCase(Locale.ROOT));
            if (result == null || (!result.has("contact") && !result.has("error"))) {
                throw answer.badResponse("without saying whether somebody is a contact");
            }
            if (result.has("contact")) {
                found.put(person, SendgridApi.text(result.path("contact"), "id"));
            }
        }
        return found;
    }
}
