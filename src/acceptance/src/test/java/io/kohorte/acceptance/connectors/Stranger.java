// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.connectors;

import io.kohorte.acceptance.Stand;
import io.kohorte.tck.ConnectorUnderTest;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Somebody who writes a connector in a folder of their own, with what is published of Kohorte and the guide. */
final class Stranger {

    private static final Pattern VERSION = Pattern.compile("<version>(.+?)</version>");
    private static final int MINUTES = 5;

    private final Path published;
    private final Path project;

    /**
     * @param published local repository of this build alone, in which SPI, toolkit and kit stand as {@code install} would
     *     leave them
     * @param project does not exist yet
     */
    Stranger(Path published, Path project) {
        this.published = published;
        this.project = project;
    }

    /** What {@code ./mvnw -pl connectors/tck -am install} does, with the jars that this build has made already. */
    void publish() throws IOException {
        String version = VERSION.matcher(Files.readString(Stand.ROOT.resolve("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        publish(Stand.ROOT, "kohorte", version);
        for (String module : List.of("spi", "toolkit", "tck")) {
            publish(Stand.ROOT.resolve("connectors").resolve(module), "kohorte-" + module, version);
        }
    }

    private void publish(Path module, String artifact, String version) throws IOException {
        Path place = published.resolve("io/kohorte").resolve(artifact).resolve(version);
        Files.createDirectories(place);
        String name = artifact + "-" + version;
        Files.copy(module.resolve("pom.xml"), place.resolve(name + ".pom"), StandardCopyOption.REPLACE_EXISTING);
        Path jar = module.resolve("target").resolve(name + ".jar");
        if (Files.exists(jar)) {
            Files.copy(jar, place.resolve(name + ".jar"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The guide's first command. */
    void begin(String id, String packageName) throws IOException, InterruptedException {
        run(
                "stranger-begins",
                Stand.ROOT,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "connectors/NewConnector.java",
                id,
                project.toString(),
                packageName);
    }

    /**
     * The guide's second command.
     *
     * @param ours local repository with what this build needed: libraries need not be fetched twice
     */
    void build(String ours) throws IOException, InterruptedException {
        run(
                "stranger-builds",
                project,
                "./mvnw",
                "--batch-mode",
                "--no-transfer-progress",
                "verify",
                "-Dmaven.repo.local=" + published,
                "-Dmaven.repo.local.tail=" + ours);
    }

    /** Runs to its end. What it says is in {@code target} of the acceptance tests, and in the failure. */
    private static void run(String step, Path where, String... command) throws IOException, InterruptedException {
        Path log = Stand.ROOT.resolve("src/acceptance/target/" + step + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("MAVEN_"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // it lives for a minute: what the second compiler would gain comes too late
        environment.put("MAVEN_OPTS", "-Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        Process process = builder.start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IllegalStateException(command[0] + " does not end: " + log);
        }
        if (process.exitValue() != 0) {
            List<String> said = Files.readAllLines(log, StandardCharsets.UTF_8);
            throw new IllegalStateException(String.join(" ", command) + " failed. The last it said:\n"
                    + String.join("\n", said.subList(Math.max(0, said.size() - 30), said.size())));
        }
    }

    Path scoreCard(String id) {
        return project.resolve("target/score-cards/" + id + ".json");
    }

    /** The one jar that is for the plug-in folder. */
    Path jar() {
        return project.resolve("target/" + project.getFileName() + "-1.0.0.jar");
    }

    /** Their contract test, compiled by their build. */
    ConnectorUnderTest contract() throws IOException {
        List<URL> classes = new ArrayList<>();
        for (String folder : List.of("target/classes/", "target/test-classes/")) {
            classes.add(project.resolve(folder).toUri().toURL());
        }
        URLClassLoader theirs = new URLClassLoader(classes.toArray(URL[]::new), Stranger.class.getClassLoader());
        return ServiceLoader.load(ConnectorUnderTest.class, theirs).findFirst().orElseThrow();
    }
}
