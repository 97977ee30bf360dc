// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import io.kohorte.demo.client.Api;
import io.kohorte.demo.client.App;
import io.kohorte.demo.client.AppPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/** The packaged application in a process of its own, with an empty folder of data that goes with it. */
final class PackagedApp implements AutoCloseable {

    private final Path data;
    private final App app;
    private final Api api;

    private PackagedApp(Path data, App app, Api api) {
        this.data = data;
        this.app = app;
        this.api = api;
    }

    /** Starts it and waits until it is ready. */
    static PackagedApp start(List<String> jvmOptions) throws IOException, InterruptedException {
        var jar = Path.of(System.getProperty("kohorte.root", "."), "core/target/quarkus-app/quarkus-run.jar");
        var data = Files.createTempDirectory("kohorte-bench-");
        var password = AppPlan.freshPassword();
        var app = App.started(new AppPlan(jar, data, App.freePort(), password, jvmOptions));
        try {
            app.awaitReady();
            return new PackagedApp(data, app, Api.signedIn(app.address(), "admin", password));
        } catch (RuntimeException e) {
            app.close();
            throw e;
        }
    }

    URI address() {
        return app.address();
    }

    Api api() {
        return api;
    }

    Path data() {
        return data;
    }

    /** Bytes of the process in memory, at the most so far; the Java heap, its metadata, threads, and DuckDB. */
    long peakResidentBytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(app.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0)
                    * 1024;
        }
    }

    /** The database of the application: its port and password are in the folder of data. */
    Connection database() throws IOException, SQLException {
        var postgres = data.resolve("postgresql");
        var port = Files.readAllLines(postgres.resolve("data/postmaster.pid")).get(3);
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/kohorte",
                "kohorte",
                Files.readString(postgres.resolve("password")).strip());
    }

    long number(String sql) throws IOException, SQLException {
        try (var connection = database();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws IOException {
        app.close();
        try (var files = Files.walk(data)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
