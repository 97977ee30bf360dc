// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Public data sets that are too large, or licensed too differently, to be part of the project. */
public final class SharedData {

    private SharedData() {}

    /** A file or folder of them; the test is skipped where it is not there. */
    public static Path find(String name) {
        Path root = Path.of(System.getProperty("kohorte.root", "."))
                .toAbsolutePath()
                .normalize();
        Path data = Optional.ofNullable(System.getProperty("kohorte.shared.data"))
                .or(() -> Optional.ofNullable(System.getenv("KOHORTE_SHARED_DATA")))
                .map(Path::of)
                .orElseGet(() -> root.resolveSibling("shared").resolve("data"));
        Path found = data.resolve(name);
        assumeTrue(Files.exists(found), "the data set " + name + " is not on this machine");
        return found;
    }
}
