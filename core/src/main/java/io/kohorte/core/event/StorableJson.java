// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.profile.StorableText;

/** Which JSON PostgreSQL takes and analytics can compute with. */
final class StorableJson {

    private StorableJson() {}

    /** Whether all texts have a UTF-8 form without NUL, and all numbers are within those of a double. */
    static boolean isStorable(JsonNode node) {
        if (node.isTextual()) {
            return StorableText.isStorable(node.textValue());
        }
        if (node.isNumber()) {
            return Double.isFinite(node.doubleValue());
        }
        if (node.isObject()) {
            return node.properties().stream()
                    .allMatch(field -> StorableText.isStorable(field.getKey()) && isStorable(field.getValue()));
        }
        for (JsonNode element : node) {
            if (!isStorable(element)) {
                return false;
            }
        }
        return true;
    }
}
