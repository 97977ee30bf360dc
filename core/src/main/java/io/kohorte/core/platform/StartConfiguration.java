// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The little that must be known before Quarkus reads its configuration, from the same places: system properties,
 * environment, {@code config/application.properties} beside the working directory.
 *
 * @param traced whether somebody named a receiver of traces: without one nothing is traced and no connection tried
 */
record StartConfiguration(Path dataDir, Optional<String> jdbcUrl, boolean traced) {

    /** Between the environment (300) and what is built in (250), as Quarkus has it. */
    private static final int FILE_ORDINAL = 260;

    static StartConfiguration read() throws IOException {
        var builder = new SmallRyeConfigBuilder().addDefaultInterceptors().addDefaultSources();
        var file = Path.of("config", "application.properties");
        if (Files.isReadable(file)) {
            builder.withSources(new PropertiesConfigSource(file.toUri().toURL(), FILE_ORDINAL));
        }
        var config = builder.build();
        return new StartConfiguration(
                Path.of(config.getOptionalValue("kohorte.data-dir", String.class)
                        .orElse("data")),
                config.getOptionalValue("quarkus.datasource.jdbc.url", String.class),
                config.getOptionalValue("quarkus.otel.exporter.otlp.endpoint", String.class)
                        .isPresent());
    }
}
