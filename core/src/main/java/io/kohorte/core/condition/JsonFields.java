// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Typed access to the fields of a condition's JSON; what is not as it should be is noted as a fault. */
final class JsonFields {

    private static final int MOST_FAULTS = 50;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TEXT = 1000;

    private final List<FieldError> faults = new ArrayList<>();

    List<FieldError> faults() {
        return faults;
    }

    void fault(String pointer, String code, String detail) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new FieldError(pointer, code, detail));
        }
    }

    static String child(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    static String child(String pointer, int index) {
        return pointer + "/" + index;
    }

    void allow(JsonNode json, String pointer, List<String> known) {
        for (Iterator<String> keys = json.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (!known.contains(key)) {
                String shown = key.length() > 40 ? key.substring(0, 40) + "…" : key;
                fault(child(pointer, shown), "UNKNOWN_KEY", "Known here are " + String.join(", ", known) + ".");
            }
        }
    }

    boolean object(JsonNode json, String place) {
        if (!json.isObject()) {
            fault(place, "WRONG_TYPE", "An object is expected here.");
        }
        return json.isObject();
    }

    List<JsonNode> array(JsonNode json, String key, String pointer) {
        List<JsonNode> items = new ArrayList<>();
        JsonNode array = json.get(key);
        if (array == null || !array.isArray()) {
            fault(child(pointer, key), array == null ? "MISSING_KEY" : "WRONG_TYPE", "A list is expected here.");
        } else {
            array.forEach(items::add);
        }
        return items;
    }

    Optional<String> name(JsonNode json, String key, String pointer) {
        return text(json, key, pointer).filter(name -> {
            boolean fits = !name.isBlank() && name.length() <= LONGEST_NAME;
            if (!fits) {
                fault(child(pointer, key), "WRONG_SIZE", "A name has 1 to " + LONGEST_NAME + " characters.");
            }
            return fits;
        });
    }

    Optional<String> shortText(String text, String place) {
        if (text.length() <= LONGEST_TEXT) {
            return Optional.of(text);
        }
        fault(place, "WRONG_SIZE", "A text has at most " + LONGEST_TEXT + " characters.");
        return Optional.empty();
    }

    <T> Optional<T> choice(JsonNode json, String key, String pointer, Function<String, Optional<T>> named) {
        return text(json, key, pointer).flatMap(text -> {
            Optional<T> choice = named.apply(text);
            if (choice.isEmpty()) {
                fault(child(pointer, key), "UNKNOWN_" + key.toUpperCase(Locale.ROOT), "This " + key + " is not known.");
            }
            return choice;
        });
    }

    Optional<Boolean> flag(JsonNode json, String key, String pointer) {
        JsonNode value = json.get(key);
        if (value != null && !value.isBoolean()) {
            fault(child(pointer, key), "WRONG_TYPE", "true or false is expected here.");
        }
        return value != null && value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
    }

    Optional<Long> id(JsonNode json, String key, String pointer) {
        JsonNode value = json.get(key);
        boolean fits = value != null && value.canConvertToLong() && value.isIntegralNumber() && value.longValue() > 0;
        if (!fits) {
            fault(child(pointer, key), value == null ? "MISSING_KEY" : "WRONG_TYPE", "A number from 1 is expected.");
        }
        return fits ? Optional.of(value.longValue()) : Optional.empty();
    }

    Optional<Double> number(JsonNode json, String key, String pointer, double least, double most) {
        JsonNode value = json.get(key);
        boolean fits = value != null && value.isNumber() && value.doubleValue() >= least && value.doubleValue() <= most;
        if (!fits) {
            String code = value == null ? "MISSING_KEY" : value.isNumber() ? "OUT_OF_RANGE" : "WRONG_TYPE";
            fault(
                    child(pointer, key),
                    code,
                    "A number is expected here" + (most == 1 ? ", above 0 and at most 1." : "."));
        }
        return fits ? Optional.of(value.doubleValue()) : Optional.empty();
    }

    Optional<Span> span(JsonNode json, String key, String pointer) {
        return text(json, key, pointer).flatMap(text -> {
            Optional<Span> span = Span.parse(text);
            if (span.isEmpty()) {
                fault(
                        child(pointer, key),
                        "WRONG_TYPE",
                        "A span such as P30D, P3M or PT12H is expected, at most 200 years.");
            }
            return span;
        });
    }

    private Optional<String> text(JsonNode json, String key, String pointer) {
        JsonNode value = json.get(key);
        if (value == null || !value.isTextual()) {
            fault(child(pointer, key), value == null ? "MISSING_KEY" : "WRONG_TYPE", "A text is expected here.");
            return Optional.empty();
        }
        return Optional.of(value.textValue());
    }
}
