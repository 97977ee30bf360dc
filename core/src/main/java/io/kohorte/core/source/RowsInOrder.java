// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through the rows of a table the way a mapping wants them. */
final class RowsInOrder {

    /** Told of one row after the other. */
    @FunctionalInterface
    interface Taker {
        /**
         * @param content hash of the row's content
         * @param occurrence which of the equal rows of the file this is, from 1
         */
        void take(long line, List<@Nullable String> values, String content, long occurrence) throws SQLException;
    }

    private final RowTable table;

    /** Also finds out which rows come again. */
    RowsInOrder(RowTable table) throws SQLException {
        this.table = table;
        table.execute(
                """
                create table again as
                with content as (select rowid as n, %s as hash from raw)
                select n, row_number() over (partition by hash order by n) as occurrence from content
                where hash in (select hash from content group by hash having count(*) > 1)
                qualify occurrence > 1
                """
                        .formatted(table.contentHash()));
    }

    /** Rows equal to an earlier row in every column. */
    long exactDuplicates() throws SQLException {
        return table.number("select count(*) from again");
    }

    /** The same rows as often as one asks. */
    void read(Mapping mapping, Taker taker) throws SQLException {
        try (PreparedStatement statement = table.connection().prepareStatement(sql(mapping));
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                List<@Nullable String> values = new ArrayList<>();
                for (int i = 0; i < table.columns().size(); i++) {
                    values.add(rows.getString(4 + i));
                }
                taker.take(rows.getLong(1), values, rows.getString(2), rows.getLong(3));
            }
        }
    }

    /**
     * Events in the order of the file. Rows of a customer list by customer: what one file says of a customer in several rows is then
     * written at once, and the same file again changes nothing.
     */
    private String sql(Mapping mapping) {
        List<String> values = table.columns().stream().map(Column::sql).toList();
        String order = "raw.rowid";
        if (mapping.event() == null) {
            String first = mapping.identities().keySet().stream()
                    .sorted(RowReading.STRONGEST_FIRST)
                    .findFirst()
                    .orElseThrow();
            order = "hash("
                    + table.column(table.place(mapping.identities().get(first))).sql() + "), raw.rowid";
        }
        return "select line, %s, coalesce(again.occurrence, 1), %s from raw left join again on again.n = raw.rowid order by %s"
                .formatted(table.contentHash(), String.join(", ", values), order);
    }
}
