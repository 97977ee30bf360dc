// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A destination that works on batches in jobs of its own, and lives on when the sender is killed. */
final class JobVendor implements AutoCloseable {

    /** City by profile number, of what finished jobs took. */
    private final Map<Integer, String> people = new TreeMap<>();
    /** Lines of each job, by its number. */
    private final Map<Integer, List<String>> jobs = new TreeMap<>();

    private final Set<Integer> refused = new HashSet<>();
    private final HttpServer server = Loopback.serving(this::handle);
    private boolean working = true;
    private int polls;

    int port() {
        return server.getAddress().getPort();
    }

    synchronized void refuses(int profile) {
        refused.add(profile);
    }

    /** Jobs come to their end from now on. */
    synchronized void finish() {
        working = false;
    }

    /** What was submitted so far is forgotten, as if it never had been. */
    synchronized void loseEverything() {
        jobs.replaceAll((number, lines) -> List.of());
    }

    synchronized int submitted() {
        return jobs.size();
    }

    synchronized int polls() {
        return polls;
    }

    synchronized Map<Integer, String> peopleNow() {
        return new TreeMap<>(people);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var answer = exchange.getRequestMethod().equals("POST")
                    ? submit(body.lines().toList())
                    : state(Integer.parseInt(exchange.getRequestURI().getPath().substring(1)));
            var bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.isEmpty() ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Lines are {@code kind profile city}. */
    private synchronized String submit(List<String> lines) {
        int number = jobs.size() + 1;
        jobs.put(number, lines);
        return Integer.toString(number);
    }

    /** One word per row, or one for the whole job; empty for a job that is unknown. */
    private synchronized String state(int number) {
        polls++;
        if (working) {
            return "working";
        }
        return jobs.get(number).stream().map(this::apply).collect(Collectors.joining(" "));
    }

    private String apply(String line) {
        var words = line.split(" ", 3);
        int profile = Integer.parseInt(words[1]);
        if (refused.contains(profile)) {
            return "refused";
        }
        people.put(profile, words[2]);
        return "taken";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
