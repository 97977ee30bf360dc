// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance.chaos;

import io.kohorte.demo.client.Api;
import io.kohorte.demo.client.App;
import io.kohorte.demo.client.AppPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** One process of the application, with a line of its own to PostgreSQL. */
final class Node implements AutoCloseable {

    private static final int MEGABYTES = 64;

    private final String name;
    private final AppPlan plan;
    private final Line database;
    private final Disk disk;
    private final WrongClock clock;
    private final Api api;
    private volatile App app;
    private volatile boolean frozen;
    private volatile boolean up;

    private Node(String name, AppPlan plan, Line database, Disk disk, WrongClock clock, App app, Api api) {
        this.name = name;
        this.plan = plan;
        this.database = database;
        this.disk = disk;
        this.clock = clock;
        this.app = app;
        this.api = api;
        this.up = true;
    }

    /** @param shared what all nodes of an installation have in common */
    static Node started(
            int number, Path folder, Path jar, Postgres postgres, String password, Map<String, String> shared)
            throws IOException, InterruptedException {
        String name = Character.toString('a' + number);
        Path home = folder.resolve("node-" + name);
        Disk disk = Disk.at(home, MEGABYTES);
        Line database = Line.to(postgres::port);
        WrongClock clock = WrongClock.in(folder.resolve("clock-" + name));
        Map<String, String> environment = new java.util.HashMap<>(shared);
        environment.putAll(clock.environment());
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:" + database.port() + "/kohorte");
        environment.put("QUARKUS_DATASOURCE_USERNAME", postgres.user());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", postgres.password());
        AppPlan plan = new AppPlan(
                jar,
                home,
                App.freePort(),
                password,
                List.of("-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                environment);
        App app = App.started(plan);
        try {
            app.awaitReady();
            return new Node(name, plan, database, disk, clock, app, Api.signedIn(app.address(), "admin", password));
        } catch (RuntimeException | InterruptedException e) {
            app.close();
            database.close();
            disk.close();
            throw e;
        }
    }

    String name() {
        return name;
    }

    Line database() {
        return database;
    }

    /** With its replica and its uploads. */
    Disk disk() {
        return disk;
    }

    WrongClock clock() {
        return clock;
    }

    Api api() {
        return api;
    }

    /** Whether it is worth asking: it runs, as far as we did nothing to it. */
    boolean answers() {
        return up && !frozen && app.alive();
    }

    Path log() {
        return plan.log();
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        up = false;
        frozen = false;
        app.kill();
    }

    /** Starts it again after it was killed, and again should that fail, as whoever runs it would; returns at once. */
    void start() {
        Thread supervisor = new Thread(this::comeUp, "start-" + name);
        supervisor.setDaemon(true);
        supervisor.start();
    }

    private void comeUp() {
        try {
            while (!up) {
                if (!app.alive()) {
                    app = App.started(plan);
                }
                up = app.ready();
                Thread.sleep(200);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code SIGSTOP}: the process stands still in the middle of whatever it does, and knows nothing of it. */
    void freeze() throws IOException, InterruptedException {
        if (app.alive()) {
            frozen = true;
            app.send("STOP");
        }
    }

    void thaw() throws IOException, InterruptedException {
        if (frozen && app.alive()) {
            app.send("CONT");
        }
        frozen = false;
    }

    @Override
    public void close() throws IOException {
        try {
            thaw();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        app.close();
        database.close();
        Files.copy(log(), plan.data().resolveSibling("node-" + name + ".log"), StandardCopyOption.REPLACE_EXISTING);
        disk.close();
    }
}
