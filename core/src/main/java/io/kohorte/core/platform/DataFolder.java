// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder that holds everything a single-machine installation keeps, held by one process at a time. The operating
 * system frees the lock when the process dies, however it dies.
 */
public final class DataFolder implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Opens the folder, creating it for our eyes only.
     *
     * @throws IOException if another process holds it, or it cannot be written
     */
    public static DataFolder open(Path folder) throws IOException {
        var path = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
        var channel = FileChannel.open(
                path.resolve("kohorte.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            var lock = channel.tryLock();
            if (lock != null) {
                writePid(channel);
                return new DataFolder(path, channel, lock);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw held(path, "this process");
        }
        var holder = readPid(channel);
        channel.close();
        throw held(path, "process " + holder);
    }

    public Path path() {
        return path;
    }

    /** A text only the owner may read, written in one piece. */
    public static void writeSecret(Path file, String text) throws IOException {
        var unfinished = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "secret-",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(unfinished, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }

    private static IOException held(Path path, String holder) {
        return new IOException("The data folder " + path + " is in use by " + holder
                + ". One Kohorte runs on a folder: stop the other one, or set KOHORTE_DATA_DIR to another folder");
    }

    private static void writePid(FileChannel channel) throws IOException {
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
    }

    private static String readPid(FileChannel channel) throws IOException {
        var buffer = ByteBuffer.allocate(20);
        channel.read(buffer, 0);
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    }
}
