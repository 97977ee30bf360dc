// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.core.platform.DataFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    @TempDir
    Path temporary;

    @Test
    void whatWasCommittedSurvivesTheKillingOfTheProcessAndTheNextStartTakesOver() throws Exception {
        var data = temporary.resolve("data");
        var child = start(data);
        var postmaster = postmaster(data);
        assertThatThrownBy(() -> DataFolder.open(data))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use by process " + child.pid())
                .hasMessageContaining("KOHORTE_DATA_DIR");

        child.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        assertThat(ProcessHandle.of(postmaster))
                .as("the postmaster outlives its parent")
                .isPresent();

        try (var folder = DataFolder.open(data);
                var postgres = EmbeddedPostgres.start(folder)) {
            assertThat(ask(postgres, "select note from memo")).isEqualTo("committed");
            assertThat(postmaster(data)).isNotEqualTo(postmaster);
            assertThat(ask(postgres, "show fsync")).isEqualTo("on");
            assertThat(ask(postgres, "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
        assertThat(data.resolve("postgresql/data/postmaster.pid")).doesNotExist();
        assertThat(mode(data)).isEqualTo("rwx------");
        assertThat(mode(data.resolve("postgresql/password"))).isEqualTo("rw-------");

        Files.writeString(data.resolve("postgresql/data/postmaster.pid"), "999999999\n/nowhere\n");
        try (var folder = DataFolder.open(data);
                var postgres = EmbeddedPostgres.start(folder)) {
            assertThat(ask(postgres, "select count(*) from memo")).isEqualTo("1");
        }

        Files.writeString(data.resolve("postgresql/data/PG_VERSION"), "12\n");
        try (var folder = DataFolder.open(data)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder)).hasMessageContaining("written by PostgreSQL 12");
        }
    }

    /** Another process that starts PostgreSQL, commits a row and then waits to be killed. */
    static final class Child {

        @SuppressWarnings("SystemOut") // that is how it says it is ready
        public static void main(String[] arguments) throws Exception {
            var postgres = EmbeddedPostgres.start(DataFolder.open(Path.of(arguments[0])));
            try (var connection =
                            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                    var statement = connection.createStatement()) {
                statement.execute("create table memo (note text)");
                statement.execute("insert into memo values ('committed')");
            }
            System.out.println("ready");
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }

    private static Process start(Path data) throws IOException {
        var child = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        data.toString()))
                .redirectErrorStream(true)
                .start();
        var output = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        var said = new StringBuilder();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.equals("ready")) {
                return child;
            }
        }
        throw new AssertionError("the child ended: " + said);
    }

    private static long postmaster(Path data) throws IOException {
        return Long.parseLong(Files.readAllLines(data.resolve("postgresql/data/postmaster.pid"))
                .get(0)
                .strip());
    }

    private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
