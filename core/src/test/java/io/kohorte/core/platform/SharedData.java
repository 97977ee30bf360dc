// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Public data sets that are too large, or licensed too differently, to be part of the project. */
public final class SharedData {

    private SharedData() {}

    /**
     * A file or folder of those in {@code shared/data} beside the project, or in {@code data} of the folder that the environment variable
     * {@code KOHORTE_SHARED_DATA} names; the test is skipped where it is not there.
     */
    public static Path find(String name) {
        Path root = Path.of(System.getProperty("kohorte.root", "."))
                .toAbsolutePath()
                .normalize();
        Path found = Optional.ofNullable(System.getenv("KOHORTE_SHARED_DATA"))
                .map(Path::of)
                .orElseGet(() -> root.resolveSibling("shared"))
                .resolve("data")
                .resolve(name);
        assumeTrue(Files.exists(found), "the data set " + name + " is not here; set KOHORTE_SHARED_DATA");
        return found;
    }
}
