// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import io.kohorte.spi.ConnectorFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Connectors of our own, as their authors would ship them. */
final class PluginJar {

    private PluginJar() {}

    /** @param parts classes it needs beside those of the application */
    static void write(Path file, Class<? extends ConnectorFactory> connector, Class<?>... parts) throws IOException {
        Files.createDirectories(file.getParent());
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new JarEntry("META-INF/services/" + ConnectorFactory.class.getName()));
            jar.write(connector.getName().getBytes(StandardCharsets.UTF_8));
            add(jar, connector);
            for (Class<?> part : parts) {
                add(jar, part);
            }
        }
    }

    private static void add(JarOutputStream jar, Class<?> part) throws IOException {
        String name = part.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (InputStream content = part.getClassLoader().getResourceAsStream(name)) {
            content.transferTo(jar);
        }
    }
}
