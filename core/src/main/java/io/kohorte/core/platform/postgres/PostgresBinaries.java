// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs that come with the application, unpacked once per release of them. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /**
     * The folder that holds {@code bin}, {@code lib} and {@code share}.
     *
     * @param under where to unpack; one folder per content, so that an upgrade never mixes two releases
     * @throws IOException if this machine's processor has no binaries here, or the disk is full
     */
    static Path unpack(Path under) throws IOException {
        var resource = resource();
        var home = under.resolve("programs-" + digest(resource).substring(0, 12));
        if (Files.isExecutable(home.resolve("bin/postgres"))) {
            return home;
        }
        var unfinished = Files.createTempDirectory(under, "unpacking-");
        try (var tar = new TarArchiveInputStream(new XZInputStream(open(resource)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, unfinished);
            }
        }
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        return home;
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        var path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("entry outside of its archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, path);
            var executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static String resource() throws IOException {
        var system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return switch (system) {
            case "Linux amd64", "Linux x86_64" -> "postgres-linux-x86_64.txz";
            case "Linux aarch64" -> "postgres-linux-arm_64.txz";
            default ->
                throw new IOException("there is no built-in PostgreSQL for " + system
                        + "; use your own by setting QUARKUS_DATASOURCE_JDBC_URL");
        };
    }

    private static InputStream open(String resource) throws IOException {
        var stream = PostgresBinaries.class.getClassLoader().getResourceAsStream(resource);
        if (stream == null) {
            throw new IOException("the built-in PostgreSQL is missing from the installation: " + resource);
        }
        return new BufferedInputStream(stream, 1 << 16);
    }

    private static String digest(String resource) throws IOException {
        try (var content = new DigestInputStream(open(resource), MessageDigest.getInstance("SHA-256"))) {
            content.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(content.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
