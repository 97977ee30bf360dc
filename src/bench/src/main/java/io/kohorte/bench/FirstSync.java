// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import io.kohorte.demo.client.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The first sync of a quarter of all people, and then of all of them, from the packaged application with a heap of 512 MB.
 * Goal: a million in that heap, and no more of it for all than for a quarter. {@code -Dbench.people} says how many.
 */
public final class FirstSync {

    private static final String MAPPING =
            """
            {'name':'people','kind':'file','mapping':{'identities':{'customer_id':'customer_id','email':'email'},
             'traits':{'first_name':'first_name','city':'city','tier':'tier'}}}""";

    private final PackagedApp app;
    private final Path log;
    private final int people;

    private FirstSync(PackagedApp app, Path log, int people) {
        this.app = app;
        this.log = log;
        this.people = people;
    }

    public static void main(String[] arguments) throws Exception {
        var people = Integer.getInteger("bench.people", 1_000_000);
        var folder = Files.createTempDirectory("kohorte-bench-");
        var log = folder.resolve("gc.log");
        var file = folder.resolve("people.csv");
        try (var app = PackagedApp.start(List.of("-Xmx512m", Heap.logging(log)))) {
            new FirstSync(app, log, people).measure(file);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(log);
            Files.deleteIfExists(folder);
        }
    }

    private void measure(Path file) throws IOException {
        write(file);
        var api = app.api();
        var source = api.post("sources", Api.object(MAPPING)).path("id").asLong();
        var begun = Heap.lines(log);
        api.follow(api.upload(source, file).path("run").asLong(), state -> {});
        System.out.printf(Locale.ROOT, "%,d people imported; heap of 512 MB: %s%n", people, Heap.since(log, begun));
        deliver("a quarter", "{'trait':'tier','op':'equals','value':'gold'}");
        deliver("all", "{'trait':'tier','op':'exists'}");
        System.out.printf(
                Locale.ROOT, "resident memory of the process: %,d MB at the most%n", app.peakResidentBytes() >> 20);
    }

    private void deliver(String name, String condition) throws IOException {
        try (var receiver = new BareReceiver(Duration.ZERO, body -> {})) {
            var api = app.api();
            var segment = api.post(
                            "segments",
                            Api.object("{'name':'" + name + "','kind':'rule','definition':" + condition + "}"))
                    .path("id")
                    .asLong();
            var destination = api.post(
                            "destinations",
                            Api.object("{'name':'" + name + "','connector':'webhook','settings':{'url':'"
                                    + receiver.url() + "','rowsPerRequest':1000,'requestsPerMinute':600000,"
                                    + "'secret':'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'}}"))
                    .path("id")
                    .asLong();
            var sync = api.post(
                            "syncs",
                            Api.object("{'name':'" + name + "','segments':[" + segment + "],'destination':"
                                    + destination + ",'mode':'mirror','matchKey':'email','trigger':'manual',"
                                    + "'mapping':{'fields':[{'to':'first','from':'first_name'},{'to':'city','from':'city'},"
                                    + "{'to':'tier','from':'tier'}]}}"))
                    .path("id")
                    .asLong();
            var lines = Heap.lines(log);
            var begin = System.nanoTime();
            var counts = api.follow(
                            api.post("syncs/" + sync + ":run").path("run").asLong(), state -> {})
                    .path("counts");
            var seconds = (System.nanoTime() - begin) / 1e9;
            var accepted = counts.path("added").path("accepted").asLong();
            System.out.printf(
                    Locale.ROOT,
                    "%s: %,d members in %.1f s, %,.0f rows/s, %,d requests; heap of 512 MB: %s%n",
                    name,
                    accepted,
                    seconds,
                    accepted / seconds,
                    counts.path("requests").asLong(),
                    Heap.since(log, lines));
            if (accepted < people / 4) {
                throw new IllegalStateException("not everybody arrived: " + counts);
            }
        }
    }

    private void write(Path file) throws IOException {
        try (var out = Files.newBufferedWriter(file)) {
            out.write("customer_id,email,first_name,city,tier\n");
            for (var person = 0; person < people; person++) {
                out.write("c" + person + ",person" + person + "@example.com,Jürgen,München,"
                        + (person % 4 == 0 ? "gold" : "none") + "\n");
            }
        }
    }
}
