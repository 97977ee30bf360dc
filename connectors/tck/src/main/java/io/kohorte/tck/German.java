// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.Resource;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The German of sentences, by the English ones, from the file beside a class. */
final class German {

    private static final String FILE = "sentences.de.json";

    private German() {}

    /** Absent where there is no such file. */
    static Optional<Map<String, String>> beside(Class<?> type) {
        return Optional.ofNullable(type.getResource(FILE)).map(file -> read(Resource.text(type, FILE)));
    }

    static Map<String, String> ofTheToolkit() {
        return beside(Resource.class).orElse(Map.of());
    }

    private static Map<String, String> read(String text) {
        var sentences = new LinkedHashMap<String, String>();
        Json.read(text.getBytes(StandardCharsets.UTF_8))
                .filter(JsonNode::isObject)
                .orElseThrow(() -> new AssertionError(FILE + " is a JSON object"))
                .properties()
                .forEach(sentence ->
                        sentences.put(sentence.getKey(), sentence.getValue().textValue()));
        return sentences;
    }
}
