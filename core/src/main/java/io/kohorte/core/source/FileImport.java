// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import io.kohorte.core.event.Intake;
import io.kohorte.core.event.TakingBack;
import io.kohorte.core.profile.TraitType;
import io.kohorte.core.profile.Traits;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Takes one file in: read into a table of its own, looked at, gone through in chunks of one transaction each. An import that was cut off
 * is completed by importing the file again: what is in already is recognised. What was read under another mapping before is read anew,
 * and corrected.
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

    /**
     * What is to be imported.
     *
     * @param earlier other mappings under which it may have been read
     * @param began the moment of rows that tell no event
     */
    record Order(
            long source,
            FileFormat format,
            Mapping mapping,
            List<EarlierReading> earlier,
            UploadedFile upload,
            Instant began) {}

    /** Imports; when this returns, everything is committed. */
    ImportReport run(Order order, Listener listener) throws IOException, SQLException {
        Mapping mapping = order.mapping();
        try (RowTable table = open(order, order.upload(), mapping, listener)) {
            if (!table.columns().isEmpty()) {
                mapping.checkColumns(table.columnNames());
            }
            List<ColumnProfile> columns = profile(table, mapping, listener);
            ImportTally tally = new ImportTally(mapping, columns);
            tally.rejects(table);
            if (!columns.isEmpty()) {
                RowsInOrder rows = new RowsInOrder(table);
                tally.exactDuplicates(rows.exactDuplicates());
                if (order.earlier().isEmpty()) {
                    write(order, table, rows, columns, tally, listener, intake::take, Optional.empty());
                } else {
                    tally.corrected(readAnew(order, table, rows, columns, tally, listener));
                }
            }
            return tally.report();
        }
    }

    private RowTable open(Order order, UploadedFile upload, Mapping mapping, Listener listener)
            throws IOException, SQLException {
        Path file = order.format() == FileFormat.PARQUET
                ? upload.file()
                : upload.inUtf8(mapping.options().charset());
        RowTable table = RowTable.open(upload.folder(), file, config.memory());
        boolean read = false;
        try {
            listener.at(Phase.READING, 0, 0);
            new FileReading(table, mapping.options(), rows -> listener.at(Phase.READING, rows, 0))
                    .read(file, order.format());
            read = true;
            return table;
        } finally {
            if (!read) {
                table.close();
            }
        }
    }

    private Corrections readAnew(
            Order order,
            RowTable table,
            RowsInOrder rows,
            List<ColumnProfile> columns,
            ImportTally tally,
            Listener listener)
            throws IOException, SQLException {
        try (Rereading reading = new Rereading(
                order.source(),
                order.mapping(),
                order.earlier(),
                new SaidFacts(table),
                new TakingBack(database),
                config.chunk())) {
            Set<String> settled = reading.settledTraits();
            write(
                    order,
                    table,
                    rows,
                    columns,
                    tally,
                    listener,
                    chunk -> intake.correct(chunk, settled),
                    Optional.of(reading.facts()));
            for (EarlierReading earlier : order.earlier()) {
                if (earlier.mapping().options().equals(order.mapping().options())) {
                    reading.remember(earlier, table, rows, columns, traitTypes(earlier.mapping()));
                } else {
                    UploadedFile apart =
                            order.upload().apart("before-" + order.earlier().indexOf(earlier));
                    try (RowTable before = open(order, apart, earlier.mapping(), listener)) {
                        if (!before.columns().isEmpty()) {
                            reading.remember(
                                    earlier,
                                    before,
                                    new RowsInOrder(before),
                                    profile(before, earlier.mapping(), listener),
                                    traitTypes(earlier.mapping()));
                        }
                    }
                }
            }
            return reading.correct(order.began());
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

    private void write(
            Order order,
            RowTable table,
            RowsInOrder rows,
            List<ColumnProfile> columns,
            ImportTally tally,
            Listener listener,
            ImportChunks.Writing writing,
            Optional<SaidFacts> facts)
            throws SQLException {
        Mapping mapping = order.mapping();
        RowReading reading = new RowReading(order.source(), mapping, columns, traitTypes(mapping), order.began());
        long total = table.number("select count(*) from raw");
        long[] done = {0};
        try (ImportChunks chunks = new ImportChunks(tally, writing, facts)) {
            rows.read(mapping, (line, values, content, occurrence) -> {
                RowReading.Result result = reading.read(values, content, occurrence);
                tally.seen(reading, values);
                if (result instanceof RowReading.Result.Refused refused) {
                    tally.invalid(line, refused);
                } else if (result instanceof RowReading.Result.Usable usable) {
                    if (mapping.repeats(occurrence)) {
                        tally.duplicate();
                    } else {
                        chunks.add(line, usable.observation());
                    }
                }
                done[0]++;
                if (done[0] % config.chunk() == 0) {
                    chunks.write();
                    listener.at(Phase.WRITING, done[0], total);
                }
            });
            chunks.write();
            chunks.settle();
            listener.at(Phase.WRITING, done[0], total);
        }
        tally.droppedIdentifiers(reading.droppedIdentifiers());
        tally.doubtfulAddresses(reading.doubtfulAddresses());
    }

    private Map<String, TraitType> traitTypes(Mapping mapping) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Traits.types(connection, mapping.traits().keySet());
        }
    }
}
