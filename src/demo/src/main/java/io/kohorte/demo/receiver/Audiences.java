// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** Who is in which audience; applies messages row by row and says which rows it refused. */
final class Audiences {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final House house;
    private final Map<String, Map<String, Member>> members = new TreeMap<>();
    private long rows;
    private long refused;

    Audiences(House house) {
        this.house = house;
    }

    /**
     * @param putOff rows that are to come again, by their index
     * @return the answer's body: one entry for each row that was not taken, by its index
     * @throws IllegalArgumentException when the message is not what we know, or has a row in it for which all is refused
     */
    synchronized JsonNode apply(JsonNode message, IntPredicate putOff) {
        if (message.path("type").asText().equals("webhook.ping")) {
            return JSON.createObjectNode();
        }
        JsonNode data = message.path("data");
        String audience = data.path("audience").path("key").asText();
        JsonNode changes = data.path("changes");
        if (audience.isEmpty() || !changes.isArray()) {
            throw new IllegalArgumentException("a message has data.audience.key and data.changes");
        }
        for (JsonNode change : changes) {
            if (!leaves(change) && house.poisons(member(audience, change))) {
                throw new IllegalArgumentException("something in this message is not acceptable");
            }
        }
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode results = answer.putArray("results");
        for (int index = 0; index < changes.size(); index++) {
            if (putOff.test(index)) {
                results.addObject().put("index", index).put("status", "retry");
                continue;
            }
            Optional<Refusal> refusal = apply(audience, changes.get(index));
            rows++;
            if (refusal.isPresent()) {
                refused++;
                results.addObject()
                        .put("index", index)
                        .put("status", "rejected")
                        .put("code", refusal.get().code())
                        .put("message", refusal.get().message());
            }
        }
        return answer;
    }

    private Optional<Refusal> apply(String audience, JsonNode change) {
        String profile = change.path("profileId").asText();
        if (profile.isEmpty()) {
            return Optional.of(new Refusal("no_profile", "A row needs a profileId."));
        }
        Member member = member(audience, change);
        if (leaves(change)) {
            people(audience).remove(house.known(member));
            return Optional.empty();
        }
        Optional<Refusal> refusal = house.objection(member);
        if (refusal.isEmpty()) {
            people(audience).put(house.known(member), member);
        }
        return refusal;
    }

    private static boolean leaves(JsonNode change) {
        return change.path("change").asText().equals("EXITED");
    }

    private Map<String, Member> people(String audience) {
        return members.computeIfAbsent(audience, key -> new HashMap<>());
    }

    /** As they would be after the change. */
    private Member member(String audience, JsonNode change) {
        Member named =
                new Member(change.path("profileId").asText(), texts(Map.of(), change.path("identifiers")), Map.of());
        Member before = people(audience).getOrDefault(house.known(named), named);
        return new Member(named.profile(), named.identifiers(), texts(before.fields(), change.path("fields")));
    }

    /** What was known, with what is named now; null clears. */
    private static Map<String, String> texts(Map<String, String> known, JsonNode object) {
        Map<String, String> texts = new HashMap<>(known);
        object.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                texts.remove(entry.getKey());
            } else {
                texts.put(entry.getKey(), entry.getValue().asText());
            }
        });
        return texts;
    }

    synchronized Set<String> names() {
        return Set.copyOf(members.keySet());
    }

    synchronized Map<String, Member> members(String audience) {
        return Map.copyOf(members.getOrDefault(audience, Map.of()));
    }

    synchronized long rows() {
        return rows;
    }

    synchronized long refused() {
        return refused;
    }
}
