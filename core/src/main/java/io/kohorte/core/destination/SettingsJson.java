// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.spi.Settings;
import java.util.Map;
import java.util.Set;

/** Settings on their way between JSON and whom they are for, with secrets apart or masked. */
public final class SettingsJson {

    /** Stands for a secret in everything that is shown; sent back, it means "as it was". */
    static final String MASK = "***";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

    private SettingsJson() {}

    /** Without absent values: a connector never sees {@code null}. */
    static Settings settings(ObjectNode json) {
        return Settings.of(JSON.convertValue(withoutNulls(json), VALUES));
    }

    /** An emptied form field is the same as none. */
    static ObjectNode withoutNulls(ObjectNode json) {
        var copy = JSON.createObjectNode();
        json.properties().forEach(property -> {
            if (!property.getValue().isNull()) {
                copy.set(property.getKey(), property.getValue());
            }
        });
        return copy;
    }

    static ObjectNode only(ObjectNode json, Set<String> names) {
        return json.deepCopy().retain(names);
    }

    static ObjectNode without(ObjectNode json, Set<String> names) {
        return json.deepCopy().remove(names);
    }

    /** What may be shown: each secret that is set as {@value #MASK}. */
    public static ObjectNode masked(ObjectNode open, Set<String> secretsSet) {
        var copy = open.deepCopy();
        secretsSet.forEach(name -> copy.put(name, MASK));
        return copy;
    }

    /** Puts the stored secrets in where the mask was sent. */
    public static ObjectNode unmasked(ObjectNode sent, ObjectNode stored) {
        var copy = sent.deepCopy();
        stored.properties().forEach(property -> {
            JsonNode value = copy.get(property.getKey());
            if (value != null && value.isTextual() && value.asText().equals(MASK)) {
                copy.set(property.getKey(), property.getValue());
            }
        });
        return copy;
    }
}
