// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import io.kohorte.core.event.Intake;
import io.kohorte.core.event.IntakeResult;
import io.kohorte.core.event.Observation;
import io.kohorte.core.profile.TraitType;
import io.kohorte.core.profile.Traits;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Takes one file in: read into a table of its own, looked at, gone through in chunks of one transaction each. An import that was cut off
 * is completed by importing the file again: what is in already is recognised.
 */
final class FileImport {

    /** Told how far the import is. */
    @FunctionalInterface
    interface Listener {
        /** @param rows of the phase so far; {@code total} 0 while unknown */
        void at(Phase phase, long rows, long total);
    }

    /** What an import is busy with. */
    enum Phase {
        READING,
        CHECKING,
        WRITING;

        String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final DataSource database;
    private final Intake intake;
    private final ImportConfig config;

    FileImport(DataSource database, Intake intake, ImportConfig config) {
        this.database = database;
        this.intake = intake;
        this.config = config;
    }

    /** Imports; when this returns, everything is committed. */
    ImportReport run(
            long source, FileFormat format, Mapping mapping, UploadedFile upload, Instant now, Listener listener)
            throws IOException, SQLException {
        Path file = format == FileFormat.PARQUET
                ? upload.file()
                : upload.inUtf8(mapping.options().charset());
        try (RowTable table = RowTable.open(upload.folder(), file, config.memory())) {
            listener.at(Phase.READING, 0, 0);
            new FileReading(table, mapping.options(), rows -> listener.at(Phase.READING, rows, 0)).read(file, format);
            if (!table.columns().isEmpty()) {
                mapping.checkColumns(table.columnNames());
            }
            List<ColumnProfile> columns = profile(table, mapping, listener);
            ImportTally tally = new ImportTally(mapping, columns);
            tally.rejects(table);
            if (!columns.isEmpty()) {
                RowReading reading = new RowReading(source, mapping, columns, traitTypes(mapping), now);
                write(table, mapping, reading, tally, listener);
                tally.droppedIdentifiers(reading.droppedIdentifiers());
            }
            return tally.report();
        }
    }

    private static List<ColumnProfile> profile(RowTable table, Mapping mapping, Listener listener) throws SQLException {
        ColumnProfiling profiling = new ColumnProfiling(table, mapping);
        List<ColumnProfile> profiles = new ArrayList<>();
        for (Column column : table.columns()) {
            listener.at(Phase.CHECKING, profiles.size(), table.columns().size());
            profiles.add(profiling.profile(column));
        }
        return profiles;
    }

    private void write(RowTable table, Mapping mapping, RowReading reading, ImportTally tally, Listener listener)
            throws SQLException {
        long total = table.number("select count(*) from raw");
        table.execute(
                """
                create table again as
                with content as (select rowid as n, %s as hash from raw)
                select n, row_number() over (partition by hash order by n) as occurrence from content
                where hash in (select hash from content group by hash having count(*) > 1)
                qualify occurrence > 1
                """
                        .formatted(table.contentHash()));
        tally.exactDuplicates(table.number("select count(*) from again"));
        try (PreparedStatement statement = table.connection().prepareStatement(rowsInOrder(table, mapping));
                ResultSet rows = statement.executeQuery();
                Chunks chunks = new Chunks(tally)) {
            long done = 0;
            while (rows.next()) {
                List<@Nullable String> values = new ArrayList<>();
                for (int i = 0; i < table.columns().size(); i++) {
                    values.add(rows.getString(4 + i));
                }
                chunks.add(rows.getLong(1), reading, values, rows.getString(2), rows.getLong(3));
                done++;
                if (done % config.chunk() == 0) {
                    chunks.write();
                    listener.at(Phase.WRITING, done, total);
                }
            }
            chunks.write();
            chunks.settle();
            listener.at(Phase.WRITING, done, total);
        }
    }

    /**
     * Events in the order of the file. Rows of a customer list by customer: what one file says of a customer in several rows is then
     * written at once, and the same file again changes nothing.
     */
    private static String rowsInOrder(RowTable table, Mapping mapping) {
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

    private Map<String, TraitType> traitTypes(Mapping mapping) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Traits.types(connection, mapping.traits().keySet());
        }
    }

    /**
     * Rows on their way into the database, one transaction a chunk. While PostgreSQL takes one, the next is made ready; no more than these
     * two are in memory, and they are written in the order of the file.
     */
    private final class Chunks implements AutoCloseable {
        private final ImportTally tally;
        private final ExecutorService writer =
                Executors.newSingleThreadExecutor(task -> new Thread(task, "imports-writer"));
        private List<Observation> batch = new ArrayList<>();
        private List<Observation> underWay = List.of();
        private Future<IntakeResult> written = CompletableFuture.completedFuture(IntakeResult.nothing());

        Chunks(ImportTally tally) {
            this.tally = tally;
        }

        void add(long line, RowReading reading, List<@Nullable String> values, String content, long occurrence) {
            RowReading.Result result = reading.read(values, content, occurrence);
            tally.seen(reading, values);
            if (result instanceof RowReading.Result.Refused refused) {
                tally.invalid(line, refused);
            } else if (result instanceof RowReading.Result.Usable usable) {
                if (tally.repeats(usable.observation(), occurrence)) {
                    tally.duplicate();
                } else {
                    batch.add(usable.observation());
                }
            }
        }

        /** Begins to write what was added, after the chunk before it. */
        void write() throws SQLException {
            settle();
            List<Observation> ready = batch;
            batch = new ArrayList<>();
            underWay = ready;
            written = writer.submit(() -> intake.take(ready));
        }

        /** Waits until what was begun is committed. */
        void settle() throws SQLException {
            try {
                tally.taken(underWay, written.get());
                underWay = List.of();
                written = CompletableFuture.completedFuture(IntakeResult.nothing());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof SQLException refused) {
                    throw refused;
                }
                throw new IllegalStateException("A chunk could not be written", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The import was interrupted", e);
            }
        }

        @Override
        public void close() {
            writer.shutdown();
        }
    }
}
