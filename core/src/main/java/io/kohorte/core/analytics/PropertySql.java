// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.kohorte.core.condition.Comparison;
import io.kohorte.core.condition.Condition.Where;
import io.kohorte.core.condition.Operator;
import io.kohorte.core.condition.Value;
import io.kohorte.core.feature.TraitType;
import java.math.BigDecimal;
import java.time.Instant;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * SQL of what an event's property must be. Order reference, item, category, quantity and amount are columns; everything
 * else is looked up in the JSON, where numbers compare with numbers and texts with texts.
 */
final class PropertySql {

    private final Comparison comparison;
    private final ComparisonSql sql;
    private final String property;

    PropertySql(Where where, Instant asOf, String pointer) {
        this.comparison = where.comparison();
        this.property = where.property();
        this.sql = new ComparisonSql(comparison, asOf, "The property '" + property + "'", pointer);
    }

    Condition condition() {
        return switch (property) {
            case "order_ref" -> text(ReplicaTables.EVENT_ORDER_REF);
            case "item" -> text(ReplicaTables.EVENT_ITEM);
            case "category" -> text(ReplicaTables.EVENT_CATEGORY);
            case "quantity" -> decimal(ReplicaTables.EVENT_QUANTITY);
            case "amount" -> decimal(ReplicaTables.EVENT_AMOUNT);
            default -> json();
        };
    }

    private Condition text(Field<String> column) {
        return present(column, sql.of(column, TraitType.TEXT));
    }

    private Condition decimal(Field<BigDecimal> column) {
        return present(column, sql.decimal(column));
    }

    private Condition present(Field<?> column, Condition compared) {
        return comparison.op().takesNothing() ? compared : DSL.and(column.isNotNull(), compared);
    }

    private Condition json() {
        Operator op = comparison.op();
        return switch (op) {
            case EXISTS -> text().isNotNull();
            case MISSING -> text().isNull();
            case CONTAINS, STARTS_WITH -> sql.text(text());
            case EQUALS, NOT_EQUALS, IN, NOT_IN -> sql.anyOf(this::equal);
            case AT_LEAST, AT_MOST, MORE_THAN, LESS_THAN -> {
                if (comparison.value() instanceof Value.Numeric) {
                    yield sql.number(number());
                }
                throw sql.mismatch();
            }
            default -> throw sql.mismatch();
        };
    }

    /** Never null for a property that is there, so that "not equal" holds across types. */
    private Condition equal(Value value) {
        if (value instanceof Value.Numeric numeric) {
            return DSL.condition(
                    "(case when {0} is null then null else coalesce({1} = {2}, false) end)",
                    text(), number(), DSL.val(numeric.number()));
        }
        return text().eq(sql.asText(value));
    }

    /** Null for a property that is absent or null. */
    private Field<String> text() {
        return DSL.field(
                "json_extract_string({0}, {1})", SQLDataType.VARCHAR, ReplicaTables.EVENT_PROPERTIES, pointer());
    }

    /** Null for what is no JSON number. */
    private Field<Double> number() {
        return DSL.field(
                "(case when json_type({0}, {1}) in ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE')"
                        + " then try_cast(json_extract_string({0}, {1}) as double) end)",
                SQLDataType.DOUBLE, ReplicaTables.EVENT_PROPERTIES, pointer());
    }

    /** JSON Pointer, which leaves no character of a name with a meaning of its own. */
    private Field<String> pointer() {
        return DSL.inline("/" + property.replace("~", "~0").replace("/", "~1"));
    }
}
