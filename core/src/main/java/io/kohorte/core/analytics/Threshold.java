// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.kohorte.core.condition.Operator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Compares whole numbers or decimals with what a person wrote, without a rounding error on either side. */
final class Threshold {

    /** Beyond every value that a field holds. */
    private static final double FAR = 1e15;

    private static final int DIGITS = 22;

    private Threshold() {}

    /** @param scale decimal places that the field keeps */
    static Condition of(Field<BigDecimal> field, Operator op, double value, int scale) {
        BigDecimal exact = BigDecimal.valueOf(Math.max(-FAR, Math.min(FAR, value)));
        BigDecimal below = exact.setScale(scale, RoundingMode.FLOOR);
        BigDecimal above = exact.setScale(scale, RoundingMode.CEILING);
        boolean between = below.compareTo(above) != 0;
        return switch (op) {
            case AT_LEAST -> field.ge(bound(above));
            case MORE_THAN -> field.gt(bound(below));
            case AT_MOST -> field.le(bound(below));
            case LESS_THAN -> field.lt(bound(above));
            case EQUALS -> between ? DSL.falseCondition() : field.eq(bound(above));
            default -> throw new IllegalArgumentException(op.json());
        };
    }

    /** The same in Java, for a value that is at hand. */
    static boolean holds(BigDecimal actual, Operator op, double value) {
        int order = actual.compareTo(BigDecimal.valueOf(value));
        return switch (op) {
            case AT_LEAST -> order >= 0;
            case MORE_THAN -> order > 0;
            case AT_MOST -> order <= 0;
            case LESS_THAN -> order < 0;
            case EQUALS -> order == 0;
            default -> throw new IllegalArgumentException(op.json());
        };
    }

    private static Field<BigDecimal> bound(BigDecimal value) {
        return DSL.val(value, SQLDataType.DECIMAL(DIGITS, value.scale()));
    }
}
