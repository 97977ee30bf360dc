// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.event.Intake;
import io.kohorte.core.profile.IdentityLimits;
import io.kohorte.core.profile.ProfileDatabase;
import io.kohorte.core.profile.ProfileLedger;
import io.kohorte.core.profile.Traits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Imports files into an empty database, the way the application does, without HTTP around it. */
final class ImportDesk {

    static final long SOURCE = 3;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    final ProfileDatabase database;
    private final Path folder;
    private final FileImport imports;

    ImportDesk(Path folder) throws SQLException {
        this(folder, 10_000, "300MB");
    }

    ImportDesk(Path folder, int chunk, String memory) throws SQLException {
        this.folder = folder;
        this.database = ProfileDatabase.empty();
        Intake intake = new Intake(
                database.source(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                new ProfileLedger(IdentityLimits.standard()),
                new Traits(1000));
        this.imports = new FileImport(database.source(), intake, new Settings(chunk, memory));
    }

    /** What the tests set. */
    private record Settings(int chunk, String memory) implements ImportConfig {
        @Override
        public long largestFile() {
            return 1L << 34;
        }

        @Override
        public Duration keepFile() {
            return Duration.ZERO;
        }
    }

    static Mapping mapping(String json) throws IOException {
        return new ObjectMapper().readValue(json.replace('\'', '"'), Mapping.class);
    }

    ImportReport csv(String content, String mapping) throws Exception {
        return run(content.getBytes(StandardCharsets.UTF_8), FileFormat.CSV, mapping(mapping));
    }

    ImportReport ndjson(String content, String mapping) throws Exception {
        return run(content.getBytes(StandardCharsets.UTF_8), FileFormat.NDJSON, mapping(mapping));
    }

    ImportReport run(byte[] content, FileFormat format, Mapping mapping) throws Exception {
        return run(new ByteArrayInputStream(content), format, mapping, List.of());
    }

    /** Imports a file again that was imported under another mapping before. */
    ImportReport again(byte[] content, FileFormat format, String before, String mapping) throws Exception {
        return run(
                new ByteArrayInputStream(content),
                format,
                mapping(mapping),
                List.of(new EarlierReading(mapping(before), List.of(NOW))));
    }

    ImportReport file(Path file, FileFormat format, Mapping mapping) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return run(in, format, mapping, List.of());
        }
    }

    private ImportReport run(InputStream in, FileFormat format, Mapping mapping, List<EarlierReading> earlier)
            throws Exception {
        try (UploadedFile upload = UploadedFile.receive(
                in, Files.createTempDirectory(folder, "upload").resolve("in"), 1L << 34)) {
            return imports.run(
                    new FileImport.Order(SOURCE, format, mapping, earlier, upload, NOW), (phase, rows, total) -> {});
        }
    }
}
