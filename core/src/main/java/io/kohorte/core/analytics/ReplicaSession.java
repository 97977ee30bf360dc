// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

/** One reader of the replica: every query of a session sees the same state. Not for several threads at once. */
public final class ReplicaSession implements AutoCloseable {

    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private static final DSLContext DUCKDB =
            DSL.using(SQLDialect.DUCKDB, new Settings().withRenderQuotedNames(RenderQuotedNames.ALWAYS));

    private final DuckDBConnection connection;
    private final LatestEvent latestEvent;
    private final TraitColumns traits;
    private int populations;

    ReplicaSession(DuckDBConnection connection, LatestEvent latestEvent) throws SQLException {
        this.connection = connection;
        this.latestEvent = latestEvent;
        connection.setAutoCommit(false);
        this.traits = ReplicaFile.traitColumns(connection);
    }

    public TraitColumns traits() {
        return traits;
    }

    /** When the latest event up to a moment happened; empty where there is none. Quick, however many events there are. */
    Optional<Instant> latestEvent(Instant upTo) {
        return latestEvent.upTo(upTo, this);
    }

    /** Reads one value from every row. For results that fit into memory. */
    public <T> List<T> query(Select<?> select, RowReader<T> reader) {
        try (PreparedStatement statement = prepare(select);
                ResultSet row = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(reader.read(row));
            }
            return rows;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** One number, such as a count; 0 where it is null. */
    public long number(Select<?> select) {
        return query(select, row -> row.getLong(1)).get(0);
    }

    /** The non-null int4 values of a select's first column: 700,000 of a million take about 10 ms. */
    public RoaringBitmap bitmap(Select<?> select) {
        RoaringBitmapWriter<RoaringBitmap> bitmap = RoaringBitmapWriter.writer()
                .optimiseForArrays()
                .doPartialRadixSort()
                .get();
        chunks(select, chunk -> {
            DuckDBReadableVector numbers = chunk.vector(0);
            for (long row = 0; row < chunk.rowCount(); row++) {
                if (!numbers.isNull(row)) {
                    bitmap.add(numbers.getInt(row));
                }
            }
        });
        return bitmap.get();
    }

    /** A temporary table of profile numbers, to join with; gone with the session. */
    public Population population(RoaringBitmap profiles) {
        String name = "population_" + ++populations;
        try (Statement statement = connection.createStatement()) {
            statement.execute("create temp table " + name + " (number integer not null)");
            try (DuckDBAppender appender = connection.createAppender("temp", "main", name)) {
                for (PeekableIntIterator number = profiles.getIntIterator(); number.hasNext(); ) {
                    appender.beginRow().append(number.next()).endRow();
                }
            }
            return new Population(DSL.table(DSL.name(name)), DSL.field(DSL.name(name, "number"), SQLDataType.INTEGER));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Streams a result in DuckDB's own chunks of 2,048 rows; a chunk is valid only during the call. */
    void chunks(Select<?> select, Consumer<DuckDBDataChunkReader> reader) {
        try (PreparedStatement statement = prepare(select);
                DuckDBChunkedResult result =
                        statement.unwrap(DuckDBPreparedStatement.class).query()) {
            while (result.nextChunk()) {
                reader.accept(result.chunk());
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private PreparedStatement prepare(Select<?> select) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(DUCKDB.render(select));
        int position = 0;
        for (Object value : DUCKDB.extractBindValues(select)) {
            statement.setObject(++position, value);
        }
        return statement;
    }

    private static ReplicaException failed(SQLException e) {
        return new ReplicaException("The analytics replica could not answer.", e);
    }

    /** A set of profiles as a table of this session. */
    public record Population(Table<Record> table, Field<Integer> number) {}

    /** Makes a value of one row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
