// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged application in a process of its own, with its data in a folder. Starting it again finds the data again. */
public final class App implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final AppPlan plan;
    private final Process process;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private App(AppPlan plan, Process process) {
        this.plan = plan;
        this.process = process;
    }

    /**
     * Starts it without waiting until it is ready.
     *
     * @throws AppFailure when the port is taken or the application was not built
     */
    public static App started(AppPlan plan) throws IOException {
        if (!Files.exists(plan.jar())) {
            throw new AppFailure(
                    "The application is not built: " + plan.jar() + " is missing. ./mvnw package builds it.");
        }
        if (!free(plan.port())) {
            throw new AppFailure("Port " + plan.port() + " is taken by another program. End it, or name another port: "
                    + "-Ddemo.port=8081");
        }
        Files.createDirectories(plan.data());
        ProcessBuilder builder = new ProcessBuilder(command(plan));
        Map<String, String> environment = builder.environment();
        // the embedded defaults, whatever the shell of the caller is set up for
        environment.keySet().removeIf(name -> name.startsWith("QUARKUS_") || name.startsWith("KOHORTE_"));
        environment.put("KOHORTE_DATA_DIR", plan.data().toString());
        environment.put("KOHORTE_ADMIN_PASSWORD", plan.password());
        environment.put("KOHORTE_ALLOW_PRIVATE_DESTINATIONS", "true");
        environment.put("KOHORTE_AS_OF", "latest-event");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(plan.port()));
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.putAll(plan.settings());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
        return new App(plan, builder.start());
    }

    private static List<String> command(AppPlan plan) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(plan.jvmOptions());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-jar", plan.jar().toString()));
        return command;
    }

    /** A port nobody listens on right now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Waits until it answers that it is ready.
     *
     * @throws AppFailure when it ends or takes longer than two minutes; names its log
     */
    public void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!ready()) {
            if (process.waitFor(200, TimeUnit.MILLISECONDS)) {
                throw new AppFailure("The application ended with code " + process.exitValue() + ". The last it said:\n"
                        + lastWords());
            }
            if (System.nanoTime() > deadline) {
                throw new AppFailure(
                        "The application is not ready after two minutes. The last it said:\n" + lastWords());
            }
        }
    }

    /** Whether it answers that it is ready, within five seconds. */
    public boolean ready() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address().resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private String lastWords() {
        try (Stream<String> lines = Files.lines(plan.log())) {
            List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - 25), all.size()));
        } catch (IOException e) {
            return "(nothing: " + e.getMessage() + ")";
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + plan.port());
    }

    /** Its process, for the operating system. */
    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** {@code kill -9}: no chance to tidy up. Its database stays behind and is found by the next start. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * Sends it a signal that ends it, {@code INT} as Ctrl-C does or {@code TERM}, and waits.
     *
     * @return its exit code
     * @throws AppFailure when it is still there after two minutes
     */
    public int end(String signal) throws IOException, InterruptedException {
        send(signal);
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AppFailure("The application does not end. The last it said:\n" + lastWords());
        }
        return process.exitValue();
    }

    /** Sends it a signal and goes on: {@code STOP} freezes it where it is, {@code CONT} lets it go on. */
    public void send(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Asks it to end and waits; its database ends with it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
