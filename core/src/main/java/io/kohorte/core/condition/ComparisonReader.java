// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.condition.Value.Ago;
import io.kohorte.core.condition.Value.Flag;
import io.kohorte.core.condition.Value.Numeric;
import io.kohorte.core.condition.Value.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads an operator with its value or values, and refuses values that the operator cannot compare. */
final class ComparisonReader {

    private static final int MOST_VALUES = 1000;

    private final JsonFields fields;

    ComparisonReader(JsonFields fields) {
        this.fields = fields;
    }

    Optional<Comparison> read(JsonNode json, String pointer) {
        Optional<Operator> found = fields.choice(json, "op", pointer, Operator::named);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Operator op = found.get();
        if (op.takesNothing()) {
            unwanted(json, "value", op, pointer);
            unwanted(json, "values", op, pointer);
            return Optional.of(new Comparison(op, List.of()));
        }
        if (op.takesList()) {
            unwanted(json, "value", op, pointer);
            return list(json, op, pointer);
        }
        unwanted(json, "values", op, pointer);
        String place = JsonFields.child(pointer, "value");
        return value(json.get("value"), place)
                .filter(value -> comparable(op, value, place))
                .map(value -> new Comparison(op, List.of(value)));
    }

    /** One value that may be a moment. */
    Optional<Value> value(JsonNode json, String place) {
        if (json == null) {
            fields.fault(place, "MISSING_KEY", "This comparison needs a value.");
        } else if (json.isTextual()) {
            return fields.shortText(json.textValue(), place).map(Text::new);
        } else if (json.isNumber() && Double.isFinite(json.doubleValue())) {
            return Optional.of(new Numeric(json.doubleValue()));
        } else if (json.isBoolean()) {
            return Optional.of(new Flag(json.booleanValue()));
        } else if (json.isObject() && json.has("ago")) {
            fields.allow(json, place, List.of("ago"));
            return fields.span(json, "ago", place).map(Ago::new);
        } else {
            fields.fault(place, "WRONG_TYPE", "A value is a text, a finite number, true, false or {\"ago\":\"P30D\"}.");
        }
        return Optional.empty();
    }

    private Optional<Comparison> list(JsonNode json, Operator op, String pointer) {
        List<JsonNode> items = fields.array(json, "values", pointer);
        String list = JsonFields.child(pointer, "values");
        if (items.isEmpty() || items.size() > MOST_VALUES) {
            fields.fault(list, "WRONG_SIZE", op.json() + " takes 1 to " + MOST_VALUES + " values.");
            return Optional.empty();
        }
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            value(items.get(i), JsonFields.child(list, i)).ifPresent(values::add);
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(new Comparison(op, values));
    }

    private boolean comparable(Operator op, Value value, String place) {
        String fault =
                switch (op) {
                    case CONTAINS, STARTS_WITH ->
                        value instanceof Text text && !text.text().isEmpty() ? "" : " looks for a text.";
                    case BEFORE, AFTER -> isMoment(value) ? "" : " compares with a date or {\"ago\":\"P30D\"}.";
                    case AT_LEAST, AT_MOST, MORE_THAN, LESS_THAN ->
                        value instanceof Numeric || isMoment(value) ? "" : " compares with a number or a date.";
                    default -> "";
                };
        if (!fault.isEmpty()) {
            fields.fault(place, "WRONG_TYPE", op.json() + fault);
        }
        return fault.isEmpty();
    }

    private static boolean isMoment(Value value) {
        return value.moment(Instant.EPOCH).isPresent();
    }

    private void unwanted(JsonNode json, String key, Operator op, String pointer) {
        if (json.has(key)) {
            fields.fault(JsonFields.child(pointer, key), "UNKNOWN_KEY", op.json() + " does not take " + key + ".");
        }
    }
}
