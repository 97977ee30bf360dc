// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A destination on loopback. {@code POST /hook} takes signed messages; {@code GET /audiences} and {@code GET
 * /audiences/<key>} show what it keeps. A message id that was answered before gets the same answer and changes nothing.
 */
public final class Receiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_BODY = 16 << 20;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8, Receiver::daemon);
    private final Webhook signature;
    private final Audiences audiences;
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong forged = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final Consumer<Arrival> witness;
    private final Map<String, JsonNode> answered;

    private Receiver(HttpServer server, Webhook signature, House house, Consumer<Arrival> witness) {
        this.server = server;
        this.signature = signature;
        this.audiences = new Audiences(house);
        this.witness = witness;
        this.answered = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, JsonNode> eldest) {
                return size() > house.memory();
            }
        };
    }

    /**
     * @param port 0 for a free one
     * @param secret {@code whsec_…}, shared with the destination's settings
     */
    public static Receiver started(int port, String secret, House house) throws IOException {
        return started(port, secret, house, arrival -> {});
    }

    /** @param witness is told of every message that came in whole, in the order in which they were applied, and of those hung up on */
    public static Receiver started(int port, String secret, House house, Consumer<Arrival> witness) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        Receiver receiver = new Receiver(server, webhook(secret), house, witness);
        server.createContext("/hook", receiver::take);
        server.createContext("/audiences", receiver::show);
        server.setExecutor(receiver.threads);
        server.start();
        return receiver;
    }

    static Webhook webhook(String secret) {
        try {
            return new Webhook(secret);
        } catch (EmptyWebhookSecretException e) {
            throw new IllegalArgumentException("a signing secret is whsec_ and Base64", e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "receiver");
        thread.setDaemon(true);
        return thread;
    }

    public URI hook() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    /** The next request that has no fault yet suffers this one. */
    public void suffer(Fault fault) {
        faults.add(fault);
    }

    /** Requests that have no fault yet suffer none. */
    public void recover() {
        faults.clear();
    }

    public Set<String> audiences() {
        return audiences.names();
    }

    /** By what the house knows people by; empty when nobody is, or no such audience ever came. */
    public Map<String, Member> members(String audience) {
        return audiences.members(audience);
    }

    public Traffic traffic() {
        return new Traffic(requests.get(), forged.get(), repeated.get(), audiences.rows(), audiences.refused());
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            Fault fault = faults.poll();
            if (fault instanceof Fault.DropBefore) {
                witness.accept(Arrival.unread());
                return;
            }
            String text = new String(exchange.getRequestBody().readNBytes(LARGEST_BODY), StandardCharsets.UTF_8);
            try {
                signature.verify(text, exchange.getRequestHeaders());
                take(exchange, JSON.readTree(text), fault);
            } catch (WebhookVerificationException e) {
                forged.incrementAndGet();
                answerJson(exchange, 401, problem("signature: " + e.getMessage()));
            } catch (IllegalArgumentException e) {
                answerJson(exchange, 400, problem(String.valueOf(e.getMessage())));
            }
        }
    }

    private void take(HttpExchange exchange, JsonNode message, @Nullable Fault fault) throws IOException {
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        if (fault instanceof Fault.Answer instead) {
            witness.accept(Arrival.turnedAway(id, message));
            instead.headers().forEach(exchange.getResponseHeaders()::set);
            answer(exchange, instead.status(), instead.body().getBytes(StandardCharsets.UTF_8));
            return;
        }
        byte[] reply = reply(id, message, fault instanceof Fault.Partly partly ? partly.nth() : Integer.MAX_VALUE);
        if (fault instanceof Fault.DropAfter || (fault instanceof Fault.Slow slow && closedWithin(slow.delay()))) {
            return;
        }
        if (fault instanceof Fault.Truncate) {
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply, 0, reply.length / 2);
            exchange.getResponseBody().flush();
        } else {
            answerJson(exchange, 200, reply);
        }
    }

    private byte[] reply(String id, JsonNode message, int putOff) throws IOException {
        synchronized (answered) {
            JsonNode before = answered.get(id);
            if (before != null) {
                repeated.incrementAndGet();
                witness.accept(new Arrival(id, message, Arrival.Fate.REPEATED, before));
                return JSON.writeValueAsBytes(before);
            }
            try {
                JsonNode reply = audiences.apply(message, index -> index % putOff == putOff - 1);
                witness.accept(new Arrival(id, message, Arrival.Fate.APPLIED, reply));
                answered.put(id, reply);
                return JSON.writeValueAsBytes(reply);
            } catch (IllegalArgumentException refused) {
                witness.accept(Arrival.turnedAway(id, message));
                throw refused;
            }
        }
    }

    private boolean closedWithin(Duration delay) {
        try {
            return closing.await(delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void show(HttpExchange exchange) throws IOException {
        try (exchange) {
            String key = exchange.getRequestURI().getPath().replaceFirst("^/audiences/?", "");
            JsonNode body;
            if (key.isEmpty()) {
                ObjectNode sizes = JSON.createObjectNode();
                audiences.names().forEach(name -> sizes.put(name, members(name).size()));
                body = sizes;
            } else {
                body = JSON.valueToTree(members(key).values());
            }
            answerJson(exchange, 200, JSON.writeValueAsBytes(body));
        }
    }

    private static byte[] problem(String detail) throws IOException {
        return JSON.writeValueAsBytes(JSON.createObjectNode().put("detail", detail));
    }

    private static void answerJson(HttpExchange exchange, int status, byte[] body) {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        answer(exchange, status, body);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) {
        try {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
