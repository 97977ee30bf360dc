// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Real data sets that are not part of this project; tests on them are skipped, saying so, where they are absent. */
public final class SharedData {
    private SharedData() {}

    public static Path file(String path) {
        Path root = Optional.ofNullable(System.getProperty("KOHORTE_SHARED_DATA", System.getenv("KOHORTE_SHARED_DATA")))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("kohorte.root", ".."))
                        .resolve("../shared")
                        .normalize());
        Path file = root.resolve("data").resolve(path);
        Assumptions.assumeTrue(Files.exists(file), "skipped: there is no " + path + " in the shared data");
        return file;
    }
}
