// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.toolkit.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Five won deals, three of them changed in the same moment, found as HubSpot's search finds them. */
final class FakeDeals {

    static final Instant MORNING = Instant.parse("2026-11-20T10:00:00.123Z");
    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    record Deal(long id, Instant changed, String amount) {}

    static final List<Deal> ALL = List.of(
            new Deal(5001, MORNING.minusSeconds(60), "49.90"),
            new Deal(5004, MORNING, "1000"),
            new Deal(5002, MORNING, ""),
            new Deal(5003, MORNING, "12"),
            new Deal(5005, NOON, "7.5"));

    private FakeDeals() {}

    static String search(JsonNode request) {
        return search(request, ALL);
    }

    static String search(JsonNode request, List<Deal> deals) {
        Predicate<Deal> wanted = deal -> true;
        for (var filter : request.path("filterGroups").path(0).path("filters")) {
            wanted = wanted.and(matching(filter));
        }
        var byId = request.path("sorts").path(0).path("propertyName").asText().equals("hs_object_id");
        var order = byId
                ? Comparator.comparingLong(Deal::id)
                : Comparator.comparing(Deal::changed)
                        .thenComparing(Comparator.comparingLong(Deal::id).reversed());
        var answer = Json.mapper().createObjectNode().put("total", deals.size());
        var results = answer.putArray("results");
        deals.stream()
                .filter(wanted)
                .sorted(order)
                .limit(request.path("limit").asInt())
                .forEach(deal -> results.addObject()
                        .put("id", Long.toString(deal.id()))
                        .putObject("properties")
                        .put("amount", deal.amount().isEmpty() ? null : deal.amount())
                        .put("closedate", "2026-11-20T09:00:00Z")
                        .put("deal_currency_code", "EUR")
                        .put("hs_lastmodifieddate", deal.changed().toString()));
        return answer.toString();
    }

    private static Predicate<Deal> matching(JsonNode filter) {
        var value = filter.path("value").asText();
        return switch (filter.path("propertyName").asText() + " "
                + filter.path("operator").asText()) {
            case "hs_is_closed_won EQ" -> deal -> value.equals("true");
            case "hs_lastmodifieddate GTE" -> deal -> deal.changed().toEpochMilli() >= Long.parseLong(value);
            case "hs_lastmodifieddate EQ" -> deal -> deal.changed().toEpochMilli() == Long.parseLong(value);
            case "hs_object_id GT" -> deal -> deal.id() > Long.parseLong(value);
            default -> throw new IllegalArgumentException("HubSpot knows no such filter: " + filter);
        };
    }

    /** Deal 5001 belongs to contacts 101 and 9, deal 5002 to 102 and 9, and so on. */
    static String contacts(JsonNode request) {
        var answer = Json.mapper().createObjectNode().put("status", "COMPLETE");
        var results = answer.putArray("results");
        for (var input : request.path("inputs")) {
            var id = input.path("id").asText();
            var result = results.addObject();
            result.putObject("from").put("id", id);
            var to = result.putArray("to");
            to.addObject().put("toObjectId", Long.parseLong(id) - 4900);
            to.addObject().put("toObjectId", 9);
        }
        return answer.toString();
    }
}
