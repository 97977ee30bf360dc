// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.mailchimp;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Mapped fields as members of a contact: merge fields by tag ({@code FNAME}), parts of an address field
 * ({@code ADDRESS.city}) and interests by id ({@code interests.9143cf3bd1}).
 */
final class ContactFields {

    private static final String INTERESTS = "interests";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,50}(\\.[A-Za-z0-9_]{1,50})?");

    private final Map<String, FieldValue> tags = new LinkedHashMap<>();
    private final Map<String, Map<String, FieldValue>> parts = new LinkedHashMap<>();
    private final Map<String, FieldValue> interests = new LinkedHashMap<>();

    private ContactFields() {}

    /** @throws ConnectorException {@code INVALID_SETTING} for a name that is none of a field */
    static ContactFields of(Map<String, FieldValue> fields) {
        var sorted = new ContactFields();
        fields.forEach(sorted::add);
        return sorted;
    }

    /** The same fields, all empty. */
    static ContactFields cleared(Map<String, FieldValue> fields) {
        var sorted = new ContactFields();
        fields.keySet().forEach(name -> sorted.add(name, FieldValue.EMPTY));
        return sorted;
    }

    private void add(String name, FieldValue value) {
        if (!NAME.matcher(name).matches()) {
            throw new ConnectorException(
                    Problem.of(ProblemCode.INVALID_SETTING, "This is no merge tag, part of an address or interest.")
                            .at(name));
        }
        var dot = name.indexOf('.');
        if (dot < 0) {
            tags.put(name, value);
        } else if (name.startsWith(INTERESTS + ".")) {
            interests.put(name.substring(dot + 1), value);
        } else {
            parts.computeIfAbsent(name.substring(0, dot), tag -> new LinkedHashMap<>())
                    .put(name.substring(dot + 1), value);
        }
    }

    void write(JsonGenerator json) throws IOException {
        if (!tags.isEmpty() || !parts.isEmpty()) {
            json.writeObjectFieldStart("merge_fields");
            writeAll(json, tags);
            for (var address : parts.entrySet()) {
                json.writeObjectFieldStart(address.getKey());
                writeAll(json, address.getValue());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        if (!interests.isEmpty()) {
            json.writeObjectFieldStart(INTERESTS);
            for (var interest : interests.entrySet()) {
                json.writeBooleanField(interest.getKey(), isYes(interest.getValue()));
            }
            json.writeEndObject();
        }
    }

    private static void writeAll(JsonGenerator json, Map<String, FieldValue> values) throws IOException {
        for (var value : values.entrySet()) {
            json.writeFieldName(value.getKey());
            write(json, value.getValue());
        }
    }

    /** Merge fields know text, numbers and days; an empty text empties them. */
    private static void write(JsonGenerator json, FieldValue value) throws IOException {
        if (value instanceof FieldValue.Flag flag) {
            json.writeString(Boolean.toString(flag.value()));
        } else if (value instanceof FieldValue.Moment moment) {
            json.writeString(
                    moment.value().atOffset(ZoneOffset.UTC).toLocalDate().toString());
        } else if (value instanceof FieldValue.Empty) {
            json.writeString("");
        } else {
            Json.write(json, value);
        }
    }

    private static boolean isYes(FieldValue value) {
        return (value instanceof FieldValue.Flag flag && flag.value())
                || (value instanceof FieldValue.Text text && text.value().equalsIgnoreCase("true"));
    }
}
