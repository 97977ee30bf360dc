// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import io.agroal.api.AgroalDataSource;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.DeliveryPolicy;
import io.kohorte.segmentsync.Removals;
import io.kohorte.segmentsync.Run;
import io.kohorte.segmentsync.SyncId;
import io.kohorte.segmentsync.Waiter;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Delivers members to a destination on loopback in batches of 1,000 through the engine, the webhook connector, HMAC and a
 * durable PostgreSQL, and sends the same bytes with a bare OkHttp loop. Goal: at least 80 % of the loop's rows a second.
 *
 * <p>The loop runs twice: as OkHttp comes, and without Nagle's algorithm, as the engine's connections are. The first
 * stands still for the 40 ms of a delayed acknowledgement at many a request, so only the second tells what the engine
 * itself costs. Both against a destination that answers at once, which no vendor does, and ones that take their time.
 */
public final class LoopbackDelivery {

    private static final int BATCH = 1_000;
    private static final int ROUNDS = 5;
    private static final SyncId SYNC = new SyncId(1);

    private final List<byte[]> bodies = Collections.synchronizedList(new ArrayList<>());
    private final DurablePostgres postgres;

    private LoopbackDelivery(DurablePostgres postgres) {
        this.postgres = postgres;
    }

    public static void main(String[] arguments) throws IOException {
        try (var postgres = DurablePostgres.start()) {
            var bench = new LoopbackDelivery(postgres);
            bench.measure(Duration.ZERO, 200_000);
            bench.measure(Duration.ofMillis(20), 100_000);
            bench.measure(Duration.ofMillis(100), 50_000);
        }
    }

    private void measure(Duration answersAfter, int members) throws IOException {
        bodies.clear();
        try (var recorder = new BareReceiver(answersAfter, bodies::add)) {
            try (var pool = postgres.pool(8);
                    var engine = engine(pool, recorder, members)) {
                deliver(engine, members);
                engine.forget(SYNC);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%nanswers after %d ms; %d requests of %,d bytes%n",
                answersAfter.toMillis(),
                bodies.size(),
                bodies.get(0).length);
        try (var receiver = new BareReceiver(answersAfter, body -> {});
                var pool = postgres.pool(8);
                var engine = engine(pool, receiver, members)) {
            compare(engine, members, receiver.url());
        }
    }

    private void compare(DeliveryEngine engine, int members, String url) {
        var asItComes = new BareLoop(BareLoop.Nagle.AS_OKHTTP_COMES, url);
        var prompt = new BareLoop(BareLoop.Nagle.OFF, url);
        var ratios = new ArrayList<Double>();
        var promptRatios = new ArrayList<Double>();
        for (var round = 0; round <= ROUNDS; round++) {
            var delivery = seconds(() -> deliver(engine, members));
            engine.forget(SYNC);
            var bare = seconds(() -> asItComes.send(bodies));
            var bareAndPrompt = seconds(() -> prompt.send(bodies));
            if (round == 0) {
                continue; // warms up all three
            }
            ratios.add(bare / delivery);
            promptRatios.add(bareAndPrompt / delivery);
            System.out.printf(
                    Locale.ROOT,
                    "round %d: engine %,.0f rows/s; bare loop %,.0f (ratio %.0f %%); without Nagle %,.0f (ratio %.0f %%)%n",
                    round,
                    members / delivery,
                    members / bare,
                    100 * bare / delivery,
                    members / bareAndPrompt,
                    100 * bareAndPrompt / delivery);
        }
        System.out.printf(
                Locale.ROOT,
                "median: %.0f %% of the bare loop, %.0f %% of the bare loop without Nagle%n",
                100 * median(ratios),
                100 * median(promptRatios));
    }

    private static double median(List<Double> ratios) {
        return ratios.stream().sorted().skip(ratios.size() / 2).findFirst().orElseThrow();
    }

    private static double seconds(Runnable work) {
        var start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static DeliveryEngine engine(AgroalDataSource pool, BareReceiver receiver, int members) {
        var crowd = new Crowd(receiver.url(), members, BATCH);
        return new DeliveryEngine(pool, crowd, DeliveryPolicy.STANDARD, Clock.systemUTC(), Waiter.SLEEPING);
    }

    private static void deliver(DeliveryEngine engine, int members) {
        var run = engine.execute(engine.queue(SYNC, Run.MANUAL, Removals.ASK));
        if (run.counts().added().accepted() != members) {
            throw new IllegalStateException("not everybody arrived: " + run);
        }
    }
}
