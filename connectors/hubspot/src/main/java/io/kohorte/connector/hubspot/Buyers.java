// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpAnswer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who a deal was won with: the contact that HubSpot names first, by the property that holds our identity and by its record
 * id. Two requests, however many deals.
 */
record Buyers(HubspotApi api, String property, String namespace, String contactIds) {

    static final Map<String, String> NOBODY = Map.of();

    /** Identifiers by deal; one without contacts is not in it. */
    Map<Long, Map<String, String>> of(List<Long> deals) {
        if (deals.isEmpty()) {
            return Map.of();
        }
        var first = contacts(deals);
        if (first.isEmpty()) {
            return Map.of();
        }
        var values = values(first.values());
        var buyers = new HashMap<Long, Map<String, String>>();
        first.forEach((deal, contact) -> {
            var identifiers = new LinkedHashMap<String, String>();
            var value = values.getOrDefault(contact, "");
            if (!value.isBlank()) {
                identifiers.put(namespace, value);
            }
            identifiers.put(contactIds, contact);
            buyers.put(deal, identifiers);
        });
        return buyers;
    }

    private Map<Long, String> contacts(List<Long> deals) {
        var answer = read(
                api.version().associations("deals/contacts/batch/read"),
                Json.mapper().createObjectNode().set("inputs", ids(deals)));
        var found = new HashMap<Long, String>();
        for (var result : Answers.results(answer)) {
            var deal = Answers.id(result.path("from").path("id"), answer);
            var to = result.path("to");
            if (!to.isArray()) {
                throw answer.badResponse("without the contacts of a deal");
            }
            if (!to.isEmpty()) {
                found.put(Long.valueOf(deal), Answers.id(to.get(0).path("toObjectId"), answer));
            }
        }
        return found;
    }

    /** The property's value by contact. */
    private Map<String, String> values(Collection<String> contacts) {
        var body = Json.mapper().createObjectNode();
        body.putArray("properties").add(property);
        body.set("inputs", ids(contacts.stream().distinct().sorted().toList()));
        var answer = read(api.version().objects("contacts/batch/read"), body);
        var values = new HashMap<String, String>();
        for (var result : Answers.results(answer)) {
            var value = result.path("properties").path(property);
            values.put(Answers.id(result.path("id"), answer), value.isNull() ? "" : value.asText(""));
        }
        return values;
    }

    private HttpAnswer read(String path, JsonNode body) {
        return api.expect(api.post(path).json(body).idempotent().build());
    }

    private static JsonNode ids(Collection<?> ids) {
        var inputs = Json.mapper().createArrayNode();
        ids.forEach(id -> inputs.addObject().put("id", id.toString()));
        return inputs;
    }
}
