// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The clock of one process, as libfaketime shows it: it can be wrong, and become right again, while the process runs. Only
 * the time of day jumps; pauses and timeouts keep their length, as when somebody sets the clock of a machine. Where
 * libfaketime is not installed, the clock is always right, and {@link #canBeWrong} says so.
 */
final class WrongClock {

    private final Path file;
    private final Optional<Path> library;

    private WrongClock(Path file, Optional<Path> library) {
        this.file = file;
        this.library = library;
    }

    /** @param file through which a running process learns of its time; written here */
    static WrongClock in(Path file) throws IOException {
        WrongClock clock = new WrongClock(file, library());
        clock.offBy(Duration.ZERO);
        return clock;
    }

    /** Where distributions put it: beside the libraries of the machine's architecture, or one folder above. */
    private static Optional<Path> library() throws IOException {
        for (Path folder : new Path[] {Path.of("/usr/lib"), Path.of("/usr/lib64")}) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> beside = Files.list(folder)) {
                    Optional<Path> found = Stream.concat(Stream.of(folder), beside)
                            .map(place -> place.resolve("faketime/libfaketimeMT.so.1"))
                            .filter(Files::isReadable)
                            .findFirst();
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    boolean canBeWrong() {
        return library.isPresent();
    }

    /** What a process needs to live by this clock. */
    Map<String, String> environment() {
        return library.map(path -> Map.of(
                        "LD_PRELOAD",
                        path.toString(),
                        "FAKETIME_TIMESTAMP_FILE",
                        file.toString(),
                        "FAKETIME_CACHE_DURATION",
                        "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1",
                        // otherwise a wait with a time limit is over at once, as libfaketime 0.9.10 mistakes its clock
                        "FAKETIME_FORCE_MONOTONIC_FIX",
                        "0"))
                .orElse(Map.of());
    }

    /** Noticed within a second. */
    void offBy(Duration error) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".fresh");
        Files.writeString(fresh, "%+d%n".formatted(error.toSeconds()));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
