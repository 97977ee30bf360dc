// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file in a DuckDB of their own, on disk, with bounded memory: read once, then asked about and gone through as often
 * as needed. Columns are called {@code c0, c1 …} in it, so that no name from a file ever meets an SQL text.
 */
final class RowTable implements AutoCloseable {

    private final DuckDBConnection connection;
    private final List<Column> columns = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private @Nullable Layout layout;
    private @Nullable DuckDBAppender rows;
    private @Nullable DuckDBAppender rejects;

    private RowTable(DuckDBConnection connection) {
        this.connection = connection;
    }

    /**
     * An empty table in a folder that exists; {@code readable} is the one file that may be read by SQL.
     *
     * @param memory as DuckDB writes it, {@code 400MB}
     */
    static RowTable open(Path folder, Path readable, String memory) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("memory_limit", memory);
        properties.setProperty("threads", "2");
        properties.setProperty("temp_directory", folder.resolve("spill").toString());
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        DuckDBConnection connection = new DuckDBDriver()
                .connect("jdbc:duckdb:" + folder.resolve("rows.duckdb"), properties)
                .unwrap(DuckDBConnection.class);
        RowTable table = new RowTable(connection);
        table.execute("set TimeZone = 'UTC'");
        table.execute("set allowed_paths = ['" + readable.toString().replace("'", "''") + "']");
        table.execute("set enable_external_access = false");
        table.execute("set lock_configuration = true");
        table.execute("create table raw (line bigint)");
        table.execute("create table reject (line bigint, reason varchar)");
        return table;
    }

    /** Remembers how the text was laid out. */
    void laidOut(Layout found) {
        layout = found;
    }

    /** How the text was laid out; Parquet and JSON have no layout. */
    Optional<Layout> layout() {
        return Optional.ofNullable(layout);
    }

    DuckDBConnection connection() {
        return connection;
    }

    List<Column> columns() {
        return List.copyOf(columns);
    }

    List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    Column column(int place) {
        return columns.get(place);
    }

    /** Place of a column, or -1. */
    int place(String column) {
        return places.getOrDefault(column, -1);
    }

    /** Adds a column, empty in the rows so far. */
    Column add(String name) throws SQLException {
        closeAppenders();
        Column column = new Column(columns.size(), name);
        execute("alter table raw add column " + column.sql() + " varchar");
        columns.add(column);
        places.put(name, column.place());
        return column;
    }

    void append(long line, List<@Nullable String> values) throws SQLException {
        if (rows == null) {
            rows = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "raw");
        }
        rows.beginRow();
        rows.append(line);
        for (int i = 0; i < columns.size(); i++) {
            rows.append(i < values.size() ? values.get(i) : null);
        }
        rows.endRow();
    }

    void reject(long line, InvalidReason reason) throws SQLException {
        if (rejects == null) {
            rejects = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "reject");
        }
        rejects.beginRow();
        rejects.append(line);
        rejects.append(reason.name());
        rejects.endRow();
    }

    /** Ends the writing; everything appended can be asked for now. */
    void finish() throws SQLException {
        closeAppenders();
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** An SQL expression for a hash of a row's content, the same whatever the order of columns and however many empty ones there are. */
    String contentHash() {
        List<String> parts = columns.stream()
                .sorted(java.util.Comparator.comparing(Column::name))
                .map(column ->
                        "case when %1$s is null or %1$s = '' then '' else '%2$s' || length(%1$s) || ':' || %1$s end"
                                .formatted(column.sql(), Sha256.ofName(column.name())))
                .toList();
        return "md5(concat('', " + String.join(", ", parts) + "))";
    }

    @Override
    public void close() throws SQLException {
        closeAppenders();
        connection.close();
    }

    private void closeAppenders() throws SQLException {
        if (rows != null) {
            rows.close();
            rows = null;
        }
        if (rejects != null) {
            rejects.close();
            rejects = null;
        }
    }
}
