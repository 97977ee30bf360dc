// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.demo.client.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A year of orders of known people, and a condition on what a model learned of it: of every ten, three order steadily, two have stopped at
 * some time, five stopped long ago. Whoever of these orders once more enters by the score, or by the cluster, that this gives.
 */
final class LearnedSegment {

    private static final int DAYS = 400;
    private static final String FEATURES = "['recency','orders-90-days']";

    private final Api api;
    private final int people;
    private final SplittableRandom random = new SplittableRandom(42);

    LearnedSegment(Api api, int people) {
        this.api = api;
        this.people = people;
    }

    static boolean isSteady(int person) {
        return person % 10 < 3;
    }

    private static boolean stoppedLongAgo(int person) {
        return person % 10 >= 5;
    }

    /** Whether one order more lets somebody enter. */
    static boolean mayEnter(int person) {
        return stoppedLongAgo(person);
    }

    /** Imports the orders. */
    void remember() throws IOException {
        var file = Files.createTempFile("kohorte-bench-", ".csv");
        try {
            try (var out = Files.newBufferedWriter(file)) {
                out.write("order,customer,date,amount\n");
                for (var person = 0; person < people; person++) {
                    var stops = isSteady(person) ? DAYS : stoppedLongAgo(person) ? 150 : 150 + random.nextInt(250);
                    for (var day = random.nextDouble() * 60; day < stops; day += 25 * (.5 + random.nextDouble())) {
                        var at = Instant.now().minus(Duration.ofSeconds((long) ((DAYS - day) * 86_400)));
                        out.write("%d-%d,person-%1$d,%s,19.95%n".formatted(person, (int) day, at));
                    }
                }
            }
            var source = api.post(
                            "sources",
                            Api.object(
                                    """
                                    {'name':'orders','kind':'file','mapping':{'identities':{'user_id':'customer'},
                                     'event':{'name':'Order Completed','at':'date','orderRef':'order','amount':'amount'}}}"""))
                    .path("id")
                    .asLong();
            var imported = api.upload(source, file).path("id").asLong();
            String state;
            do {
                LockSupport.parkNanos(100_000_000);
                state = api.get("imports/" + imported).path("state").asText();
            } while (!Api.FINAL.contains(state));
            if (!state.equals("completed")) {
                throw new IllegalStateException("the orders were not imported: " + state);
            }
        } finally {
            Files.delete(file);
        }
    }

    /** Those who will probably order within a month. */
    String byScore() {
        return "{'score':" + prediction("buys again") + ",'op':'at-least','value':0.5}";
    }

    /** Those in the group that ordered last. */
    String byCluster() {
        var model = trained("{'name':'groups','kind':'clustering','clusters':2,'features':" + FEATURES + "}");
        var latest = -1;
        var shortest = Double.MAX_VALUE;
        for (var cluster : api.get("models/" + model + "/versions/1/report").path("clusters")) {
            var recency = recency(cluster);
            if (recency < shortest) {
                shortest = recency;
                latest = cluster.path("number").asInt();
            }
        }
        return "{'cluster':" + model + ",'in':[" + latest + "]}";
    }

    /** A prediction more, whose scores follow as well. */
    long prediction(String name) {
        return trained("{'name':'" + name + "','kind':'prediction','features':" + FEATURES
                + ",'target':{'event':'Order Completed','withinDays':30}}");
    }

    private static double recency(JsonNode cluster) {
        for (var feature : cluster.path("features")) {
            if (feature.path("name").asText().equals("recency")) {
                return feature.path("mean").asDouble();
            }
        }
        throw new IllegalStateException("a cluster without recency: " + cluster);
    }

    private long trained(String draft) {
        var model = api.post("models", Api.object(draft)).path("id").asLong();
        var run = api.post("models/" + model + ":train").path("run").asLong();
        var state = api.follow(run, progress -> {});
        var champion = api.get("models/" + model).path("champion");
        if (!champion.isInt()) {
            throw new IllegalStateException("nothing was learned: " + state);
        }
        return model;
    }
}
