// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Reads a file into a {@link RowTable}, whatever its format. Every row ends up among the rows or among the rejects. */
final class FileReading {

    private static final int REPORT_EVERY = 20_000;

    private final RowTable table;
    private final ReadOptions options;
    private final LongConsumer progress;
    private long entries;

    /** @param progress is told how many rows were read */
    FileReading(RowTable table, ReadOptions options, LongConsumer progress) {
        this.table = table;
        this.options = options;
        this.progress = progress;
    }

    /** Reads the whole file. */
    void read(Path file, FileFormat format) throws IOException, SQLException {
        switch (format) {
            case PARQUET -> new ParquetReading(table).read(file);
            case CSV, WHITESPACE, NDJSON -> {
                try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                    text(new ByteWindow(in), format);
                }
            }
        }
        table.finish();
    }

    private void text(ByteWindow window, FileFormat format) throws IOException, SQLException {
        switch (format) {
            case CSV -> {
                Layout layout = Layout.find(window, options);
                CsvRows rows = new CsvRows(window, layout.delimiter(), layout.quote());
                table.laidOut(layout);
                rows(rows::next, layout.header());
            }
            case WHITESPACE -> {
                Lines lines = new Lines(window);
                boolean header = Optional.ofNullable(options.header())
                        .orElseGet(() -> options.columns() == null && Layout.hasHeader(window));
                table.laidOut(new Layout(' ', "", header));
                rows(() -> lines.next().map(FileReading::blanksApart), header);
            }
            case NDJSON -> objects(new Lines(window));
            case PARQUET -> throw new IllegalArgumentException("Parquet is not text");
        }
    }

    @FunctionalInterface
    private interface Entries {
        Optional<Entry> next() throws IOException;
    }

    private void rows(Entries source, boolean header) throws IOException, SQLException {
        Optional<Entry> first = source.next();
        while (header && first.isPresent() && !(first.get() instanceof Entry.Row)) {
            reject(first.get().line(), ((Entry.Unreadable) first.get()).reason());
            first = source.next();
        }
        List<@Nullable String> names = first.filter(Entry.Row.class::isInstance)
                .map(row -> ((Entry.Row) row).values())
                .orElse(List.of());
        addColumns(names, header);
        for (Optional<Entry> entry = header ? source.next() : first; entry.isPresent(); entry = source.next()) {
            if (entry.get() instanceof Entry.Row row
                    && row.values().size() == table.columns().size()) {
                table.append(row.line(), row.values());
                count();
            } else if (entry.get() instanceof Entry.Row row) {
                boolean few = row.values().size() < table.columns().size();
                reject(row.line(), few ? InvalidReason.TOO_FEW_COLUMNS : InvalidReason.TOO_MANY_COLUMNS);
            } else if (entry.get() instanceof Entry.Unreadable unreadable) {
                reject(unreadable.line(), unreadable.reason());
            }
        }
    }

    private void addColumns(List<@Nullable String> first, boolean header) throws SQLException {
        List<String> given = options.columns();
        List<String> names;
        if (header) {
            names = Columns.named(
                    first.stream().map(name -> name == null ? "" : name).toList());
        } else if (given != null && !given.isEmpty()) {
            names = Columns.named(given);
        } else {
            names = Columns.numbered(first.size());
        }
        if (names.size() > Columns.MOST) {
            throw FileProblem.tooManyColumns();
        }
        for (String name : names) {
            table.add(name);
        }
    }

    private void objects(Lines lines) throws IOException, SQLException {
        JsonRows rows = new JsonRows(table);
        for (Optional<Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            Lines.Line read = line.get();
            Optional<InvalidReason> problem = read.text().isEmpty()
                    ? Optional.of(read.problem())
                    : rows.append(read.number(), read.text().get());
            if (problem.isPresent()) {
                reject(read.number(), problem.get());
            } else {
                count();
            }
        }
    }

    static Entry blanksApart(Lines.Line line) {
        return line.text()
                .<Entry>map(text ->
                        new Entry.Row(line.number(), List.of(text.strip().split("\\s+"))))
                .orElseGet(() -> new Entry.Unreadable(line.number(), line.problem()));
    }

    private void reject(long line, InvalidReason reason) throws SQLException {
        table.reject(line, reason);
        count();
    }

    private void count() {
        entries++;
        if (entries % REPORT_EVERY == 0) {
            progress.accept(entries);
        }
    }
}
