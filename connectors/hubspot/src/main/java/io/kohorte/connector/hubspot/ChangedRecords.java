// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.Conversion;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.http.HttpAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Records of one kind that have a mark, in the order in which they changed.
 *
 * @param objects {@code deals} or {@code contacts}
 * @param mark property that is {@code true} for those wanted
 * @param changed property that holds the last change
 */
record ChangedRecords(HubspotApi api, String objects, String mark, String changed) {

    /** The search finds a change some seconds late, so a new poll looks back; ids of conversions remove doubles. */
    static final Duration OVERLAP = Duration.ofMinutes(5);

    /**
     * What came of one search.
     *
     * @param next where the next search begins
     * @param more whether it would find something right now
     */
    record Part(List<Conversion> conversions, SearchPlace next, boolean more) {

        static Part of(
                List<Conversion> conversions, SearchPlace place, List<? extends SearchPlace.Found> found, int limit) {
            var full = found.size() >= limit;
            var next = full ? place.after(found.get(found.size() - 1)) : place.atEndOf(found, OVERLAP);
            return new Part(conversions, next, full || place.withinMoment());
        }
    }

    <R> List<R> search(SearchPlace place, int limit, List<String> wanted, BiFunction<JsonNode, HttpAnswer, R> record) {
        var body = Json.mapper().createObjectNode();
        var filters = body.putArray("filterGroups").addObject().putArray("filters");
        filter(filters.addObject(), new SearchPlace.Filter(mark, "EQ", "true"));
        place.filters(changed).forEach(filter -> filter(filters.addObject(), filter));
        body.putArray("sorts")
                .addObject()
                .put("propertyName", place.order(changed))
                .put("direction", "ASCENDING");
        var properties = body.putArray("properties");
        wanted.forEach(properties::add);
        body.put("limit", limit);
        var answer = api.expect(api.post(api.version().objects(objects + "/search"))
                .json(body)
                .idempotent()
                .build());
        var records = new ArrayList<R>();
        Answers.results(answer).forEach(result -> records.add(record.apply(result, answer)));
        return records;
    }

    private static void filter(ObjectNode node, SearchPlace.Filter filter) {
        node.put("propertyName", filter.property())
                .put("operator", filter.operator())
                .put("value", filter.value());
    }
}
