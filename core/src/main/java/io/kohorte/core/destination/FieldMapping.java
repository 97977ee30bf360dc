// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.FieldValue;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of our values goes into which field of theirs.
 *
 * @param to the destination's field
 * @param from {@code email} and the other identifiers, {@code identity:<namespace>}, a trait by its own name or as
 *     {@code trait:<name>}, {@code score:<model>}, {@code cluster:<model>}
 * @param constant instead of {@code from}: the same text, number or flag for everybody
 * @param template instead of {@code from}: a text with variables named like a {@code from}, see {@link TextTemplate}
 * @param escape how a template writes values; by default as they are
 * @param whenMissing what happens when we know no value; by default the field keeps what it has
 * @param setIfEmpty writes only where the destination has no value; by default what is there is overwritten
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldMapping(
        String to,
        @Nullable String from,
        @Nullable JsonNode constant,
        @Nullable String template,
        TextTemplate.@Nullable Escape escape,
        @Nullable WhenMissing whenMissing,
        @Nullable Boolean setIfEmpty) {

    /** A value we do not have never silently overwrites one that is there. */
    public enum WhenMissing {
        /** Leave the field as it is. */
        @JsonProperty("keep")
        KEEP,
        /** Empty the field. */
        @JsonProperty("clear")
        CLEAR,
        /** Send nothing about this person until there is a value. */
        @JsonProperty("skip")
        SKIP
    }

    WhenMissing chosenWhenMissing() {
        return whenMissing == null ? WhenMissing.KEEP : whenMissing;
    }

    public boolean setsIfEmpty() {
        return Boolean.TRUE.equals(setIfEmpty);
    }

    /** @throws IllegalArgumentException if it is none, see {@link ValueSource#parse} */
    Optional<ValueSource> source() {
        return Optional.ofNullable(from).map(ValueSource::parse);
    }

    /** @throws IllegalArgumentException with a plain sentence if it is none */
    Optional<TextTemplate> text() {
        return Optional.ofNullable(template)
                .map(text -> TextTemplate.of(text, escape == null ? TextTemplate.Escape.NONE : escape));
    }

    /**
     * What of a person it is made of.
     *
     * @throws IllegalArgumentException if {@link Mapping#check} would complain
     */
    public Set<ValueSource> sources() {
        return text().map(TextTemplate::sources)
                .orElseGet(() -> source().map(Set::of).orElse(Set.of()));
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
