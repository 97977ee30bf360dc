// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.kohorte.core.feature.TraitType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The columns that hold traits. A column is named by a number of ours, never by the trait: names of traits come from
 * outside, and DuckDB takes {@code Country} and {@code country} for one.
 */
public final class TraitColumns {

    private final Map<String, Column> columns;

    TraitColumns(List<Column> inTableOrder) {
        columns = new LinkedHashMap<>();
        inTableOrder.forEach(column -> columns.put(column.trait(), column));
    }

    /** Empty for a trait that no profile has ever had. */
    public Optional<Column> of(String trait) {
        return Optional.ofNullable(columns.get(trait));
    }

    /** In the order of the table's columns. */
    List<Column> all() {
        return List.copyOf(columns.values());
    }

    /** One trait's column of {@link ReplicaTables#PROFILE}; null where a profile lacks the trait or holds it in another type. */
    public record Column(int id, String trait, TraitType type) {

        public Field<?> field() {
            return DSL.field(DSL.name("profile", name()), dataType());
        }

        String name() {
            return "trait_" + id;
        }

        DataType<?> dataType() {
            return switch (type) {
                case TEXT -> SQLDataType.VARCHAR;
                case NUMBER -> SQLDataType.DOUBLE;
                case FLAG -> SQLDataType.BOOLEAN;
                case TIME -> SQLDataType.LOCALDATETIME;
            };
        }

        String sqlType() {
            return switch (type) {
                case TEXT -> "varchar";
                case NUMBER -> "double";
                case FLAG -> "boolean";
                case TIME -> "timestamp";
            };
        }
    }
}
