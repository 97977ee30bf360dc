// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kohorte.core.profile.StorableText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts JSON objects into a table: objects inside become columns with dots ({@code address.city}), lists stay JSON text. Strict RFC 8259
 * and nothing but an object on a line.
 */
final class JsonRows {

    private static final int DEEPEST_COLUMN = 6;

    private static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(200)
                            .maxNumberLength(1000)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final RowTable table;

    JsonRows(RowTable table) {
        this.table = table;
    }

    /** Appends the object of a line; answers why not, if it could not. */
    Optional<InvalidReason> append(long line, String text) throws SQLException {
        JsonNode node;
        try {
            node = STRICT.readTree(text);
        } catch (JsonProcessingException e) {
            return Optional.of(InvalidReason.JSON_INVALID);
        } catch (NumberFormatException e) {
            // Jackson's answer to an exponent of more digits than an int has
            return Optional.of(InvalidReason.NUMBER_OUT_OF_RANGE);
        }
        if (!node.isObject()) {
            return Optional.of(InvalidReason.JSON_NOT_OBJECT);
        }
        @Nullable String[] values = new String[table.columns().size()];
        Flat flat = new Flat(new ArrayList<>(Arrays.asList(values)));
        Optional<InvalidReason> problem = flat.add("", node, 1);
        if (problem.isEmpty()) {
            table.append(line, flat.values);
        }
        return problem;
    }

    private final class Flat {
        private final List<@Nullable String> values;

        Flat(List<@Nullable String> values) {
            this.values = values;
        }

        /** Answers why a value cannot be stored, if there is such a one. */
        Optional<InvalidReason> add(String prefix, JsonNode object, int depth) throws SQLException {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                String path = prefix + field.getKey();
                JsonNode value = field.getValue();
                Optional<InvalidReason> problem = value.isObject() && depth < DEEPEST_COLUMN
                        ? add(path + ".", value, depth + 1)
                        : put(path, value);
                if (problem.isPresent()) {
                    return problem;
                }
            }
            return Optional.empty();
        }

        private Optional<InvalidReason> put(String path, JsonNode value) throws SQLException {
            if (value.isNull()) {
                return Optional.empty();
            }
            if (value.isNumber() && !Double.isFinite(value.doubleValue())) {
                return Optional.of(InvalidReason.NUMBER_OUT_OF_RANGE);
            }
            String text = value.isContainerNode() ? value.toString() : value.asText();
            if (!StorableText.isStorable(text)) {
                return Optional.of(InvalidReason.VALUE_UNSTORABLE);
            }
            String name = Columns.shown(path);
            int place = table.place(name);
            if (place < 0) {
                if (values.size() >= Columns.MOST) {
                    throw FileProblem.tooManyColumns();
                }
                place = table.add(name).place();
                values.add(null);
            }
            table.column(place)
                    .declare(
                            value.isNumber()
                                    ? Column.Kind.NUMBER
                                    : value.isBoolean() ? Column.Kind.FLAG : Column.Kind.TEXT);
            values.set(place, text);
            return Optional.empty();
        }
    }
}
