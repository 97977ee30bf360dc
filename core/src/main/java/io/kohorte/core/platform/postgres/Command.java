// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A short-lived program of the operating system. */
final class Command {

    private static final long PATIENCE_SECONDS = 120;

    private Command() {}

    /** What a program said and how it ended; 127 when there is no such program. */
    record Result(int exit, String output) {
        boolean succeeded() {
            return exit == 0;
        }
    }

    /**
     * Runs a program to its end. Its output goes through a file: a daemon it leaves behind would keep a pipe open for
     * ever.
     *
     * @throws IOException if the program does not end in time
     */
    static Result run(Path workplace, List<String> words) throws IOException {
        var output = Files.createTempFile(workplace, "command-", ".out");
        try {
            var process = start(workplace, words, output);
            if (process == null) {
                return new Result(127, "no such program: " + words.get(0));
            }
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(words.get(0) + " did not end within " + PATIENCE_SECONDS + " s");
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + words.get(0), e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static @org.jspecify.annotations.Nullable Process start(Path workplace, List<String> words, Path output) {
        var builder = new ProcessBuilder(words)
                .directory(workplace.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C");
        try {
            return builder.start();
        } catch (IOException e) {
            return null;
        }
    }
}
