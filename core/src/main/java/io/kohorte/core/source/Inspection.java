// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import io.kohorte.core.profile.TraitType;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks at the beginning of a file and proposes what its columns mean. Nothing is kept. */
@ApplicationScoped
class Inspection {

    /** Enough to see what a text file is like. */
    private static final long TEXT_HEAD = 4L * 1024 * 1024;

    /** Parquet keeps its description at the end, so it has to be sent whole. */
    private static final long PARQUET_WHOLE = 64L * 1024 * 1024;

    private static final int SAMPLES = 5;

    private final ImportConfig config;

    Inspection(ImportConfig config) {
        this.config = config;
    }

    /** What was found. */
    record Found(FileFormat format, List<FoundColumn> columns, Mapping mapping) {}

    /** A column with a few of its values. */
    record FoundColumn(String name, String type, List<String> samples) {}

    Found of(InputStream body, String filename, Path folder) throws IOException, SQLException {
        boolean mayBeParquet = UploadedFile.formatOf(filename)
                .filter(FileFormat.PARQUET::equals)
                .isPresent();
        try (UploadedFile head = UploadedFile.head(body, folder, mayBeParquet ? PARQUET_WHOLE : TEXT_HEAD)) {
            if (head.bytes() == 0) {
                throw FileProblem.empty();
            }
            FileFormat format = head.format(filename);
            ReadOptions options = ReadOptions.defaults();
            Path file = format == FileFormat.PARQUET ? head.file() : head.inUtf8(options.charset());
            try (RowTable table = RowTable.open(folder, file, config.memory())) {
                new FileReading(table, options, rows -> {}).read(file, format);
                ColumnProfiling profiling = new ColumnProfiling(table, Mapping.none());
                List<ColumnProfile> profiles = new ArrayList<>();
                List<FoundColumn> columns = new ArrayList<>();
                for (Column column : table.columns()) {
                    ColumnProfile profile = profiling.profile(column);
                    profiles.add(profile);
                    columns.add(new FoundColumn(column.name(), profile.type().id(), samples(profiling, column)));
                }
                return new Found(
                        format,
                        columns,
                        MappingProposal.of(profiles, table.layout(), hasDecimalComma(profiles, profiling)));
            }
        }
    }

    private static List<String> samples(ColumnProfiling profiling, Column column) throws SQLException {
        return profiling.sample(column).stream()
                .limit(SAMPLES)
                .map(ColumnProfiling::shorten)
                .toList();
    }

    /** Texts like 12,50 and none like 12.50. */
    private static boolean hasDecimalComma(List<ColumnProfile> profiles, ColumnProfiling profiling)
            throws SQLException {
        boolean found = false;
        for (ColumnProfile profile : profiles) {
            if (profile.type() == TraitType.TEXT) {
                List<String> sample = profiling.sample(profile.column());
                found |= !sample.isEmpty()
                        && sample.stream().allMatch(text -> text.matches("[+-]?[0-9.]*[0-9],[0-9]{1,4}|[0-9]+"))
                        && sample.stream().anyMatch(text -> text.indexOf(',') >= 0);
            }
        }
        return found;
    }
}
