// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import io.kohorte.core.platform.problem.ProblemDetail.FieldError;
import io.kohorte.spi.FieldValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
        }
        return errors;
    }

    /**
     * The fields of one person in mapping order.
     *
     * @param lookUp what we know; empty when we know no value
     */
    public Map<String, FieldValue> apply(Function<ValueSource, Optional<FieldValue>> lookUp) {
        var values = new LinkedHashMap<String, FieldValue>();
        for (var field : fields) {
            field.constantValue()
                    .or(() -> field.source().flatMap(lookUp))
                    .or(field::missing)
                    .ifPresent(value -> values.put(field.to(), value));
        }
        return values;
    }

    private static Optional<FieldError> checkSource(FieldMapping field, String pointer) {
        if ((field.from() == null) == (field.constant() == null)) {
            return Optional.of(new FieldError(pointer + "/from", "ONE_SOURCE", "Give either 'from' or 'constant'."));
        }
        if (field.constant() != null) {
            return field.constantValue().isPresent()
                    ? Optional.empty()
                    : Optional.of(new FieldError(
                            pointer + "/constant",
                            "INVALID_CONSTANT",
                            "A constant is a text, a number or true or false."));
        }
        try {
            field.source();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(new FieldError(
                    pointer + "/from",
                    "UNKNOWN_SOURCE",
                    "Use an identifier, a trait's name, score:<model number> or cluster:<model number>."));
        }
    }
}
