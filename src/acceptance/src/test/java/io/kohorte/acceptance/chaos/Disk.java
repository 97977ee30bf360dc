// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A folder on a small file system of its own, so that it can be full. Only root may mount one: without that right it is an
 * ordinary folder that is never full, and {@link #canBeFull} says so.
 */
final class Disk implements AutoCloseable {

    private static final int PORTION = 1 << 20;

    private final Path folder;
    private final boolean mounted;

    private Disk(Path folder, boolean mounted) {
        this.folder = folder;
        this.mounted = mounted;
    }

    /** @param folder made if it is missing, and whatever a killed program left mounted there is gone */
    static Disk at(Path folder, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        boolean mounted = done("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
        return new Disk(folder, mounted);
    }

    /** What was mounted below a folder when a program was killed would keep it from being emptied. */
    static void release(Path folder) throws IOException, InterruptedException {
        List<Path> mounted = Files.readAllLines(Path.of("/proc/mounts")).stream()
                .map(line -> Path.of(line.split(" ", -1)[1]))
                .filter(place -> place.startsWith(folder))
                .toList();
        for (Path place : mounted) {
            done("umount", "--lazy", place.toString());
        }
    }

    private static boolean done(String... words) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    boolean canBeFull() {
        return mounted;
    }

    /** To the last byte. */
    void fill() throws IOException {
        if (!mounted) {
            return;
        }
        byte[] portion = new byte[PORTION];
        try (OutputStream out = Files.newOutputStream(ballast())) {
            for (long left = folder.toFile().getTotalSpace(); left > 0; left -= PORTION) {
                out.write(portion);
            }
        } catch (IOException full) {
            return;
        }
        throw new IOException(folder + " took more than it has room for");
    }

    void free() throws IOException {
        Files.deleteIfExists(ballast());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    @Override
    public void close() throws IOException {
        try {
            if (mounted) {
                done("umount", "--lazy", folder.toString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
