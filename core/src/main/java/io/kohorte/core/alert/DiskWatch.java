// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import io.kohorte.core.platform.KohorteConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The disk under the embedded database: when it is full, nothing can be recorded any more. */
@Singleton
class DiskWatch implements Watch {

    /** Of a small disk a tenth, of a large one so many bytes have to be free. */
    private static final long ENOUGH = 5L << 30;

    private final KohorteConfig config;

    DiskWatch(KohorteConfig config) {
        this.config = config;
    }

    @Override
    public List<Finding> look(Instant now) {
        var embedded = config.dataDir().resolve("postgresql");
        if (!Files.isDirectory(embedded)) {
            return List.of();
        }
        try {
            return isNearlyFull(Files.getFileStore(embedded)) ? List.of(FULL) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isNearlyFull(long free, long total) {
        return free < Math.min(ENOUGH, total / 10);
    }

    private static boolean isNearlyFull(FileStore disk) throws IOException {
        return isNearlyFull(disk.getUsableSpace(), disk.getTotalSpace());
    }

    private static final Finding FULL = new Finding(
            AlertKind.DISK_NEARLY_FULL,
            new Subject(Subject.Kind.DISK, 0, ""),
            "The disk with the data folder is nearly full.",
            Optional.empty(),
            "Give the data folder more room; when the disk is full, nothing works any more.",
            "/");
}
