// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A destination in a process of its own kind: it lives on when the sender is killed. */
final class SurvivingReceiver implements AutoCloseable {

    /** City by profile number. */
    final Map<Integer, String> people = new TreeMap<>();
    /** Keys of the batches that carried an ADD of a profile, in order. */
    final Map<Integer, List<String>> addedBy = new HashMap<>();

    private final HttpServer server = Loopback.serving(this::handle);
    private int calls;
    private Moment before = call -> {};
    private Moment after = call -> {};

    /** What the test does at a call, the first being number 1. */
    interface Moment {
        void at(int call);
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The next call is number 1: how many it took so far depends on how often a slow machine lost its lease. */
    synchronized void countAnew() {
        calls = 0;
    }

    synchronized void beforeApplying(Moment moment) {
        before = moment;
    }

    synchronized void afterApplying(Moment moment) {
        after = moment;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            take(exchange.getRequestURI().getQuery(), body.lines().toList());
            exchange.sendResponseHeaders(204, -1);
        }
    }

    /** Lines are {@code kind profile city}. */
    synchronized void take(String key, List<String> lines) {
        calls++;
        before.at(calls);
        for (var line : lines) {
            var words = line.split(" ", 3);
            int profile = Integer.parseInt(words[1]);
            if (words[0].equals("REMOVE")) {
                people.remove(profile);
            } else {
                people.put(profile, words[2]);
            }
            if (words[0].equals("ADD")) {
                addedBy.computeIfAbsent(profile, fresh -> new ArrayList<>()).add(key);
            }
        }
        after.at(calls);
    }

    synchronized Map<Integer, String> peopleNow() {
        return new TreeMap<>(people);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
