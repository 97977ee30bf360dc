// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the person who starts the demonstration chose, as {@code -Ddemo.…}.
 *
 * @param jar the packaged application
 * @param data folder of everything the demonstration writes; emptied at the start
 * @param port of the application
 * @param exit end after the main job instead of serving
 * @param files own file or folder instead of the demonstration shop
 */
record DemoSettings(Path jar, Path data, int port, boolean exit, Optional<Path> files, int customers, long seed) {

    static DemoSettings fromSystemProperties() {
        Path root = Path.of(System.getProperty("kohorte.root", "")).toAbsolutePath();
        return new DemoSettings(
                root.resolve(text("demo.jar").orElse("core/target/quarkus-app/quarkus-run.jar")),
                root.resolve(text("demo.dir").orElse("src/demo/target/data")),
                Integer.parseInt(text("demo.port").orElse("8080")),
                text("demo.exit").map(Boolean::parseBoolean).orElse(false),
                text("demo.data").map(root::resolve),
                Integer.parseInt(text("demo.customers").orElse("5000")),
                Long.parseLong(text("demo.seed").orElse("42")));
    }

    private static Optional<String> text(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .filter(value -> !value.isBlank() && !value.startsWith("${"));
    }
}
