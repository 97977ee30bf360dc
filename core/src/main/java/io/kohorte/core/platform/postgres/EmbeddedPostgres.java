// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.platform.postgres;

import io.kohorte.core.platform.DataFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.postgresql.Driver;

/**
 * A real PostgreSQL of our own, in a folder of ours: durable, reachable from this machine only, with a password nobody
 * chose. The caller holds the {@link DataFolder}, so a postmaster found running on it was left behind by a process that
 * was killed.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    /** A data folder outlives a minor release, never a major one. */
    static final int MAJOR = 17;

    private static final String USER = "kohorte";
    private static final String DATABASE = "kohorte";
    private static final int START_ATTEMPTS = 3;

    private final Path root;
    private final Path cluster;
    private final Path programs;
    private final ProcessUser user;
    private final String password;
    private final int port;

    private EmbeddedPostgres(Path root, Path cluster, Path programs, ProcessUser user, String password, int port) {
        this.root = root;
        this.cluster = cluster;
        this.programs = programs;
        this.user = user;
        this.password = password;
        this.port = port;
    }

    /** Starts the server without a word. */
    public static EmbeddedPostgres start(DataFolder folder) throws IOException {
        return start(folder, sentence -> {});
    }

    /**
     * Starts the server: 5 to 7 s the first time, under a second later.
     *
     * @param narrator told, in sentences, of what takes longer than usual
     * @throws IOException with what to do about it, if PostgreSQL does not come up
     */
    public static EmbeddedPostgres start(DataFolder folder, Consumer<String> narrator) throws IOException {
        var root = folder.path().resolve("postgresql");
        Files.createDirectories(root);
        var programs = PostgresBinaries.unpack(root);
        var user = ProcessUser.find(root);
        var cluster = root.resolve("data");
        if (Files.notExists(cluster.resolve("PG_VERSION"))) {
            narrator.accept("Setting up PostgreSQL in " + root + " (once, a few seconds)");
            initialise(root, cluster, programs, user);
        }
        requireMajor(cluster);
        var password = Files.readString(root.resolve("password")).strip();
        clearLeftovers(root, cluster, programs, user, narrator);
        var port = launch(root, cluster, programs, user);
        var postgres = new EmbeddedPostgres(root, cluster, programs, user, password, port);
        var usable = false;
        try {
            postgres.createDatabase();
            usable = true;
            return postgres;
        } finally {
            if (!usable) {
                postgres.close();
            }
        }
    }

    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** Ends the server after a checkpoint. Connections still open are cut. */
    @Override
    public void close() throws IOException {
        stop(root, cluster, programs, user);
    }

    /** In a folder of its own that is renamed when complete: a start killed half-way leaves nothing that looks usable. */
    private static void initialise(Path root, Path cluster, Path programs, ProcessUser user) throws IOException {
        var random = new byte[24];
        new SecureRandom().nextBytes(random);
        DataFolder.writeSecret(
                root.resolve("password"),
                Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        var unfinished = Files.createTempDirectory(root, "setting-up-");
        handOver(root, user);
        run(
                root,
                user,
                List.of(
                        programs.resolve("bin/initdb").toString(),
                        "--pgdata=" + unfinished,
                        "--username=" + USER,
                        "--pwfile=" + root.resolve("password"),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8"));
        Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void handOver(Path root, ProcessUser user) throws IOException {
        if (!user.owner().isEmpty()) {
            Files.setPosixFilePermissions(root.getParent(), PosixFilePermissions.fromString("rwx--x--x"));
            run(root, new ProcessUser(List.of(), ""), List.of("chown", "-R", user.owner(), root.toString()));
        }
    }

    private static void requireMajor(Path cluster) throws IOException {
        var found = Files.readString(cluster.resolve("PG_VERSION")).strip();
        if (!found.equals(Integer.toString(MAJOR))) {
            throw new IOException(
                    "The data in " + cluster + " was written by PostgreSQL " + found + " and this release brings "
                            + MAJOR + ": export it with the release that wrote it, then import it here");
        }
    }

    /**
     * After a {@code kill -9} of ours the postmaster lives on, with transactions of the dead process open. It is stopped
     * in an orderly way rather than kept: that ends those transactions and brings in a new minor release.
     */
    private static void clearLeftovers(
            Path root, Path cluster, Path programs, ProcessUser user, Consumer<String> narrator) throws IOException {
        var pidFile = cluster.resolve("postmaster.pid");
        if (Files.notExists(pidFile)) {
            return;
        }
        var pid = Files.readAllLines(pidFile).stream().findFirst().orElse("").strip();
        if (isPostgres(pid)) {
            narrator.accept("Stopping the PostgreSQL (process " + pid + ") that an earlier start left running");
            stop(root, cluster, programs, user);
        } else {
            Files.deleteIfExists(pidFile);
        }
    }

    private static boolean isPostgres(String pid) {
        try {
            return Files.readString(Path.of("/proc", pid, "comm")).startsWith("postgres");
        } catch (IOException e) {
            return false;
        }
    }

    private static int launch(Path root, Path cluster, Path programs, ProcessUser user) throws IOException {
        for (var attempt = 1; ; attempt++) {
            var port = freePort();
            var words = new ArrayList<>(controlling(programs, cluster, "start"));
            words.addAll(List.of("--log=" + root.resolve("postgresql.log"), "--options=" + options(port)));
            var result = Command.run(root, user.command(words));
            if (result.succeeded()) {
                return port;
            }
            if (attempt == START_ATTEMPTS) {
                throw new IOException("PostgreSQL does not start. Its log is " + root.resolve("postgresql.log") + ": "
                        + result.output().strip());
            }
        }
    }

    private static String options(int port) {
        return String.join(
                " ",
                "-p " + port,
                "-c listen_addresses=127.0.0.1",
                "-c unix_socket_directories=''",
                "-c fsync=on",
                "-c synchronous_commit=on",
                "-c full_page_writes=on",
                "-c password_encryption=scram-sha-256",
                "-c shared_buffers=256MB",
                "-c max_wal_size=2GB",
                "-c jit=off",
                "-c timezone=UTC");
    }

    private static void stop(Path root, Path cluster, Path programs, ProcessUser user) throws IOException {
        var words = new ArrayList<>(controlling(programs, cluster, "stop"));
        words.add("--mode=fast");
        run(root, user, words);
    }

    private static List<String> controlling(Path programs, Path cluster, String deed) {
        return List.of(
                programs.resolve("bin/pg_ctl").toString(), deed, "--pgdata=" + cluster, "--wait", "--timeout=60");
    }

    private static void run(Path root, ProcessUser user, List<String> words) throws IOException {
        var result = Command.run(root, user.command(words));
        if (!result.succeeded()) {
            throw new IOException(Path.of(words.get(0)).getFileName() + " failed (" + result.exit() + "): "
                    + result.output().strip());
        }
    }

    /** Free a moment ago; a program that takes it in between costs one more attempt. */
    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void createDatabase() throws IOException {
        var properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", password);
        try (Connection connection = new Driver().connect(jdbcUrl("postgres"), properties);
                var statement = connection.createStatement()) {
            var found = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'");
            if (!found.next()) {
                statement.execute("create database " + DATABASE);
            }
        } catch (SQLException e) {
            throw new IOException("PostgreSQL runs but refuses us: " + e.getMessage(), e);
        }
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }
}
