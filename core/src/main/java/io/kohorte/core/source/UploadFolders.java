// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import io.kohorte.core.platform.KohorteConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where files wait that somebody sent. Whoever works on one removes it; what a process left that was killed is removed at the next start,
 * since no import comes back to it. A lock tells whether another process is at work in the same folder: then nothing is touched.
 */
@Singleton
class UploadFolders {

    private static final String LOCK = "uploads.lock";

    private final Path root;
    private @Nullable FileChannel channel;

    @Inject
    UploadFolders(KohorteConfig kohorte) {
        this(kohorte.dataDir().resolve("uploads"));
    }

    UploadFolders(Path root) {
        this.root = root.toAbsolutePath();
    }

    /** A folder for the next upload, to be created. */
    Path next() {
        return root.resolve(UUID.randomUUID().toString());
    }

    void start(@Observes StartupEvent event) throws IOException {
        open();
    }

    void stop(@Observes ShutdownEvent event) throws IOException {
        close();
    }

    /** Sweeps, unless another process is at work here. */
    void open() throws IOException {
        Files.createDirectories(root);
        FileChannel lock = FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel = lock;
        try {
            if (lock.tryLock() != null) {
                sweep();
            }
        } catch (OverlappingFileLockException e) {
            // Another application in this virtual machine is at work here.
            close();
        }
    }

    /** Lets others sweep. */
    void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    /** The folder stays in which the server puts parts of forms. */
    private void sweep() throws IOException {
        try (var all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                int depth = path.getNameCount() - root.getNameCount();
                boolean folderOfTheServer = depth == 1 && path.endsWith("parts");
                if (depth > 0 && !folderOfTheServer && !path.endsWith(LOCK)) {
                    Files.delete(path);
                }
            }
        }
    }
}
