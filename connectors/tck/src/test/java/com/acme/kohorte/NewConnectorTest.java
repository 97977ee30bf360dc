// SPDX-License-Identifier: Apache-2.0
package com.acme.kohorte;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example with other names; that it builds and runs somewhere else, an acceptance test proves. */
final class NewConnectorTest {

    private static final Path ROOT = Path.of(System.getProperty("kohorte.root"));

    @TempDir
    private Path checkout;

    @BeforeEach
    void copyWhatItReads() throws IOException {
        for (var part : List.of(
                "connectors/NewConnector.java",
                "connectors/pom.xml",
                "connectors/bundle/pom.xml",
                "connectors/tck/src/test/java/com/acme/kohorte",
                "connectors/tck/src/test/resources",
                "mvnw",
                "mvnw.cmd",
                ".mvn/wrapper/maven-wrapper.properties")) {
            copy(part);
        }
    }

    @Test
    void makes_a_project_of_ones_own() throws Exception {
        assertThat(run("loyal-mail", "own", "com.example.loyal")).contains("certified already");
        assertThat(files("own"))
                .containsExactlyInAnyOrder(
                        "pom.xml",
                        ".gitignore",
                        "mvnw",
                        "mvnw.cmd",
                        ".mvn/wrapper/maven-wrapper.properties",
                        "src/main/java/com/example/loyal/LoyalMailConnector.java",
                        "src/main/java/com/example/loyal/LoyalMailDestination.java",
                        "src/main/java/com/example/loyal/package-info.java",
                        "src/main/resources/META-INF/services/io.kohorte.spi.ConnectorFactory",
                        "src/main/resources/com/example/loyal/audience.schema.json",
                        "src/main/resources/com/example/loyal/sentences.de.json",
                        "src/main/resources/com/example/loyal/settings.schema.json",
                        "src/test/java/com/example/loyal/LoyalMailContractTest.java",
                        "src/test/resources/META-INF/services/io.kohorte.tck.ConnectorUnderTest",
                        "src/test/resources/golden/loyal-mail/add.http",
                        "src/test/resources/golden/loyal-mail/remove.http");
        assertThat(everything("own").toLowerCase(Locale.ROOT)).doesNotContain("acme");
        assertThat(read("own/src/main/java/com/example/loyal/LoyalMailConnector.java"))
                .contains("package com.example.loyal;", "\"loyal-mail\",\n            \"Loyal Mail\",");
        assertThat(read("own/src/test/resources/META-INF/services/io.kohorte.tck.ConnectorUnderTest"))
                .isEqualTo("com.example.loyal.LoyalMailContractTest\n");
        assertThat(read("connectors/pom.xml")).isEqualTo(Files.readString(ROOT.resolve("connectors/pom.xml")));
    }

    @ParameterizedTest
    @CsvSource({"aaa, aaa", "loyal-mail, loyalmail", "zzz, zzz"})
    void makes_a_module_of_this_repository(String id, String packageName) throws Exception {
        run(id);
        assertThat(everything("connectors/" + id))
                .contains("package io.kohorte.connector." + packageName, "SPDX-License-Identifier: AGPL-3.0-or-later")
                .doesNotContainIgnoringCase("acme")
                .doesNotContain("Apache-2.0");
        assertThat(entries("connectors/pom.xml", "<module>", "</module>"))
                .endsWith("bundle")
                .filteredOn(module -> !module.equals("bundle"))
                .isSorted()
                .contains(id);
        assertThat(entries("connectors/bundle/pom.xml", "<artifactId>kohorte-connector-", "</artifactId>"))
                .filteredOn(artifact -> !artifact.equals("bundle"))
                .isSorted()
                .contains(id);
    }

    @ParameterizedTest
    @CsvSource({
        "'', Say the id",
        "Loyal, small letters",
        "a_b, small letters",
        "loyal own, Say the id",
        "loyal own noPackage, A package looks like",
        "loyal connectors com.example.loyal, something at connectors already",
        "bundle, something at connectors"
    })
    void says_what_is_wrong_and_writes_nothing(String arguments, String sentence) throws Exception {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .contains(sentence);
        assertThat(checkout.resolve("own")).doesNotExist();
        assertThat(read("connectors/pom.xml")).isEqualTo(Files.readString(ROOT.resolve("connectors/pom.xml")));
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "connectors/NewConnector.java"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private void copy(String part) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(part))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = checkout.resolve(ROOT.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private List<String> files(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(checkout.resolve(folder))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> checkout.resolve(folder).relativize(file).toString())
                    .toList();
        }
    }

    private String everything(String folder) throws IOException {
        var text = new StringBuilder();
        for (var file : files(folder)) {
            text.append(file).append('\n').append(read(folder + "/" + file));
        }
        return text.toString();
    }

    private List<String> entries(String file, String before, String after) throws IOException {
        return read(file)
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(before) && line.endsWith(after))
                .map(line -> line.substring(before.length(), line.length() - after.length()))
                .toList();
    }

    private String read(String file) throws IOException {
        return Files.readString(checkout.resolve(file));
    }
}
