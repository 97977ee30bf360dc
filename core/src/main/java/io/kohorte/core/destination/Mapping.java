// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a person's data becomes a record at the destination.
 *
 * @param matchKey only read in a preview; a sync names it beside its mapping
 */
public record Mapping(@Nullable String matchKey, List<FieldMapping> fields) {

    public Mapping {
        fields = fields == null ? List.of() : List.copyOf(fields);
    }

    /** @param at where the mapping stands in the request, for example {@code /mapping} */
    public List<FieldError> check(String at) {
        var errors = new ArrayList<FieldError>();
        var seen = new HashSet<String>();
        for (var i = 0; i < fields.size(); i++) {
            var field = fields.get(i);
            var pointer = at + "/fields/" + i;
            if (field.to() == null || field.to().isBlank()) {
                errors.add(new FieldError(pointer + "/to", "MISSING_FIELD", "Name the destination's field."));
            } else if (!seen.add(field.to())) {
                errors.add(new FieldError(pointer + "/to", "FIELD_TWICE", "This field is mapped twice."));
            }
            checkSource(field, pointer).ifPresent(errors::add);
            if (field.setsIfEmpty() && field.chosenWhenMissing() == FieldMapping.WhenMissing.CLEAR) {
                errors.add(new FieldError(
                        pointer + "/whenMissing",
                        "CLEARS_WHAT_IT_KEEPS",
                        "A field that keeps what is there cannot be cleared when we know no value."));
            }
        }
        return errors;
    }

    /** What this mapping asks for and the connector cannot do. */
    public List<FieldError> checkAgainst(ConnectorDescriptor connector, String at) {
        var errors = new ArrayList<FieldError>();
        for (var i = 0; i < fields.size(); i++) {
            if (fields.get(i).setsIfEmpty() && !connector.can(Capability.SET_IF_EMPTY)) {
                errors.add(new FieldError(
                        at + "/fields/" + i + "/setIfEmpty",
                        "SET_IF_EMPTY_UNSUPPORTED",
                        connector.name() + " cannot write a field only where it is empty."));
            }
        }
        return errors;
    }

    private static Optional<FieldError> checkSource(FieldMapping field, String pointer) {
        var given = Stream.of(field.from(), field.constant(), field.template())
                .filter(Objects::nonNull)
                .count();
        if (given != 1) {
            return error(pointer, "/from", "ONE_SOURCE", "Give one of 'from', 'constant' and 'template'.");
        }
        if (field.escape() != null && field.template() == null) {
            return error(pointer, "/escape", "NO_TEMPLATE", "Only a template writes values in another way.");
        }
        if (field.constant() != null) {
            return field.constantValue().isPresent()
                    ? Optional.empty()
                    : error(
                            pointer,
                            "/constant",
                            "INVALID_CONSTANT",
                            "A constant is a text, a number or true or false.");
        }
        try {
            field.text();
        } catch (IllegalArgumentException e) {
            return error(pointer, "/template", "INVALID_TEMPLATE", Objects.requireNonNullElse(e.getMessage(), ""));
        }
        try {
            field.source();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return error(pointer, "/from", "UNKNOWN_SOURCE", ValueSource.HINT);
        }
    }

    private static Optional<FieldError> error(String pointer, String member, String code, String sentence) {
        return Optional.of(new FieldError(pointer + member, code, sentence));
    }
}
