// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.sendgrid;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kohorte.spi.FieldValue;
import io.kohorte.toolkit.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/** A contact as an upsert carries it. */
final class ContactJson {

    private ContactJson() {}

    /** A field whose value it cannot take; empty when there is none. */
    static Optional<String> misfit(Person person, FieldIds ids) {
        return person.fields().entrySet().stream()
                .filter(field -> !FieldIds.RESERVED.contains(field.getKey())
                        && FieldIds.Type.of(ids.id(field.getKey())) == FieldIds.Type.NUMBER
                        && !(field.getValue() instanceof FieldValue.Empty)
                        && number(field.getValue()).isEmpty())
                .map(field -> field.getKey())
                .findFirst();
    }

    static byte[] of(Person person, FieldIds ids) {
        return Json.write(json -> {
            json.writeStartObject();
            Json.text(json, person.identifier().member(), person.name());
            for (var field : person.fields().entrySet()) {
                if (FieldIds.RESERVED.contains(field.getKey())
                        && !field.getKey().equals(person.identifier().member())) {
                    Json.text(json, field.getKey(), text(field.getValue()));
                }
            }
            custom(json, person, ids);
            json.writeEndObject();
        });
    }

    private static void custom(JsonGenerator json, Person person, FieldIds ids) throws IOException {
        var begun = false;
        for (var field : person.fields().entrySet()) {
            if (FieldIds.RESERVED.contains(field.getKey())) {
                continue;
            }
            var id = ids.id(field.getKey());
            var type = FieldIds.Type.of(id);
            if (field.getValue() instanceof FieldValue.Empty && cannotBeEmptied(type)) {
                continue;
            }
            if (!begun) {
                json.writeObjectFieldStart("custom_fields");
                begun = true;
            }
            json.writeFieldName(id);
            write(json, type, field.getValue());
        }
        if (begun) {
            json.writeEndObject();
        }
    }

    /** SendGrid refuses null, and an empty text is neither number nor date. */
    private static boolean cannotBeEmptied(FieldIds.Type type) {
        return type == FieldIds.Type.NUMBER || type == FieldIds.Type.DATE;
    }

    private static void write(JsonGenerator json, FieldIds.Type type, FieldValue value) throws IOException {
        var number = type == FieldIds.Type.NUMBER ? number(value) : Optional.<BigDecimal>empty();
        if (number.isPresent()) {
            json.writeNumber(number.get());
        } else {
            Json.text(json, text(value));
        }
    }

    private static Optional<BigDecimal> number(FieldValue value) {
        if (value instanceof FieldValue.Numeric number) {
            return Optional.of(number.value());
        }
        if (value instanceof FieldValue.Flag flag) {
            return Optional.of(flag.value() ? BigDecimal.ONE : BigDecimal.ZERO);
        }
        try {
            return value instanceof FieldValue.Text text
                    ? Optional.of(new BigDecimal(text.value().strip()))
                    : Optional.empty();
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static String text(FieldValue value) {
        if (value instanceof FieldValue.Text text) {
            return text.value();
        }
        if (value instanceof FieldValue.Numeric number) {
            return number.value().toPlainString();
        }
        if (value instanceof FieldValue.Flag flag) {
            return Boolean.toString(flag.value());
        }
        return value instanceof FieldValue.Moment moment ? moment.value().toString() : "";
    }
}
