// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.kohorte.core.condition.Comparison;
import io.kohorte.core.condition.Moment;
import io.kohorte.core.condition.Operator;
import io.kohorte.core.condition.Value;
import io.kohorte.core.feature.TraitType;
import io.kohorte.core.platform.problem.ProblemException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** SQL of a comparison with a typed column. Null where the column is null; the caller decides what that means. */
final class ComparisonSql {

    private final Comparison comparison;
    private final Instant asOf;
    private final String what;
    private final String pointer;

    /**
     * @param what is compared, for the message when the types do not fit
     * @param pointer to the leaf of the condition
     */
    ComparisonSql(Comparison comparison, Instant asOf, String what, String pointer) {
        this.comparison = comparison;
        this.asOf = asOf;
        this.what = what;
        this.pointer = pointer;
    }

    Condition of(Field<?> field, TraitType type) {
        return switch (comparison.op()) {
            case EXISTS -> field.isNotNull();
            case MISSING -> field.isNull();
            default ->
                switch (type) {
                    case TEXT -> text(field.coerce(String.class));
                    case NUMBER -> number(field.coerce(Double.class));
                    case FLAG -> flag(field.coerce(Boolean.class));
                    case TIME -> time(field.coerce(LocalDateTime.class));
                };
        };
    }

    Condition text(Field<String> field) {
        return switch (comparison.op()) {
            case EQUALS, NOT_EQUALS, IN, NOT_IN -> anyOf(value -> field.eq(asText(value)));
            case CONTAINS -> DSL.condition("contains({0}, {1})", field, DSL.val(asText(comparison.value())));
            case STARTS_WITH -> DSL.condition("starts_with({0}, {1})", field, DSL.val(asText(comparison.value())));
            default -> throw mismatch();
        };
    }

    Condition number(Field<Double> field) {
        return switch (comparison.op()) {
            case EQUALS, NOT_EQUALS, IN, NOT_IN -> anyOf(value -> field.eq(asNumber(value)));
            case AT_LEAST -> field.ge(asNumber(comparison.value()));
            case AT_MOST -> field.le(asNumber(comparison.value()));
            case MORE_THAN -> field.gt(asNumber(comparison.value()));
            case LESS_THAN -> field.lt(asNumber(comparison.value()));
            default -> throw mismatch();
        };
    }

    Condition decimal(Field<BigDecimal> field) {
        return switch (comparison.op()) {
            case EQUALS, NOT_EQUALS, IN, NOT_IN ->
                anyOf(value -> Threshold.of(field, Operator.EQUALS, asNumber(value), Decimals.SCALE));
            case AT_LEAST, AT_MOST, MORE_THAN, LESS_THAN ->
                Threshold.of(field, comparison.op(), asNumber(comparison.value()), Decimals.SCALE);
            case EXISTS -> field.isNotNull();
            case MISSING -> field.isNull();
            default -> throw mismatch();
        };
    }

    private Condition flag(Field<Boolean> field) {
        return switch (comparison.op()) {
            case EQUALS, NOT_EQUALS, IN, NOT_IN -> anyOf(value -> field.eq(asFlag(value)));
            default -> throw mismatch();
        };
    }

    private Condition time(Field<LocalDateTime> field) {
        return switch (comparison.op()) {
            case EQUALS, NOT_EQUALS, IN, NOT_IN ->
                anyOf(value -> field.ge(start(value)).and(field.lt(end(value))));
            case AT_LEAST -> field.ge(start(comparison.value()));
            case AT_MOST -> field.lt(end(comparison.value()));
            case MORE_THAN, AFTER -> field.ge(end(comparison.value()));
            case LESS_THAN, BEFORE -> field.lt(start(comparison.value()));
            default -> throw mismatch();
        };
    }

    Condition anyOf(Function<Value, Condition> equal) {
        Condition any = DSL.or(comparison.values().stream().map(equal).toList());
        boolean not = comparison.op() == Operator.NOT_EQUALS || comparison.op() == Operator.NOT_IN;
        return not ? DSL.not(any) : any;
    }

    /** Numbers and flags as JSON writes them: a text trait may have come from either. */
    String asText(Value value) {
        if (value instanceof Value.Text text) {
            return text.text();
        }
        if (value instanceof Value.Numeric numeric) {
            String plain = BigDecimal.valueOf(numeric.number()).toPlainString();
            return plain.endsWith(".0") ? plain.substring(0, plain.length() - 2) : plain;
        }
        if (value instanceof Value.Flag flag) {
            return String.valueOf(flag.flag());
        }
        throw mismatch();
    }

    private double asNumber(Value value) {
        if (value instanceof Value.Numeric numeric) {
            return numeric.number();
        }
        if (value instanceof Value.Text text) {
            try {
                double number = Double.parseDouble(text.text());
                if (Double.isFinite(number)) {
                    return number;
                }
            } catch (NumberFormatException notANumber) {
                throw mismatch();
            }
        }
        throw mismatch();
    }

    private boolean asFlag(Value value) {
        if (value instanceof Value.Flag flag) {
            return flag.flag();
        }
        if (value instanceof Value.Text text
                && (text.text().equals("true") || text.text().equals("false"))) {
            return Boolean.parseBoolean(text.text());
        }
        throw mismatch();
    }

    private LocalDateTime start(Value value) {
        return utc(moment(value).start());
    }

    private LocalDateTime end(Value value) {
        return utc(moment(value).end());
    }

    private Moment moment(Value value) {
        return value.moment(asOf).orElseThrow(this::mismatch);
    }

    private static LocalDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDateTime();
    }

    ProblemException mismatch() {
        return TypeMismatch.of(pointer, what, comparison.op());
    }
}
