// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.demo.client.Api;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks the packaged application for segments and scores of visitors: 200 times a second, and as fast as it can with eight connections,
 * each for 20 s on its own and again beside an import. 100,000 people, ten segments, three models.
 *
 * <p>{@code -Dkohorte.root} names the checkout whose application is measured, so that two can be compared.
 */
public final class PersonalizationAnswers {

    private static final int PEOPLE = 100_000;
    private static final int SEGMENTS = 10;
    private static final int MODELS = 3;
    private static final int ASKING = 8;
    private static final int A_SECOND = 200;
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final long IMPORTED_BYTES = 150_000_000;

    private final PackagedApp app;
    private final String authorization;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private PersonalizationAnswers(PackagedApp app) {
        this.app = app;
        this.authorization = "Bearer "
                + app.api()
                        .post("tokens", Api.object("{'name':'bench','role':'viewer'}"))
                        .path("token")
                        .asText();
    }

    public static void main(String[] arguments) throws Exception {
        try (var app = PackagedApp.start(List.of("-Xmx512m"))) {
            var bench = new PersonalizationAnswers(app);
            bench.fill();
            bench.paced("warm-up");
            bench.paced("200 a second");
            bench.flatOut("as fast as it can");
            var file = Files.createTempFile("kohorte-bench-", ".csv");
            try {
                var done = bench.importing(file);
                bench.paced("200 a second beside an import");
                bench.flatOut("as fast as it can beside an import");
                System.out.println("the import was still going on: " + !Api.FINAL.contains(bench.state(done)));
            } finally {
                Files.delete(file);
            }
        }
    }

    /** People and scores straight into the database, since making them is not what is measured. */
    private void fill() throws Exception {
        try (var connection = app.database();
                var statement = connection.createStatement()) {
            statement.execute(
                    """
                    insert into profile (number, traits)
                    select n, jsonb_build_object('band', n %% %d) from generate_series(1, %d) n;
                    insert into identity (namespace, value, profile) select 'user_id', 'person-' || n, n from generate_series(1, %2$d) n;
                    insert into identity (namespace, value, profile)
                    select 'email', 'person-' || n || '@example.com', n from generate_series(1, %2$d) n;
                    insert into trait (name, type) values ('band', 'number');
                    insert into model (name, kind, definition, created_at, updated_at)
                    select 'model ' || n, 'prediction', '{}', now(), now() from generate_series(1, %d) n;
                    insert into score (model, profile, value, version)
                    select m.id, n, random(), 1 from model m, generate_series(1, %2$d) n;
                    analyze
                    """
                            .formatted(SEGMENTS, PEOPLE, MODELS));
        }
        for (var band = 0; band < SEGMENTS; band++) {
            var segment = Api.object(
                    "{'name':'band %d','kind':'rule','definition':{'trait':'band','op':'at-least','value':%1$d}}"
                            .formatted(band));
            app.api().post("segments", segment);
        }
        while (ask(PEOPLE - 1).path("segments").size() < SEGMENTS) {
            LockSupport.parkNanos(100_000_000);
        }
        if (ask(1).path("scores").size() != MODELS) {
            throw new IllegalStateException("scores are missing: " + ask(1));
        }
    }

    private long importing(Path file) throws Exception {
        OrderLines.csv(file, IMPORTED_BYTES);
        var source = app.api()
                .post("sources", Api.object(LargeImport.MAPPING))
                .path("id")
                .asLong();
        return app.api().upload(source, file).path("id").asLong();
    }

    private String state(long id) {
        return app.api().get("imports/" + id).path("state").asText();
    }

    /** A request is late from the moment it should have been sent, whoever made it wait. */
    private void paced(String what) throws Exception {
        var nanos = new ConcurrentLinkedQueue<Long>();
        var failures = new ConcurrentLinkedQueue<Exception>();
        var senders = Executors.newFixedThreadPool(64);
        var start = System.nanoTime();
        var count = A_SECOND * MEASURED.toSeconds();
        for (long i = 0; i < count; i++) {
            var due = start + i * 1_000_000_000L / A_SECOND;
            LockSupport.parkNanos(due - System.nanoTime());
            senders.execute(() -> {
                try {
                    ask(ThreadLocalRandom.current().nextInt(PEOPLE) + 1);
                    nanos.add(System.nanoTime() - due);
                } catch (Exception e) {
                    failures.add(e);
                }
            });
        }
        senders.shutdown();
        if (!senders.awaitTermination(1, TimeUnit.MINUTES) || !failures.isEmpty()) {
            throw new IllegalStateException("not all were answered: " + failures.peek());
        }
        System.out.printf(Locale.ROOT, "%s: %s%n", what, new Times(nanos));
    }

    private void flatOut(String what) throws Exception {
        var end = System.nanoTime() + MEASURED.toNanos();
        var senders = Executors.newFixedThreadPool(ASKING);
        try {
            Callable<List<Long>> sender = () -> {
                var nanos = new ArrayList<Long>();
                while (System.nanoTime() < end) {
                    nanos.add(Times.once(() -> ask(ThreadLocalRandom.current().nextInt(PEOPLE) + 1)));
                }
                return nanos;
            };
            var all = new ArrayList<Long>();
            for (var done : senders.invokeAll(java.util.Collections.nCopies(ASKING, sender))) {
                all.addAll(done.get());
            }
            System.out.printf(
                    Locale.ROOT, "%s: %,.0f/s, %s%n", what, all.size() / (double) MEASURED.toSeconds(), new Times(all));
        } finally {
            senders.shutdownNow();
        }
    }

    private JsonNode ask(int person) throws Exception {
        var address = app.address().resolve("/api/v1/personalization/user_id/person-" + person);
        var request = HttpRequest.newBuilder(URI.create(address.toString()))
                .header("authorization", authorization)
                .timeout(Duration.ofSeconds(30))
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        var body = Api.object(answer.body());
        if (answer.statusCode() != 200 || body.path("profile").asInt() != person) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return body;
    }
}
