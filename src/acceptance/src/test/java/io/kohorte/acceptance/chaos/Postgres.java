// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import io.kohorte.core.platform.DataFolder;
import io.kohorte.core.platform.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real PostgreSQL, durable as in production, that outlives the nodes and can be stopped under them, gently or not. */
final class Postgres implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int MEGABYTES = 768;

    private final Disk disk;
    private final DataFolder folder;
    private volatile EmbeddedPostgres server;

    private Postgres(Disk disk, DataFolder folder, EmbeddedPostgres server) {
        this.disk = disk;
        this.folder = folder;
        this.server = server;
    }

    /** How it is stopped. */
    enum Stop {
        /** Sessions are ended, transactions undone, everything written. */
        FAST("INT"),
        /** As a crash: the next start recovers from the log. */
        IMMEDIATE("QUIT");

        private final String signal;

        Stop(String signal) {
            this.signal = signal;
        }
    }

    static Postgres started(Path folder) throws IOException, InterruptedException {
        Disk disk = Disk.at(folder, MEGABYTES);
        DataFolder data = DataFolder.open(folder);
        return new Postgres(disk, data, EmbeddedPostgres.start(data));
    }

    Disk disk() {
        return disk;
    }

    /** Where it listens now; another port after every start. */
    int port() {
        String url = server.jdbcUrl();
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1, url.lastIndexOf('/')));
    }

    String user() {
        return server.user();
    }

    String password() {
        return server.password();
    }

    /** Past all lines, for those who judge. */
    Connection connection() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), user(), password());
    }

    void stop(Stop how) throws IOException, InterruptedException {
        long pid = pid();
        signal(how.signal, pid);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (isAlive(pid)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("PostgreSQL does not stop");
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    void start() throws IOException {
        server = EmbeddedPostgres.start(folder);
    }

    /** As whoever runs it would: a server that ended by itself is started again. */
    void keepUp() throws IOException {
        if (Files.notExists(pidFile()) || !isAlive(pid())) {
            start();
        }
    }

    private Path pidFile() {
        return folder.path().resolve("postgresql/data/postmaster.pid");
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readAllLines(pidFile()).get(0).strip());
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Sends a signal to one process, by its number. */
    static void signal(String signal, long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
        if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IOException("cannot send " + signal + " to process " + pid);
        }
    }

    @Override
    public void close() throws IOException {
        disk.free();
        server.close();
        folder.close();
        disk.close();
    }
}
