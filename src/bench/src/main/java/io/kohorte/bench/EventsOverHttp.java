// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import io.kohorte.core.profile.CopyRows;
import io.kohorte.demo.client.Api;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Sends events to the packaged application in batches of 100 and counts what is answered 200, which means committed. Goal: 5,000 a
 * second on two cores with PostgreSQL and the senders beside it. In the same run: the same rows by bare {@code COPY} into a table like
 * that of events, 100 a commit.
 */
public final class EventsOverHttp {

    private static final int BATCH = 100;
    private static final int SENDERS = 8;
    private static final int PEOPLE = 50_000;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(30);
    private static final Duration BARE = Duration.ofSeconds(15);

    private final PackagedApp app;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final String authorization;
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();

    private EventsOverHttp(PackagedApp app) {
        this.app = app;
        this.address = app.address().resolve("/v1/batch");
        var key = app.api()
                .post("sources", Api.object("{'name':'bench','kind':'events'}"))
                .path("writeKey")
                .asText();
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.US_ASCII));
    }

    public static void main(String[] arguments) throws Exception {
        try (var app = PackagedApp.start(List.of("-Xmx512m"))) {
            new EventsOverHttp(app).measure();
        }
    }

    private void measure() throws Exception {
        for (var person = 0; person < PEOPLE; person += BATCH) {
            send(person, EventsOverHttp::identify);
        }
        var known = rate("events of known people", message -> track(message, "userId", anybody()));
        var mixed = rate(
                "of known people, every tenth message an identify",
                message -> message % 10 == 0
                        ? identify(message, ThreadLocalRandom.current().nextInt(PEOPLE))
                        : track(message, "userId", anybody()));
        var fresh = rate(
                "events of new people, each the first of its sender",
                message -> track(message, "anonymousId", "visitor-" + message));
        var signUps = rate(
                "of new accounts, an identify with e-mail and device before each event",
                message -> message % 2 == 0
                        ? identify(message, Math.toIntExact(PEOPLE + message))
                        : track(message, "userId", "person-" + (PEOPLE + message - 1)));
        var bare = bareCopies();
        System.out.printf(
                Locale.ROOT,
                "bare COPY of such rows, %d a commit, %d connections: %,.0f rows/s; ratios %.2f, %.2f, %.2f, %.2f%n",
                BATCH,
                SENDERS,
                bare,
                known / bare,
                mixed / bare,
                fresh / bare,
                signUps / bare);
        var stored = app.number("select count(*) from event") + app.number("select count(*) from message_seen");
        System.out.printf(Locale.ROOT, "%,d messages answered 200, %,d in PostgreSQL%n", accepted.get(), stored);
        if (stored != accepted.get()) {
            throw new IllegalStateException("not all that was accepted is there");
        }
    }

    /** Messages accepted a second. */
    private double rate(String what, LongFunction<String> message) throws InterruptedException, ExecutionException {
        during(WARM_UP, () -> send(messages.getAndAdd(BATCH), message));
        var before = accepted.get();
        var times = during(MEASURED, () -> send(messages.getAndAdd(BATCH), message));
        var rate = (accepted.get() - before) / (MEASURED.toMillis() / 1e3);
        System.out.printf(Locale.ROOT, "%s: %,.0f/s, a batch takes %s%n", what, rate, times);
        return rate;
    }

    /** Lets all senders work at once until the time is over; answers how long each round of work took. */
    private static Times during(Duration time, Times.Work work) throws InterruptedException, ExecutionException {
        var end = System.nanoTime() + time.toNanos();
        var senders = Executors.newFixedThreadPool(SENDERS);
        try {
            Callable<List<Long>> sender = () -> {
                var nanos = new ArrayList<Long>();
                while (System.nanoTime() < end) {
                    nanos.add(Times.once(work));
                }
                return nanos;
            };
            var all = new ArrayList<Long>();
            for (var done : senders.invokeAll(java.util.Collections.nCopies(SENDERS, sender))) {
                all.addAll(done.get());
            }
            return new Times(all);
        } finally {
            senders.shutdownNow();
        }
    }

    private void send(long first, LongFunction<String> message) throws IOException, InterruptedException {
        var body = new StringBuilder(BATCH * 200).append("{\"batch\":[");
        for (var i = 0; i < BATCH; i++) {
            body.append(i == 0 ? "" : ",").append(message.apply(first + i));
        }
        var request = HttpRequest.newBuilder(address)
                .header("authorization", authorization)
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(body.append("]}").toString()))
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200 || answer.body().contains("refused")) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        accepted.addAndGet(BATCH);
    }

    private static String anybody() {
        return "person-" + ThreadLocalRandom.current().nextInt(PEOPLE);
    }

    private static String track(long message, String namespace, String who) {
        return """
                {"type":"track","messageId":"track-%d","%s":"%s","event":"Product Viewed","timestamp":"%s",\
                "properties":{"product_id":"sku-%d","category":"shoes","value":%d.95,"page":"/shoes/%d"}}"""
                .formatted(message, namespace, who, Instant.now(), message % 1000, message % 200, message % 1000);
    }

    private static String identify(long person) {
        return identify(-person, (int) person);
    }

    private static String identify(long message, int person) {
        return """
                {"type":"identify","messageId":"identify-%d","userId":"person-%d","anonymousId":"device-%2$d",\
                "traits":{"email":"person-%2$d@example.com","plan":"%s","visits":%d}}"""
                .formatted(message, person, message % 3 == 0 ? "free" : "pro", message % 50);
    }

    /** Rows a second that PostgreSQL takes durably when nothing has to be found out about them. */
    private double bareCopies() throws Exception {
        try (var connection = app.database();
                var statement = connection.createStatement()) {
            statement.execute("create table bare (like event including all)");
        }
        var rows = new AtomicLong();
        var connections = ThreadLocal.withInitial(() -> {
            try {
                return app.database();
            } catch (IOException | SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        during(BARE, () -> {
            try (var copy = CopyRows.into(
                    connections.get(), "bare (key, profile, name, at, item, category, amount, properties, source)")) {
                for (var i = 0; i < BATCH; i++) {
                    copy.value(UUID.randomUUID())
                            .value(ThreadLocalRandom.current().nextInt(PEOPLE));
                    copy.value("Product Viewed")
                            .value(Instant.now())
                            .value("sku-1")
                            .value("shoes")
                            .value(19.95);
                    copy.value("{\"page\": \"/shoes/1\", \"product_id\": \"sku-1\"}")
                            .value(1)
                            .endRow();
                }
                rows.addAndGet(copy.finish());
            }
        });
        return rows.get() / (BARE.toMillis() / 1e3);
    }
}
