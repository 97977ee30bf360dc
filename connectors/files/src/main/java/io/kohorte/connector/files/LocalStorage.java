// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.files;

import io.kohorte.spi.ConnectorContext;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.spi.WireAnswer;
import io.kohorte.spi.WireRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A folder of this machine, such as a mounted share. Whoever may enter settings must not be able to write anywhere on the
 * machine, so two things are asked that only its operator can do: that private destinations are allowed, and that the folder
 * holds a file named {@value #CONSENT}. Nothing below it leads out again: names are checked, and so is where links lead.
 */
final class LocalStorage implements Storage {

    /** Put into a folder by the operator, it says that files may be written there. */
    static final String CONSENT = ".kohorte-files";

    private static final int MOST_BYTES = 64 << 20;

    private final Settings settings;
    private final ConnectorContext context;

    LocalStorage(Settings settings, ConnectorContext context) {
        this.settings = settings;
        this.context = context;
    }

    /** Whether a file is not meant for readers yet, or not at all. */
    static boolean hidden(String name) {
        var last = name.substring(name.lastIndexOf('/') + 1);
        return last.startsWith(".") || last.endsWith(".part") || last.endsWith(".tmp");
    }

    @Override
    public WireRequest shown(FileToWrite file) {
        return new WireRequest(
                "WRITE",
                "file://" + settings.text("localFolder").replaceFirst("/+$", "") + "/" + file.name(),
                Map.of("content-type", file.contentType()),
                file.text(),
                file.rows());
    }

    @Override
    public void write(FileToWrite file) {
        var base = base();
        try {
            var target = below(base, file.name(), true);
            var unfinished = target.resolveSibling("." + target.getFileName() + ".part");
            Files.deleteIfExists(unfinished);
            try {
                Files.write(unfinished, file.bytes(), StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
            context.heard(new WireAnswer(file.rows(), 0, ""));
        } catch (IOException failure) {
            context.heard(new WireAnswer(file.rows(), 1, failure.getClass().getSimpleName()));
            throw Mistake.of(
                    ProblemCode.UNAVAILABLE,
                    "",
                    "The folder cannot be written now: it may be full, read-only or gone ("
                            + failure.getClass().getSimpleName() + ").");
        }
    }

    @Override
    public void look() {
        var base = base();
        try {
            Files.delete(Files.createTempFile(base, ".kohorte-check", ".part"));
        } catch (IOException failure) {
            throw Mistake.of(ProblemCode.NOT_PERMITTED, "localFolder", "Kohorte may not write into this folder.");
        }
    }

    @Override
    public List<StoredFile> list(String folder, String from, int limit) {
        try {
            var place = folder.isEmpty() ? base() : below(base(), folder, false);
            if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                return List.of();
            }
            try (var files = Files.list(place)) {
                var all = files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                        .map(file -> (folder.isEmpty() ? "" : folder + "/") + file.getFileName())
                        .filter(name -> !hidden(name) && name.compareTo(from) >= 0)
                        .sorted()
                        .limit(limit)
                        .toList();
                var listed = new ArrayList<StoredFile>();
                for (var name : all) {
                    listed.add(
                            new StoredFile(name, Files.size(place.resolve(name.substring(name.lastIndexOf('/') + 1)))));
                }
                return listed;
            }
        } catch (IOException failure) {
            throw unreadable();
        }
    }

    @Override
    public byte[] read(StoredFile file) {
        try {
            var path = below(base(), file.name(), false);
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || file.bytes() > MOST_BYTES) {
                throw unreadable();
            }
            try (var content = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
                return content.readNBytes(Math.toIntExact(file.bytes()));
            }
        } catch (IOException failure) {
            throw unreadable();
        }
    }

    private static ConnectorException unreadable() {
        return Mistake.of(ProblemCode.UNAVAILABLE, "", "A file of the folder cannot be read now.");
    }

    /** The folder, as its links lead. */
    private Path base() {
        if (!context.privateAddressesAllowed()) {
            throw Mistake.in(
                    "storage",
                    "Folders of this machine are private; an administrator has to allow private destinations first.");
        }
        var text = settings.text("localFolder");
        try {
            var folder = Path.of(text);
            var climbs =
                    Arrays.stream(text.split("[/\\\\]", -1)).anyMatch(part -> part.equals("..") || part.equals("."));
            if (!folder.isAbsolute() || climbs || folder.getNameCount() == 0) {
                throw Mistake.in("localFolder", "The folder is an absolute path without dots, and not the root.");
            }
            var real = folder.toRealPath();
            if (!real.equals(folder.normalize())) {
                throw Mistake.in("localFolder", "The path leads over links: enter the folder itself.");
            }
            if (!Files.isRegularFile(real.resolve(CONSENT), LinkOption.NOFOLLOW_LINKS)) {
                throw Mistake.of(
                        ProblemCode.NOT_PERMITTED,
                        "localFolder",
                        "Whoever runs this machine has to allow the folder first: by a file named " + CONSENT
                                + " in it.");
            }
            return real;
        } catch (IOException | InvalidPathException gone) {
            throw Mistake.in("localFolder", "There is no such folder, or Kohorte may not see it.");
        }
    }

    /** A place below the folder, wherever links may lead. */
    private static Path below(Path base, String name, boolean create) throws IOException {
        var target = base.resolve(name).normalize();
        var parent = target.getParent();
        if (!target.startsWith(base) || parent == null) {
            throw Mistake.in("", "A file would lie outside of the folder.");
        }
        var existing = parent;
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = Objects.requireNonNull(existing.getParent());
        }
        if (!existing.toRealPath().equals(existing)) {
            throw Mistake.in("localFolder", "A link below the folder leads out of it.");
        }
        if (create) {
            Files.createDirectories(parent);
            if (!parent.toRealPath().equals(parent)) {
                throw Mistake.in("localFolder", "A link below the folder leads out of it.");
            }
        }
        return target;
    }

    @Override
    public void close() {}
}
