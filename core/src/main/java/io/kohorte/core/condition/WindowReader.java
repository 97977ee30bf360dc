// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads the key {@code within} of an event condition. */
final class WindowReader {

    private final JsonFields fields;

    WindowReader(JsonFields fields) {
        this.fields = fields;
    }

    Optional<Window> read(JsonNode json, String pointer) {
        if (!json.has("within")) {
            return Optional.of(new Window.Ever());
        }
        JsonNode within = json.get("within");
        String place = JsonFields.child(pointer, "within");
        if (!fields.object(within, place)) {
            return Optional.empty();
        }
        if (within.has("last")) {
            fields.allow(within, place, List.of("last"));
            return fields.span(within, "last", place).map(Window.Last::new);
        }
        fields.allow(within, place, List.of("from", "to"));
        if (!within.has("from") && !within.has("to")) {
            fields.fault(place, "MISSING_KEY", "A window needs last, from or to.");
            return Optional.empty();
        }
        return Optional.of(new Window.Between(moment(within, "from", place), moment(within, "to", place)));
    }

    private Optional<Value> moment(JsonNode within, String key, String pointer) {
        if (!within.has(key)) {
            return Optional.empty();
        }
        String place = JsonFields.child(pointer, key);
        Optional<Value> value = new ComparisonReader(fields).value(within.get(key), place);
        if (value.isPresent() && value.get().moment(Instant.EPOCH).isEmpty()) {
            fields.fault(place, "WRONG_TYPE", "A window begins and ends with a date or {\"ago\":\"P30D\"}.");
        }
        return value;
    }
}
