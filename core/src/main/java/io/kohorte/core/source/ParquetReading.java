// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Lets DuckDB read a Parquet file; values become the texts a person would write for them. */
final class ParquetReading {

    private final RowTable table;

    ParquetReading(RowTable table) {
        this.table = table;
    }

    void read(Path file) throws SQLException {
        String from = "read_parquet('" + file.toString().replace("'", "''") + "')";
        try {
            List<String> expressions = columns(from);
            String aliases = String.join(
                    ", ",
                    IntStream.range(0, expressions.size())
                            .mapToObj(i -> "c" + i)
                            .toList());
            table.execute("insert into raw select row_number() over (), %s from %s as file (%s)"
                    .formatted(String.join(", ", expressions), from, aliases));
        } catch (SQLException e) {
            throw FileProblem.unreadable(FileFormat.PARQUET);
        }
    }

    private List<String> columns(String from) throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        try (Statement statement = table.connection().createStatement();
                ResultSet rows = statement.executeQuery("describe select * from " + from)) {
            while (rows.next()) {
                names.add(rows.getString("column_name"));
                types.add(rows.getString("column_type"));
            }
        }
        if (names.size() > Columns.MOST) {
            throw FileProblem.tooManyColumns();
        }
        List<String> expressions = new ArrayList<>();
        for (String name : Columns.named(names)) {
            Column column = table.add(name);
            expressions.add(text(column, types.get(column.place())));
        }
        return expressions;
    }

    /** A customer number that went through a spreadsheet as 17850.0 is 17850. */
    private static String text(Column column, String type) {
        String value = column.sql();
        if (type.equals("DOUBLE") || type.equals("FLOAT")) {
            column.declare(Column.Kind.NUMBER);
            return "case when isnan(%1$s) then null when %1$s = trunc(%1$s) and abs(%1$s) < 1e15 then %1$s::bigint::varchar else %1$s::varchar end"
                    .formatted(value);
        }
        if (type.endsWith("INT") || type.equals("INTEGER") || type.equals("UINTEGER") || type.startsWith("DECIMAL")) {
            column.declare(Column.Kind.NUMBER);
        } else if (type.equals("BOOLEAN")) {
            column.declare(Column.Kind.FLAG);
        } else if (type.equals("BLOB")) {
            return "base64(" + value + ")";
        } else if (type.contains("[") || type.startsWith("STRUCT") || type.startsWith("MAP")) {
            return "to_json(" + value + ")::varchar";
        } else if (type.equals("VARCHAR")) {
            column.declare(Column.Kind.TEXT);
        }
        return value + "::varchar";
    }
}
