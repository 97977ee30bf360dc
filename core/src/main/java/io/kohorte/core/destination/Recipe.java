// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import io.kohorte.spi.FieldValue;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A {@link Mapping} made ready to be applied to many people: sources and templates are read once. */
public final class Recipe {

    private final List<Step> steps;

    private Recipe(List<Step> steps) {
        this.steps = steps;
    }

    /** @throws IllegalArgumentException if {@link Mapping#check} would complain */
    public static Recipe of(Mapping mapping) {
        return new Recipe(mapping.fields().stream().map(Step::of).toList());
    }

    /**
     * The fields of one person.
     *
     * @param fields in mapping order
     * @param lacking a field without which this person is not to be sent, and that has no value
     * @param problem why a value cannot be sent
     */
    public record Filled(Map<String, FieldValue> fields, Optional<String> lacking, Optional<Problem> problem) {}

    /** @param lookUp what we know; empty when we know no value */
    public Filled fill(Function<ValueSource, Optional<FieldValue>> lookUp) {
        var fields = new LinkedHashMap<String, FieldValue>();
        var lacking = Optional.<String>empty();
        var problem = Optional.<Problem>empty();
        for (var step : steps) {
            var value = step.value(lookUp);
            problem = problem.or(() -> value.flatMap(step::problem));
            if (value.isPresent()) {
                fields.put(step.to(), step.once() ? new FieldValue.IfEmpty(value.get()) : value.get());
            } else {
                switch (step.whenMissing()) {
                    case KEEP -> {}
                    case CLEAR -> fields.put(step.to(), FieldValue.EMPTY);
                    case SKIP -> lacking = lacking.or(() -> Optional.of(step.to()));
                }
            }
        }
        return new Filled(fields, lacking, problem);
    }

    /** Every field, to be cleared; not those that keep what they have: that may not be ours. */
    public Map<String, FieldValue> cleared() {
        var fields = new LinkedHashMap<String, FieldValue>();
        steps.stream().filter(step -> !step.once()).forEach(step -> fields.put(step.to(), FieldValue.EMPTY));
        return fields;
    }

    private record Step(
            String to,
            Optional<FieldValue> constant,
            Optional<ValueSource> source,
            Optional<TextTemplate> text,
            FieldMapping.WhenMissing whenMissing,
            boolean once) {

        static Step of(FieldMapping field) {
            return new Step(
                    field.to(),
                    field.constantValue(),
                    field.source(),
                    field.text(),
                    field.chosenWhenMissing(),
                    field.setsIfEmpty());
        }

        Optional<FieldValue> value(Function<ValueSource, Optional<FieldValue>> lookUp) {
            return constant.or(() -> source.flatMap(lookUp))
                    .or(() -> text.flatMap(some -> some.fill(lookUp)).map(FieldValue::of));
        }

        Optional<Problem> problem(FieldValue value) {
            return text.isPresent()
                            && value instanceof FieldValue.Text filled
                            && filled.value().length() > TextTemplate.LONGEST
                    ? Optional.of(Problem.of(
                                    ProblemCode.FIELD_INVALID,
                                    "The filled template has more than " + TextTemplate.LONGEST + " characters.")
                            .at(to))
                    : Optional.empty();
        }
    }
}
