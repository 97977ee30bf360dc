// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import io.kohorte.demo.client.Api;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * How long it takes from an event sent over HTTP to the signed webhook that tells a destination of the new member, while
 * 500 events a second come in. Goal: half of them within 200 ms, 99 of 100 within a second.
 *
 * <p>One event in ten is the first order of somebody, who enters a segment by it; the others change nobody's membership.
 * {@code -Dbench.people} is how many are known, a fifth of them members from the beginning.
 *
 * <p>{@code -Dbench.segment} is {@code rule}, or {@code score} or {@code cluster}: then everybody has a year of orders behind them, three of ten
 * are members, and whoever stopped long ago enters by one order more, once a model has scored it. {@code -Dbench.models} is how many models score.
 * {@code -Dbench.warmup} is how many seconds of the same go before, uncounted: until the compilers of the JVM have most of their work behind them.
 */
public final class EventToWebhook {

    private static final int EVENTS_A_SECOND = 500;
    private static final int BATCH = 10;
    private static final int ENTERING_ONE_IN = 10;
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("bench.warmup", 60));
    private static final Duration MEASURED = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern PERSON = Pattern.compile("person-(\\d+)");

    private static final String RULE =
            """
            {'any':[
             {'trait':'plan','op':'equals','value':'vip'},
             {'event':'Order Completed','measure':'orders','op':'at-least','value':1,'within':{'last':'P7D'}}]}""";

    /** What decides who is a member. */
    private enum By {
        RULE,
        SCORE,
        CLUSTER
    }

    private final PackagedApp app;
    private final int people;
    private final By by;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String authorization;
    private final Map<Integer, Long> sent = new ConcurrentHashMap<>();
    private final Map<Integer, Long> arrived = new ConcurrentHashMap<>();
    private final AtomicInteger newcomer = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();

    private EventToWebhook(PackagedApp app, int people, By by) {
        this.app = app;
        this.people = people;
        this.by = by;
        var key = app.api()
                .post("sources", Api.object("{'name':'bench','kind':'events'}"))
                .path("writeKey")
                .asText();
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.US_ASCII));
    }

    public static void main(String[] arguments) throws Exception {
        try (var app = PackagedApp.start(List.of("-Xmx512m"))) {
            var by = By.valueOf(System.getProperty("bench.segment", "rule").toUpperCase(Locale.ROOT));
            new EventToWebhook(app, Integer.getInteger("bench.people", 100_000), by).measure();
        }
    }

    private void measure() throws Exception {
        for (var person = 0; person < people; person += 100) {
            send(identifies(person, person + 100));
        }
        var definition = definition();
        try (var receiver = new BareReceiver(Duration.ZERO, this::hear)) {
            var sync = sync(receiver.url(), definition);
            var run = app.api().post("syncs/" + sync + ":run").path("run").asLong();
            System.out.printf(
                    Locale.ROOT,
                    "%,d people, %,d members delivered at first%n",
                    people,
                    app.api()
                            .follow(run, state -> {})
                            .path("counts")
                            .path("added")
                            .path("accepted")
                            .asLong());
            offer(WARM_UP);
            sent.clear();
            late.set(0);
            offer(MEASURED);
            awaitArrivals();
        }
        var nanos = new ArrayList<Long>();
        sent.forEach((person, at) -> nanos.add(arrived.get(person) - at));
        System.out.printf(
                Locale.ROOT,
                "%,d members entered while %d events a second came in: %s, 99th %.0f ms, slowest %.0f ms; %d requests of events were sent late%n",
                nanos.size(),
                EVENTS_A_SECOND,
                new Times(nanos),
                millis(nanos, 0.99),
                millis(nanos, 1),
                late.get());
        if (by != By.RULE) {
            tellOfScoring();
        }
    }

    /** What the application says of it, since its start. */
    private void tellOfScoring() throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(app.address().resolve("/q/metrics")).build();
        client.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("kohorte_scor"))
                .forEach(System.out::println);
    }

    private static double millis(List<Long> nanos, double share) {
        return nanos.stream()
                        .sorted()
                        .skip((long) Math.ceil(share * nanos.size()) - 1)
                        .findFirst()
                        .orElseThrow()
                / 1e6;
    }

    private String definition() throws IOException {
        if (by == By.RULE) {
            return RULE;
        }
        var learned = new LearnedSegment(app.api(), people);
        learned.remember();
        for (var more = 1; more < Integer.getInteger("bench.models", 1); more++) {
            learned.prediction("another " + more);
        }
        return by == By.SCORE ? learned.byScore() : learned.byCluster();
    }

    private long sync(String url, String definition) {
        var api = app.api();
        var segment = api.post(
                        "segments", Api.object("{'name':'watched','kind':'rule','definition':" + definition + "}"))
                .path("id")
                .asLong();
        var destination = api.post(
                        "destinations",
                        Api.object("{'name':'bench','connector':'webhook','settings':{'url':'" + url
                                + "','secret':'whsec_" + Base64.getEncoder().encodeToString(new byte[32]) + "'}}"))
                .path("id")
                .asLong();
        return api.post(
                        "syncs",
                        Api.object("{'name':'bench','segments':[" + segment + "],'destination':" + destination
                                + ",'mode':'mirror','matchKey':'user_id','trigger':'segment'}"))
                .path("id")
                .asLong();
    }

    private void hear(byte[] body) {
        var now = System.nanoTime();
        var found = PERSON.matcher(new String(body, StandardCharsets.UTF_8));
        while (found.find()) {
            arrived.putIfAbsent(Integer.valueOf(found.group(1)), now);
        }
    }

    /** Sends events at an even pace, whatever the answers take. */
    private void offer(Duration time) throws InterruptedException {
        var pace = Executors.newScheduledThreadPool(8);
        var every = TimeUnit.SECONDS.toNanos(BATCH) / EVENTS_A_SECOND;
        var begin = System.nanoTime();
        for (var at = 0L; at < time.toNanos(); at += every) {
            var due = begin + at;
            var unused = pace.schedule(
                    () -> {
                        if (System.nanoTime() - due > TimeUnit.MILLISECONDS.toNanos(50)) {
                            late.incrementAndGet();
                        }
                        send(events());
                        return true;
                    },
                    due - System.nanoTime(),
                    TimeUnit.NANOSECONDS);
        }
        pace.shutdown();
        if (!pace.awaitTermination(time.plus(PATIENCE).toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the events could not be sent");
        }
    }

    private void awaitArrivals() throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!arrived.keySet().containsAll(sent.keySet())) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not everybody arrived");
            }
            Thread.sleep(100);
        }
    }

    private List<String> events() {
        var events = new ArrayList<String>();
        for (var i = 0; i < BATCH; i++) {
            var message = messages.getAndIncrement();
            var enters = message % ENTERING_ONE_IN == 0;
            var person = enters ? newcomer() : ThreadLocalRandom.current().nextInt(people);
            if (enters) {
                sent.put(person, System.nanoTime());
            }
            events.add(
                    """
                    {"type":"track","messageId":"event-%d","userId":"person-%d","event":"%s","timestamp":"%s",\
                    "properties":{"order_id":"order-%1$d","revenue":19.95}}"""
                            .formatted(message, person, enters ? "Order Completed" : "Product Viewed", Instant.now()));
        }
        return events;
    }

    /** Somebody who is not in the segment yet. */
    private int newcomer() {
        var person = newcomer.incrementAndGet();
        return mayEnter(person) ? person : newcomer();
    }

    private boolean mayEnter(int person) {
        return by == By.RULE ? !isMember(person) : LearnedSegment.mayEnter(person);
    }

    private static boolean isMember(int person) {
        return person % 5 == 0;
    }

    private static List<String> identifies(int from, int to) {
        var messages = new ArrayList<String>();
        for (var person = from; person < to; person++) {
            messages.add(
                    """
                    {"type":"identify","messageId":"identify-%d","userId":"person-%1$d",\
                    "traits":{"email":"person-%1$d@example.com","plan":"%s"}}"""
                            .formatted(person, isMember(person) ? "vip" : "free"));
        }
        return messages;
    }

    private void send(List<String> batch) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(app.address().resolve("/v1/batch"))
                .header("authorization", authorization)
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString("{\"batch\":[" + String.join(",", batch) + "]}"))
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200 || answer.body().contains("refused")) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }
}
