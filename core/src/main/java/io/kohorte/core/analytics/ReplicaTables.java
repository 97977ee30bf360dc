// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The tables of the replica. Times are UTC without a zone. Columns of traits come from {@link TraitColumns}.
 */
public final class ReplicaTables {

    /** Profiles that have not been merged into another. */
    public static final Table<Record> PROFILE = DSL.table(DSL.name("profile"));

    public static final Field<Integer> PROFILE_NUMBER = DSL.field(DSL.name("profile", "number"), SQLDataType.INTEGER);
    public static final Field<LocalDateTime> PROFILE_CREATED_AT =
            DSL.field(DSL.name("profile", "created_at"), SQLDataType.LOCALDATETIME);

    public static final Table<Record> EVENT = DSL.table(DSL.name("event"));

    public static final Field<UUID> EVENT_KEY = DSL.field(DSL.name("event", "key"), SQLDataType.UUID);
    public static final Field<Integer> EVENT_PROFILE = DSL.field(DSL.name("event", "profile"), SQLDataType.INTEGER);
    public static final Field<String> EVENT_NAME = DSL.field(DSL.name("event", "name"), SQLDataType.VARCHAR);
    public static final Field<LocalDateTime> EVENT_AT = DSL.field(DSL.name("event", "at"), SQLDataType.LOCALDATETIME);

    /** When it became known here; null for history, which was known when it happened. */
    public static final Field<LocalDateTime> EVENT_KNOWN_AT =
            DSL.field(DSL.name("event", "known_at"), SQLDataType.LOCALDATETIME);

    /** Equal for the lines of one order: a hash of {@code coalesce(order_ref, key)}. */
    public static final Field<Long> EVENT_ORDER = DSL.field(DSL.name("event", "order_key"), SQLDataType.BIGINT);

    public static final Field<String> EVENT_ORDER_REF = DSL.field(DSL.name("event", "order_ref"), SQLDataType.VARCHAR);
    public static final Field<String> EVENT_ITEM = DSL.field(DSL.name("event", "item"), SQLDataType.VARCHAR);
    public static final Field<String> EVENT_CATEGORY = DSL.field(DSL.name("event", "category"), SQLDataType.VARCHAR);

    /** Decimal with four places, so that sums do not depend on the order of rows. */
    public static final Field<BigDecimal> EVENT_QUANTITY =
            DSL.field(DSL.name("event", "quantity"), SQLDataType.DECIMAL(18, 4));

    /** Decimal with four places. */
    public static final Field<BigDecimal> EVENT_AMOUNT =
            DSL.field(DSL.name("event", "amount"), SQLDataType.DECIMAL(18, 4));

    /** JSON text. */
    public static final Field<String> EVENT_PROPERTIES =
            DSL.field(DSL.name("event", "properties"), SQLDataType.VARCHAR);

    /** Larger for rows that came later: DuckDB numbers them. */
    public static final Field<Long> EVENT_ARRIVAL = DSL.field(DSL.name("event", "rowid"), SQLDataType.BIGINT);

    public static final Table<Record> SCORE = DSL.table(DSL.name("score"));

    public static final Field<Long> SCORE_MODEL = DSL.field(DSL.name("score", "model"), SQLDataType.BIGINT);
    public static final Field<Integer> SCORE_PROFILE = DSL.field(DSL.name("score", "profile"), SQLDataType.INTEGER);
    public static final Field<Double> SCORE_VALUE = DSL.field(DSL.name("score", "value"), SQLDataType.DOUBLE);

    private ReplicaTables() {}
}
