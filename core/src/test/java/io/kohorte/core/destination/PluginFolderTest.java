// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.platform.KohorteConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFolderTest {

    private static final String SERVICE = "META-INF/services/io.kohorte.spi.ConnectorFactory";

    @TempDir
    Path folder;

    private Path plugins;

    @BeforeEach
    void makeFolder() throws IOException {
        plugins = Files.createDirectories(folder.resolve("plugins"));
    }

    @Test
    void aJarWithAnotherVersionOfALibraryUsesItsOwnAndTheApplicationKeepsIts() throws IOException {
        jar("tiny.jar", "example.Tiny", "tiny");

        var connectors = new Connectors(config());

        var tiny = connectors.require("tiny");
        assertThat(tiny.descriptor().name()).isEqualTo("library: the plug-in's own edition");
        assertThat(tiny.origin()).isEqualTo("tiny.jar");
        assertThat(new org.roaringbitmap.RoaringBitmap().getCardinality()).isZero();
    }

    @Test
    void aCallRunsWithTheJarsClassLoaderAndLeavesTheThreadAsItWas() throws IOException {
        jar("tiny.jar", "example.Tiny", "tiny");
        var before = Thread.currentThread().getContextClassLoader();

        var connectors = new Connectors(config());

        assertThat(connectors.require("tiny").descriptor().version()).startsWith("plugin tiny.jar");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void brokenJarsAreListedWithTheirReasonAndTheOthersWork() throws IOException {
        Files.writeString(plugins.resolve("a-no-jar.jar"), "this is no archive");
        jar("b-missing-class.jar", "example.Tiny", "tiny", "example.Absent");
        jar("c-good.jar", "example.Tiny", "tiny");
        jar("d-same-id.jar", "example.Tiny", "tiny");

        var connectors = new Connectors(config());

        assertThat(connectors.find("tiny")).isPresent();
        assertThat(connectors.broken())
                .extracting(Connectors.BrokenPlugin::jar, Connectors.BrokenPlugin::code)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("a-no-jar.jar", "NO_CONNECTOR"),
                        org.assertj.core.groups.Tuple.tuple("b-missing-class.jar", "BROKEN_PLUGIN"),
                        org.assertj.core.groups.Tuple.tuple("d-same-id.jar", "DUPLICATE_CONNECTOR"));
    }

    @Test
    void withoutAFolderTheBuiltInConnectorsRemain() {
        var connectors = new Connectors(new Config(folder.resolve("none")));

        assertThat(connectors.find("salesforce")).isPresent();
        assertThat(connectors.broken()).isEmpty();
    }

    private void jar(String file, String className, String id, String... service) throws IOException {
        var named = service.length == 0 ? className : service[0];
        var work = Files.createDirectories(folder.resolve("work-" + file));
        var connector =
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
                    public List<SettingProblem> check(Settings s, ConnectorContext c) { return List.of(); }
                    public Destination open(Settings s, ConnectorContext c) { throw new UnsupportedOperationException(); }
                }
                """
                        .formatted(id);
        var library =
                """
                package org.roaringbitmap;

                public class RoaringBitmap {
                    public static String edition() { return "the plug-in's own edition"; }
                }
                """;
        var sources = Map.of("example/Tiny.java", connector, "org/roaringbitmap/RoaringBitmap.java", library);
        for (var source : sources.entrySet()) {
            var path = work.resolve(source.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, source.getValue());
        }
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
        try (var jar = new JarOutputStream(Files.newOutputStream(plugins.resolve(file)))) {
            for (var name : List.of("example/Tiny.class", "org/roaringbitmap/RoaringBitmap.class")) {
                jar.putNextEntry(new JarEntry(name));
                Files.copy(work.resolve(name), jar);
            }
            jar.putNextEntry(new JarEntry(SERVICE));
            jar.write(named.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private KohorteConfig config() {
        return new Config(plugins);
    }

    private record Config(Path folder) implements KohorteConfig {

        @Override
        public Path dataDir() {
            return folder;
        }

        @Override
        public Optional<String> adminPassword() {
            return Optional.empty();
        }

        @Override
        public Optional<String> secretsKey() {
            return Optional.empty();
        }

        @Override
        public Set<Role> roles() {
            return Set.of();
        }

        @Override
        public Optional<Path> pluginsDir() {
            return Optional.of(folder);
        }

        @Override
        public boolean allowPrivateDestinations() {
            return true;
        }
    }
}
