// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** A plug-in of one class, with an edition of its own of a library that the application has too. */
final class TinyJar {

    private static final String SERVICE = "META-INF/services/io.kohorte.spi.ConnectorFactory";

    /** Takes the id for %s. Its check finds that there is no list. */
    private static final String CONNECTOR =
            """
            package example;

            import io.kohorte.spi.*;
            import java.time.Duration;
            import java.util.*;

            public class Tiny implements ConnectorFactory {
                public ConnectorDescriptor descriptor() {
                    return new ConnectorDescriptor("%s", "library: " + org.roaringbitmap.RoaringBitmap.edition(),
                            ConnectorDescriptor.Category.WEBHOOK,
                            ((java.net.URLClassLoader) Thread.currentThread().getContextClassLoader()).getName(),
                            Set.of(Capability.ADD), List.of("email"), new Limits(1, 1, 1, Duration.ofSeconds(1), 1),
                            "{\\"type\\":\\"object\\"}", "{\\"type\\":\\"object\\"}", List.of(), "https://example.com");
                }
                public List<SettingProblem> check(Settings settings, ConnectorContext context) {
                    return List.of(new SettingProblem("/list",
                            Problem.of(ProblemCode.AUDIENCE_GONE, "Tiny has no list 'VIP'.")));
                }
                public Destination open(Settings settings, ConnectorContext context) {
                    throw new UnsupportedOperationException();
                }
            }
            """;

    private static final String LIBRARY =
            """
            package org.roaringbitmap;

            public class RoaringBitmap {
                public static String edition() { return "the plug-in's own edition"; }
            }
            """;

    private TinyJar() {}

    /**
     * @param factory named in META-INF/services; the class in the jar is example.Tiny
     * @param resources further files, by name
     */
    static void write(Path file, String id, String factory, Map<String, String> resources) throws IOException {
        var work = Files.createTempDirectory("tiny-jar");
        var sources =
                Map.of("example/Tiny.java", CONNECTOR.formatted(id), "org/roaringbitmap/RoaringBitmap.java", LIBRARY);
        for (var source : sources.entrySet()) {
            var path = work.resolve(source.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, source.getValue());
        }
        compile(work);
        try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
            for (var name : List.of("example/Tiny.class", "org/roaringbitmap/RoaringBitmap.class")) {
                add(jar, name, Files.readAllBytes(work.resolve(name)));
            }
            add(jar, SERVICE, factory.getBytes(StandardCharsets.UTF_8));
            for (var resource : resources.entrySet()) {
                add(jar, resource.getKey(), resource.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void compile(Path work) {
        var compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        "-sourcepath",
                        work.toString(),
                        "-d",
                        work.toString(),
                        work.resolve("example/Tiny.java").toString());
        assertThat(compiled).isZero();
    }

    private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(content);
    }
}
