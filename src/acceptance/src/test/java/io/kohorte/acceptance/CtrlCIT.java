// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kohorte.demo.client.App;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C at the terminal of the demonstration: every process of the group gets the signal, as a terminal sends it. */
class CtrlCIT {

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    @TempDir
    Path folder;

    private Process demonstration;
    private BufferedReader told;
    private final List<String> lines = new ArrayList<>();
    private List<ProcessHandle> family = List.of();

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isExecutable(SETSID), "without setsid the signal would reach the tests too");
        assumeTrue(StopIT.heedsInterrupts(), "whoever started the tests ignores SIGINT, so every process below does");
        demonstration = new ProcessBuilder(
                        SETSID.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dkohorte.root=" + Stand.ROOT,
                        "-Ddemo.dir=" + folder.resolve("demo"),
                        "-Ddemo.port=" + App.freePort(),
                        "-Ddemo.customers=500",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        "io.kohorte.demo.DemoMain")
                .redirectErrorStream(true)
                .start();
        told = demonstration.inputReader(StandardCharsets.UTF_8);
    }

    @AfterEach
    void end() {
        if (demonstration != null) {
            demonstration.descendants().forEach(ProcessHandle::destroyForcibly);
            demonstration.destroyForcibly();
        }
    }

    @Test
    void whileItServesItEndsEverythingInOrderAndSaysSoInOneSentence() throws Exception {
        readUntil("Ctrl-C ends everything.");

        interrupt();

        assertEnded();
        assertThat(databaseLog()).last().asString().contains("database system is shut down");
    }

    @Test
    void inTheMiddleOfTheStoryTheFailuresThatFollowAreNotTold() throws Exception {
        readUntil("2. ");

        interrupt();

        assertEnded();
        assertThat(databaseLog()).last().asString().contains("database system is shut down");
    }

    @Test
    void whileTheDatabaseIsSetUpNoProcessStaysBehind() throws Exception {
        awaitFile(folder.resolve("demo/app/postgresql/password"));

        interrupt();

        assertEnded();
    }

    @Test
    void whileTheDatabaseStartsItIsShutDownAgain() throws Exception {
        awaitFile(folder.resolve("demo/app/postgresql/data/postmaster.pid"));

        interrupt();

        assertEnded();
    }

    private void assertEnded() throws Exception {
        for (String line = told.readLine(); line != null; line = told.readLine()) {
            lines.add(line);
        }
        assertThat(demonstration.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(demonstration.exitValue()).isEqualTo(130);
        assertThat(lines).last().asString().contains("Everything has ended");
        assertThat(lines).noneMatch(line -> line.contains("did not work") || line.contains("Exception"));
        assertThat(folder.resolve("demo/app/postgresql/data/postmaster.pid")).doesNotExist();
        awaitEnd(family);
        awaitEnd(ProcessHandle.allProcesses().filter(this::isDatabase).toList());
    }

    /** Grandchildren end by themselves, a moment after whoever started them. */
    private static void awaitEnd(List<ProcessHandle> processes) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (processes.stream().anyMatch(CtrlCIT::runs) && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(processes).noneMatch(CtrlCIT::runs);
    }

    /** An orphan that ended but was not collected by the first process of a container does not run any more. */
    private static boolean runs(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return process.isAlive() && !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException e) {
            return process.isAlive();
        }
    }

    /** It left the family of whoever started it, but it names its folder. */
    private boolean isDatabase(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains(folder.toString()))
                .isPresent();
    }

    private void interrupt() throws Exception {
        family = Stream.concat(Stream.of(demonstration.toHandle()), demonstration.descendants())
                .toList();
        assertThat(new ProcessBuilder("kill", "-INT", "--", "-" + demonstration.pid())
                        .start()
                        .waitFor())
                .isZero();
    }

    private void readUntil(String text) throws IOException {
        String line = told.readLine();
        while (line != null && !line.contains(text)) {
            lines.add(line);
            line = told.readLine();
        }
        assertThat(line).as("what it told: %s", lines).isNotNull();
        lines.add(line);
    }

    private void awaitFile(Path file) throws Exception {
        while (!Files.exists(file)) {
            assertThat(demonstration.waitFor(20, TimeUnit.MILLISECONDS))
                    .as("it ended")
                    .isFalse();
        }
    }

    private List<String> databaseLog() throws IOException {
        return Files.readAllLines(folder.resolve("demo/app/postgresql/postgresql.log"));
    }
}
