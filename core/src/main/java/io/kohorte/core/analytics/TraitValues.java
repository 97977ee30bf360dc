// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.condition.Moment;
import io.kohorte.core.feature.TraitType;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes the traits of a profile out of their JSON, each in the type that the catalogue gives it; what does not fit is missing. */
final class TraitValues {

    private static final JsonFactory JSON = new ObjectMapper().getFactory();
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,300}(\\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?");

    private final Map<String, Integer> positions = new HashMap<>();
    private final TraitType[] types;
    private final @Nullable Object[] values;

    TraitValues(List<TraitColumns.Column> columns) {
        types = new TraitType[columns.size()];
        values = new Object[columns.size()];
        for (int i = 0; i < columns.size(); i++) {
            positions.put(columns.get(i).trait(), i);
            types[i] = columns.get(i).type();
        }
    }

    /** String, Double, Boolean, {@link java.time.LocalDateTime} in UTC or null, in column order; reused by the next call. */
    @Nullable
    Object[] read(String json) throws IOException {
        Arrays.fill(values, null);
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return values;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                Integer position = positions.get(parser.currentName());
                JsonToken token = parser.nextToken();
                if (position == null || token == JsonToken.VALUE_NULL) {
                    parser.skipChildren();
                } else {
                    values[position] = value(types[position], text(parser, token));
                }
            }
        }
        return values;
    }

    private static String text(JsonParser parser, JsonToken token) throws IOException {
        return token.isStructStart() ? parser.readValueAsTree().toString() : parser.getText();
    }

    private static @Nullable Object value(TraitType type, String text) {
        return switch (type) {
            case TEXT -> text;
            case NUMBER -> number(text);
            case FLAG -> flag(text);
            case TIME ->
                Moment.parse(text).map(Moment::start).map(TraitValues::utc).orElse(null);
        };
    }

    private static @Nullable Object flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    private static @Nullable Object number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return null;
        }
        double number = Double.parseDouble(text);
        return Double.isFinite(number) ? (Object) number : null;
    }

    private static Object utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDateTime();
    }
}
