// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import io.kohorte.core.platform.Background;
import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.source.Imports.Import;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The last file of each source, for a while, so that it can be read again when its mapping was wrong. Only on the disk of the process that
 * imported it. Names are numbers of ours: {@code <source>-<import>}.
 */
@Singleton
class KeptFiles {

    private static final Logger LOG = Logger.getLogger(KeptFiles.class);

    private final Path folder;
    private final Duration time;
    private final Clock clock;
    private final ScheduledExecutorService housekeeping = Background.thread("kept-files");

    @Inject
    KeptFiles(KohorteConfig kohorte, ImportConfig config, Clock clock) {
        this(kohorte.dataDir().resolve("kept-files").toAbsolutePath(), config.keepFile(), clock);
    }

    KeptFiles(Path folder, Duration time, Clock clock) {
        this.folder = folder;
        this.time = time;
        this.clock = clock;
    }

    /** Takes over the file of an import in place of the one before. */
    void keep(Import done, UploadedFile upload) throws IOException {
        drop(done.source());
        if (!time.isZero()) {
            Files.createDirectories(folder);
            Path kept = Files.move(upload.file(), place(done), StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(kept, FileTime.from(clock.instant()));
        }
    }

    boolean has(Import done) {
        return Files.exists(place(done));
    }

    /** The kept file as if it had been sent again, in a folder to be created; empty if it is not kept. */
    Optional<UploadedFile> again(Import done, Path upload) throws IOException {
        Files.createDirectories(upload);
        Path file = upload.resolve("data");
        try {
            Files.createLink(file, place(done));
            return Optional.of(new UploadedFile(upload, file, Files.size(file), done.content()));
        } catch (NoSuchFileException e) {
            Files.delete(upload);
            return Optional.empty();
        }
    }

    /** Removes what is kept of a source. */
    void drop(SourceId source) throws IOException {
        for (Path file : files()) {
            if (file.getFileName().toString().startsWith(source + "-")) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Every process looks after its own disk, so this is no schedule of the cluster. */
    void start(@Observes StartupEvent event) {
        var unused = housekeeping.scheduleWithFixedDelay(this::dropOldQuietly, 0, 1, TimeUnit.HOURS);
    }

    void stop(@Observes ShutdownEvent event) {
        housekeeping.shutdownNow();
    }

    /** The next hour tries again: an executor forgets a task that throws. */
    private void dropOldQuietly() {
        try {
            dropOld();
        } catch (IOException e) {
            LOG.errorf(e, "Files that were imported long ago could not be removed; this is tried again");
        }
    }

    void dropOld() throws IOException {
        FileTime oldest = FileTime.from(clock.instant().minus(time));
        for (Path file : files()) {
            if (Files.getLastModifiedTime(file).compareTo(oldest) < 0) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Iterable<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private Path place(Import done) {
        return folder.resolve(done.source() + "-" + done.id());
    }
}
