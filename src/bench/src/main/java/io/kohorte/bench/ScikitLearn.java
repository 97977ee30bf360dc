// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The same work by scikit-learn ({@code install-scikit-learn.sh}), in a process of its own that may use all processors. */
public final class ScikitLearn {
    private ScikitLearn() {}

    /** What a script of {@code src/main/python} prints. */
    public static JsonNode run(String script, Object... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("/usr/bin/python3", script(script).toString()));
        for (var argument : arguments) {
            command.add(argument.toString());
        }
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // Debian sets none; whoever does holds the comparison back
        builder.environment().keySet().removeIf(name -> name.startsWith("OPENBLAS_") || name.startsWith("OMP_"));
        var process = builder.start();
        var said = new ObjectMapper().readTree(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(script + " failed; is scikit-learn installed (src/bench/install-scikit-learn.sh)?");
        }
        return said;
    }

    private static Path script(String name) {
        return Path.of(System.getProperty("kohorte.root"), "src/bench/src/main/python", name);
    }

    /** Writes columns as rows of little-endian floats. */
    public static void write(Path file, float[][] columns) throws IOException {
        var row = ByteBuffer.allocate(4 * columns.length).order(ByteOrder.LITTLE_ENDIAN);
        try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (int i = 0; i < columns[0].length; i++) {
                row.clear();
                for (var column : columns) {
                    row.putFloat(column[i]);
                }
                out.write(row.array());
            }
        }
    }
}
