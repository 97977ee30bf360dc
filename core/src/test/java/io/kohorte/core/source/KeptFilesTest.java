// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.run.RunId;
import io.kohorte.core.source.Imports.Import;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFilesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void onlyTheLastFileOfASourceIsKeptAndForAWeek() throws Exception {
        KeptFiles files = at(NOW, Duration.ofDays(7));
        files.keep(done(3, 1), sent());
        files.keep(done(33, 2), sent());
        files.keep(done(3, 4), sent());

        assertThat(files.has(done(3, 1))).isFalse();
        assertThat(files.has(done(3, 4))).isTrue();
        assertThat(files.has(done(33, 2))).as("another source").isTrue();
        at(NOW.plus(Duration.ofDays(6)), Duration.ofDays(7)).dropOld();
        assertThat(files.has(done(3, 4))).isTrue();
        at(NOW.plus(Duration.ofDays(8)), Duration.ofDays(7)).dropOld();
        assertThat(files.has(done(3, 4))).isFalse();
    }

    @Test
    void whoeverWantsNoneKeptHasNone() throws Exception {
        KeptFiles files = at(NOW, Duration.ZERO);

        files.keep(done(3, 1), sent());

        assertThat(files.has(done(3, 1))).isFalse();
        assertThat(files.again(done(3, 1), folder.resolve("upload"))).isEmpty();
    }

    private KeptFiles at(Instant now, Duration time) {
        return new KeptFiles(folder.resolve("kept"), time, Clock.fixed(now, ZoneOffset.UTC));
    }

    private UploadedFile sent() throws IOException {
        return UploadedFile.receive(
                new ByteArrayInputStream("who\nann\n".getBytes(StandardCharsets.UTF_8)), folder.resolve("in"), 1 << 20);
    }

    private static Import done(long source, long id) {
        return new Import(new ImportId(id), new SourceId(source), new RunId(1), "f.csv", 8, null, "", null, NOW);
    }
}
