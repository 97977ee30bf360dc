// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.FieldValue;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of our values goes into which field of theirs.
 *
 * @param to the destination's field
 * @param from {@code email} and the other identifiers, {@code identity:<namespace>}, a trait by its own name or as
 *     {@code trait:<name>}, {@code score:<model>}, {@code cluster:<model>}
 * @param constant instead of {@code from}: the same text, number or flag for everybody
 * @param whenMissing what becomes of the field when we know no value; by default it is left alone
 */
public record FieldMapping(
        String to, @Nullable String from, @Nullable JsonNode constant, @Nullable WhenMissing whenMissing) {

    /** A value we do not have never silently overwrites one that is there. */
    public enum WhenMissing {
        /** Leave the field as it is. */
        @JsonProperty("skip")
        SKIP,
        /** Empty the field. */
        @JsonProperty("clear")
        CLEAR
    }

    public Optional<ValueSource> source() {
        return Optional.ofNullable(from).map(ValueSource::parse);
    }

    /** What to send when the value is missing; empty to leave the field out. */
    public Optional<FieldValue> missing() {
        return whenMissing == WhenMissing.CLEAR ? Optional.of(FieldValue.EMPTY) : Optional.empty();
    }

    /** The constant as a value; empty when there is none. */
    public Optional<FieldValue> constantValue() {
        return constant == null ? Optional.empty() : value(constant);
    }

    /** A plain JSON value as a field's value; empty for {@code null}, lists and objects. */
    public static Optional<FieldValue> value(JsonNode json) {
        if (json.isTextual()) {
            return Optional.of(FieldValue.of(json.asText()));
        }
        if (json.isBoolean()) {
            return Optional.of(FieldValue.of(json.asBoolean()));
        }
        if (json.isNumber()) {
            return Optional.of(FieldValue.of(new BigDecimal(json.asText())));
        }
        return Optional.empty();
    }
}
