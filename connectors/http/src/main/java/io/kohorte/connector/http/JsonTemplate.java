// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A JSON document in whose texts placeholders stand. It is filled in as a tree, so a value never becomes structure. A text
 * that is one placeholder and nothing else becomes the value itself, with its type; a member or an item whose value is
 * missing is left out.
 */
sealed interface JsonTemplate {

    record Fixed(JsonNode node) implements JsonTemplate {}

    record Words(TextTemplate text) implements JsonTemplate {}

    record Members(Map<String, JsonTemplate> members) implements JsonTemplate {}

    record Items(List<JsonTemplate> items) implements JsonTemplate {}

    /** @param setting where the template stands, for the message about a mistake in it */
    static JsonTemplate read(String text, String region, String setting) {
        var json = Json.read(text.getBytes(StandardCharsets.UTF_8))
                .orElseThrow(() -> Mistake.in(
                        setting,
                        "This is not JSON. Placeholders stand in quotes: \"{{field.score}}\" becomes a number."));
        return of(json, region, setting);
    }

    private static JsonTemplate of(JsonNode node, String region, String setting) {
        if (node.isObject()) {
            var members = new LinkedHashMap<String, JsonTemplate>();
            for (var member : node.properties()) {
                if (member.getKey().contains("{{")) {
                    throw Mistake.in(setting, "Names of members cannot be placeholders; {{fields}} places them all.");
                }
                members.put(member.getKey(), of(member.getValue(), region, setting));
            }
            return new Members(members);
        }
        if (node.isArray()) {
            var items = new ArrayList<JsonTemplate>();
            node.forEach(item -> items.add(of(item, region, setting)));
            return new Items(List.copyOf(items));
        }
        return node.isTextual() ? new Words(TextTemplate.read(node.asText(), region, setting)) : new Fixed(node);
    }

    default Stream<Placeholder> placeholders() {
        if (this instanceof Words words) {
            return words.text().placeholders();
        }
        if (this instanceof Members members) {
            return members.members().values().stream().flatMap(JsonTemplate::placeholders);
        }
        return this instanceof Items items
                ? items.items().stream().flatMap(JsonTemplate::placeholders)
                : Stream.empty();
    }

    /** Empty when all there is to say of it is missing. */
    default Optional<JsonNode> fill(Scope scope) {
        if (this instanceof Words words) {
            return words.text()
                    .alone()
                    .map(placeholder -> placeholder.in(scope))
                    .orElseGet(() ->
                            words.text().fill(scope, UnaryOperator.identity()).map(TextNode::new));
        }
        if (this instanceof Members members) {
            var object = Json.mapper().createObjectNode();
            members.members().forEach((name, member) -> member.fill(scope).ifPresent(value -> object.set(name, value)));
            return Optional.of(object);
        }
        if (this instanceof Items items) {
            var array = Json.mapper().createArrayNode();
            items.items().forEach(item -> item.fill(scope).ifPresent(array::add));
            return Optional.of(array);
        }
        return Optional.of(((Fixed) this).node());
    }
}
