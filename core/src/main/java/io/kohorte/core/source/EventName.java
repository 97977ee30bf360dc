// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.platform.problem.ProblemException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name of the events of a file: one for all, or a column's value. On the wire a text or {@code {"column": "event_type"}}.
 *
 * @param constant absent where a column has it
 * @param column absent where it is the same for all rows
 */
public record EventName(@Nullable String constant, @Nullable String column) {

    /** The same for every row. */
    public static EventName always(String name) {
        return new EventName(name, null);
    }

    /** What the row says. */
    public static EventName ofColumn(String column) {
        return new EventName(null, column);
    }

    @JsonCreator
    static EventName read(JsonNode node) {
        JsonNode column = node.path("column");
        if (node.isTextual() && !node.textValue().isBlank() && node.textValue().length() <= 200) {
            return always(node.textValue());
        }
        if (node.isObject() && node.size() == 1 && column.isTextual()) {
            return ofColumn(column.textValue());
        }
        throw ProblemException.invalid(
                "",
                "EVENT_NAME_INVALID",
                "The event's name is a text or an object with a column.",
                "Write \"Order Completed\" or {\"column\": \"event_type\"}.");
    }

    @JsonValue
    Object write() {
        return Optional.<Object>ofNullable(constant)
                .orElseGet(() -> Map.of("column", Optional.ofNullable(column).orElse("")));
    }
}
