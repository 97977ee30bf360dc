// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.unomi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.tck.TestVendor;
import io.kohorte.toolkit.Json;
import java.util.ArrayList;
import java.util.List;

/** How Unomi answers searches: whoever is asked for is there. */
final class FakeUnomi {

    private FakeUnomi() {}

    /** A profile for every condition of the query. */
    static ObjectNode found(String query) {
        var list = Json.mapper().createArrayNode();
        for (var condition : conditions(TestVendor.parse(query).path("condition"))) {
            var place = condition.at("/parameterValues/propertyName").asText();
            var value = condition.at("/parameterValues/propertyValue").asText();
            list.add(place.equals("itemId") ? profile(value) : profile("p-" + list.size(), place, value));
        }
        return page(list);
    }

    private static List<JsonNode> conditions(JsonNode condition) {
        if (!condition.path("type").asText().equals("booleanCondition")) {
            return List.of(condition);
        }
        var all = new ArrayList<JsonNode>();
        condition.at("/parameterValues/subConditions").forEach(sub -> all.addAll(conditions(sub)));
        return all;
    }

    static ObjectNode profile(String id) {
        var profile = Json.mapper().createObjectNode().put("itemId", id).put("itemType", "profile");
        profile.putObject("properties").put("email", id + "@example.com").put("visits", 7);
        profile.putArray("segments").add("returning");
        profile.putObject("systemProperties").putArray("lists").add("newsletter");
        return profile;
    }

    private static ObjectNode profile(String id, String place, String value) {
        var profile = profile(id);
        profile.withObjectProperty("properties").put(place.replaceFirst("^properties\\.", ""), value);
        return profile;
    }

    static ObjectNode page(ArrayNode list) {
        var page = Json.mapper().createObjectNode();
        page.set("list", list);
        return page.put("offset", 0)
                .put("pageSize", list.size())
                .put("totalSize", list.size())
                .put("totalSizeRelation", "EQUAL");
    }

    /** Five goals, one a minute; those from the time and the offset of the query on. */
    static ObjectNode events(String query) {
        var asked = TestVendor.parse(query);
        var since = asked.at("/condition/parameterValues/subConditions/1/parameterValues/propertyValueDate")
                .asText();
        var list = Json.mapper().createArrayNode();
        var skip = asked.path("offset").asInt();
        for (var minute = 0; minute < 5 && list.size() < asked.path("limit").asInt(); minute++) {
            var time = "2026-11-20T10:0" + minute + ":00Z";
            if (time.compareTo(since) >= 0 && skip-- <= 0) {
                var event = list.addObject()
                        .put("itemId", "event-" + minute)
                        .put("eventType", "goal")
                        .put("profileId", "customer-" + minute)
                        .put("timeStamp", time);
                event.putObject("properties").put("value", "49.90").put("currency", "EUR");
            }
        }
        return page(list);
    }
}
