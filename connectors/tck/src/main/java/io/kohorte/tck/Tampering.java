// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A sound answer of a vendor, spoilt in one way.
 *
 * @param name says how, for people
 */
record Tampering(Way way, String name, VendorAnswer answer) {

    /** How an answer is spoilt. */
    enum Way {
        /** Nobody could read it. */
        UNREADABLE,
        /** An object without members. */
        EMPTY,
        /** A member is missing. */
        LACKING,
        /** A member is something else. */
        OTHER
    }

    private static final int MOST = 60;

    /**
     * All ways that make sense for this answer: none when it has no body, and with JSON every member of every object is
     * missing once, and something else once.
     */
    static List<Tampering> of(VendorAnswer sound) {
        var all = new ArrayList<Tampering>();
        if (sound.body().isEmpty()) {
            return all;
        }
        all.add(new Tampering(
                Way.UNREADABLE, "a page instead", withBody(sound, "<!doctype html><title>Sign in</title>")));
        all.add(new Tampering(
                Way.UNREADABLE,
                "cut short",
                withBody(sound, sound.body().substring(0, sound.body().length() / 2))));
        all.add(new Tampering(Way.EMPTY, "an empty object", withBody(sound, "{}")));
        parsed(sound).ifPresent(json -> members(json, JsonPointer.empty()).stream()
                .limit(MOST)
                .forEach(member -> {
                    all.add(new Tampering(Way.LACKING, "without " + member, changed(sound, member, Optional.empty())));
                    all.add(new Tampering(
                            Way.OTHER, "nonsense in " + member, changed(sound, member, Optional.of(nonsense()))));
                }));
        return all;
    }

    /** Whether it must be refused, whatever the vendor. */
    boolean hopeless() {
        return way == Way.UNREADABLE || way == Way.EMPTY;
    }

    boolean saysNothing() {
        return way == Way.EMPTY;
    }

    boolean lacks() {
        return way == Way.LACKING;
    }

    private static JsonNode nonsense() {
        return JsonNodeFactory.instance.textNode("neither date nor number");
    }

    private static Optional<JsonNode> parsed(VendorAnswer answer) {
        return Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private static List<JsonPointer> members(JsonNode node, JsonPointer at) {
        var found = new ArrayList<JsonPointer>();
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                var pointer = at.appendProperty(member.getKey());
                found.add(pointer);
                found.addAll(members(member.getValue(), pointer));
            });
        } else if (node instanceof ArrayNode array) {
            for (var i = 0; i < array.size(); i++) {
                found.addAll(members(array.get(i), at.appendIndex(i)));
            }
        }
        return found;
    }

    private static VendorAnswer changed(VendorAnswer sound, JsonPointer member, Optional<JsonNode> replacement) {
        var json = parsed(sound).orElseThrow();
        var parent = (ObjectNode) json.at(member.head());
        var name = member.last().getMatchingProperty();
        replacement.ifPresentOrElse(value -> parent.set(name, value), () -> parent.remove(name));
        return withBody(sound, json.toString());
    }

    private static VendorAnswer withBody(VendorAnswer sound, String body) {
        return new VendorAnswer(sound.status(), sound.headers(), body);
    }
}
