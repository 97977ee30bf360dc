// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.platform.KohorteConfig;
import io.kohorte.core.platform.speech.Phrasebook;
import io.kohorte.spi.ConnectorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFolderTest {

    @TempDir
    Path folder;

    private final Phrasebook phrasebook = new Phrasebook();
    private Path plugins;

    @BeforeEach
    void makeFolder() throws IOException {
        plugins = Files.createDirectories(folder.resolve("plugins"));
    }

    @Test
    void aJarWithAnotherVersionOfALibraryUsesItsOwnAndTheApplicationKeepsIts() throws IOException {
        jar("tiny.jar", "example.Tiny", "tiny");

        var connectors = new Connectors(config(), phrasebook);

        var tiny = connectors.require("tiny");
        assertThat(tiny.descriptor().name()).isEqualTo("library: the plug-in's own edition");
        assertThat(tiny.origin()).isEqualTo("tiny.jar");
        assertThat(new org.roaringbitmap.RoaringBitmap().getCardinality()).isZero();
    }

    @Test
    void aCallRunsWithTheJarsClassLoaderAndLeavesTheThreadAsItWas() throws IOException {
        jar("tiny.jar", "example.Tiny", "tiny");
        var before = Thread.currentThread().getContextClassLoader();

        var connectors = new Connectors(config(), phrasebook);

        assertThat(connectors.require("tiny").descriptor().version()).startsWith("plugin tiny.jar");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void brokenJarsAreListedWithTheirReasonAndTheOthersWork() throws IOException {
        Files.writeString(plugins.resolve("a-no-jar.jar"), "this is no archive");
        jar("b-missing-class.jar", "example.Tiny", "tiny", "example.Absent");
        jar("c-good.jar", "example.Tiny", "tiny");
        jar("d-same-id.jar", "example.Tiny", "tiny");

        var connectors = new Connectors(config(), phrasebook);

        assertThat(connectors.find("tiny")).isPresent();
        assertThat(connectors.broken())
                .extracting(Connectors.BrokenPlugin::jar, Connectors.BrokenPlugin::code)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("a-no-jar.jar", "NO_CONNECTOR"),
                        org.assertj.core.groups.Tuple.tuple("b-missing-class.jar", "BROKEN_PLUGIN"),
                        org.assertj.core.groups.Tuple.tuple("d-same-id.jar", "DUPLICATE_CONNECTOR"));
    }

    @Test
    void aJarBringsTheGermanOfWhatItSaysAndOfItsToolkit() throws IOException {
        german("tiny.jar", """
                {"Tiny has no list '{0}'.": "Tiny hat keine Liste „{0}“."}""");

        new Connectors(config(), phrasebook);

        assertThat(phrasebook.german("Tiny has no list 'VIP'.")).contains("Tiny hat keine Liste „VIP“.");
        assertThat(phrasebook.german("The toolkit of Tiny is old.")).contains("Der Werkzeugkasten von Tiny ist alt.");
        assertThat(phrasebook.german("This person has no email."))
                .as("what connectors of the installation bring")
                .contains("Diese Person hat keine Kennung der Art email.");
    }

    @Test
    void aJarWhoseGermanIsBrokenIsListedAndSpeaksEnglish() throws IOException {
        german("a-broken.jar", "{\"Tiny is closed.\": ");
        german("b-endless.jar", "{\"Tiny is closed.\": \"" + "zu ".repeat(100_000) + "\"}");
        german("c-good.jar", "{\"Tiny is open.\": \"Tiny ist offen.\"}");

        var connectors = new Connectors(config(), phrasebook);

        assertThat(connectors.find("a-broken")).isPresent();
        assertThat(connectors.find("b-endless")).isPresent();
        assertThat(connectors.broken())
                .extracting(Connectors.BrokenPlugin::jar, Connectors.BrokenPlugin::code)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a-broken.jar", "BROKEN_SENTENCES"),
                        org.assertj.core.groups.Tuple.tuple("b-endless.jar", "BROKEN_SENTENCES"));
        assertThat(phrasebook.german(connectors.broken().get(0).message()))
                .contains("Sein Deutsch ist nicht lesbar, deshalb spricht der Konnektor „a-broken“ Englisch.");
        assertThat(phrasebook.german("Tiny is closed.")).isEmpty();
        assertThat(phrasebook.german("Tiny is open.")).contains("Tiny ist offen.");
    }

    @Test
    void everyConnectorOfTheInstallationBringsItsGerman() {
        assertThat(ServiceLoader.load(ConnectorFactory.class))
                .hasSizeGreaterThan(15)
                .allSatisfy(factory -> assertThat(factory.getClass().getResource("sentences.de.json"))
                        .as("beside %s", factory.getClass().getName())
                        .isNotNull());
    }

    @Test
    void withoutAFolderTheBuiltInConnectorsRemain() {
        var connectors = new Connectors(new Config(folder.resolve("none")), phrasebook);

        assertThat(connectors.find("salesforce")).isPresent();
        assertThat(connectors.broken()).isEmpty();
    }

    private void jar(String file, String className, String id, String... service) throws IOException {
        TinyJar.write(plugins.resolve(file), id, service.length == 0 ? className : service[0], Map.of());
    }

    private void german(String file, String sentences) throws IOException {
        TinyJar.write(
                plugins.resolve(file),
                file.replace(".jar", ""),
                "example.Tiny",
                Map.of(
                        "example/sentences.de.json",
                        sentences,
                        "io/kohorte/toolkit/sentences.de.json",
                        "{\"The toolkit of Tiny is old.\": \"Der Werkzeugkasten von Tiny ist alt.\"}"));
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
