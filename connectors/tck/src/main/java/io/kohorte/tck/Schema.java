// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A connector's JSON Schema, as far as the kit reads it. */
final class Schema {

    private final JsonNode json;

    private Schema(JsonNode json) {
        this.json = json;
    }

    static Schema of(String text) {
        return new Schema(Json.read(text.getBytes(StandardCharsets.UTF_8))
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new AssertionError("a schema is a JSON object")));
    }

    String dialect() {
        return json.path("$schema").asText();
    }

    String type() {
        return json.path("type").asText();
    }

    /** Days on which versions end, by version. */
    Map<String, String> retirements() {
        var days = new TreeMap<String, String>();
        for (var property : json.path("properties")) {
            property.path("retires")
                    .properties()
                    .forEach(version ->
                            days.put(version.getKey(), version.getValue().asText()));
        }
        return days;
    }

    Set<String> properties() {
        var names = new TreeSet<String>();
        json.path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    Set<String> required() {
        var names = new TreeSet<String>();
        json.path("required").forEach(name -> names.add(name.asText()));
        return names;
    }

    boolean secret(String property) {
        return json.path("properties").path(property).path("writeOnly").asBoolean();
    }

    /** Properties whose name says that they are secret. */
    List<String> secretByName() {
        return properties().stream()
                .filter(name -> {
                    var lower = name.toLowerCase(Locale.ROOT);
                    return lower.contains("secret")
                            || lower.contains("password")
                            || lower.endsWith("token")
                            || lower.endsWith("apikey")
                            || lower.endsWith("privatekey");
                })
                .toList();
    }

    /** Every text inside the settings that the schema marks as secret. */
    List<String> secrets(Settings settings) {
        return settings.asMap().entrySet().stream()
                .filter(setting -> secret(setting.getKey()))
                .flatMap(setting -> texts(setting.getValue()))
                .filter(text -> !text.isBlank())
                .toList();
    }

    private static Stream<String> texts(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().flatMap(Schema::texts);
        }
        return value instanceof List<?> list ? list.stream().flatMap(Schema::texts) : Stream.of(value.toString());
    }
}
