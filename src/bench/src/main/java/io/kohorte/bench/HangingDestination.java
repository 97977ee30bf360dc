// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import io.kohorte.segmentsync.AudienceSource;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.DeliveryPolicy;
import io.kohorte.segmentsync.MemberRow;
import io.kohorte.segmentsync.Removals;
import io.kohorte.segmentsync.Run;
import io.kohorte.segmentsync.SyncId;
import io.kohorte.segmentsync.SyncPlan;
import io.kohorte.segmentsync.Waiter;
import io.kohorte.segmentsync.WantedChunk;
import io.kohorte.spi.MemberChange;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.roaringbitmap.RoaringBitmap;

/**
 * Nine destinations that answer after 20 ms, alone and beside a tenth that takes a request and never answers; one engine, a
 * thread a run, as in the application. Goal: the nine lose less than 10 % of their rate.
 */
public final class HangingDestination {

    private static final int DESTINATIONS = 9;
    private static final int MEMBERS = 30_000;
    private static final int BATCH = 1_000;
    private static final int ROUNDS = 5;
    private static final Duration ANSWERS_AFTER = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final SyncId HANGING = new SyncId(DESTINATIONS + 1);

    private final DeliveryEngine engine;
    private final ExecutorService threads;

    private HangingDestination(DeliveryEngine engine, ExecutorService threads) {
        this.engine = engine;
        this.threads = threads;
    }

    /** One crowd a sync. */
    private record Crowds(Map<SyncId, Crowd> crowds) implements AudienceSource {

        @Override
        public SyncPlan plan(SyncId sync) {
            return crowds.get(sync).plan(sync);
        }

        @Override
        public Stream<WantedChunk> wanted(SyncId sync) {
            return crowds.get(sync).wanted(sync);
        }

        @Override
        public Stream<WantedChunk> wanted(SyncId sync, RoaringBitmap among) {
            return crowds.get(sync).wanted(sync, among);
        }

        @Override
        public List<MemberRow> rows(
                SyncId sync, MemberChange.Kind change, RoaringBitmap profiles, IntUnaryOperator sentAs) {
            return crowds.get(sync).rows(sync, change, profiles, sentAs);
        }
    }

    public static void main(String[] arguments) throws Exception {
        var receivers = new ArrayList<BareReceiver>();
        var crowds = new HashMap<SyncId, Crowd>();
        for (var sync = 1; sync <= DESTINATIONS; sync++) {
            receivers.add(new BareReceiver(ANSWERS_AFTER, body -> {}));
            crowds.put(new SyncId(sync), new Crowd(receivers.get(sync - 1).url(), MEMBERS, BATCH));
        }
        receivers.add(new BareReceiver(NEVER, body -> {}));
        crowds.put(HANGING, new Crowd(receivers.get(DESTINATIONS).url(), MEMBERS, BATCH));
        var threads = Executors.newCachedThreadPool();
        try (var postgres = DurablePostgres.start();
                var pool = postgres.pool(30);
                var engine = new DeliveryEngine(
                        pool, new Crowds(crowds), DeliveryPolicy.STANDARD, Clock.systemUTC(), Waiter.SLEEPING)) {
            new HangingDestination(engine, threads).measure();
        } finally {
            threads.shutdownNow();
        }
        System.exit(0); // the hanging call would hold the process back until it times out
    }

    /** The tenth hangs in the second measurement of each round; between rounds it is paused, and its call runs out. */
    private void measure() throws InterruptedException, ExecutionException {
        var ratios = new ArrayList<Double>();
        for (var round = 0; round <= ROUNDS; round++) {
            var alone = nine();
            var hanging = threads.submit(() -> engine.execute(engine.queue(HANGING, Run.MANUAL, Removals.ASK)));
            while (engine.status(HANGING).filter(status -> status.unclear() > 0).isEmpty() && !hanging.isDone()) {
                Thread.sleep(10);
            }
            var beside = nine();
            if (hanging.isDone()) {
                throw new IllegalStateException("the tenth did not hang: " + hanging.get());
            }
            engine.pause(HANGING);
            var unused = hanging.get();
            engine.forget(HANGING);
            if (round > 0) {
                ratios.add(alone / beside);
                System.out.printf(
                        Locale.ROOT,
                        "round %d: nine alone %,.0f rows/s; beside one that hangs %,.0f (ratio %.0f %%)%n",
                        round,
                        DESTINATIONS * MEMBERS / alone,
                        DESTINATIONS * MEMBERS / beside,
                        100 * alone / beside);
            }
        }
        var median = ratios.stream().sorted().skip(ROUNDS / 2).findFirst().orElseThrow();
        System.out.printf(Locale.ROOT, "median: the nine keep %.0f %% of their rate%n", 100 * median);
    }

    /** @return seconds */
    private double nine() throws InterruptedException, ExecutionException {
        var start = System.nanoTime();
        var runs = new ArrayList<Future<Run>>();
        for (var sync = 1; sync <= DESTINATIONS; sync++) {
            var id = new SyncId(sync);
            runs.add(threads.submit(() -> engine.execute(engine.queue(id, Run.MANUAL, Removals.ASK))));
        }
        for (var run : runs) {
            if (run.get().counts().added().accepted() != MEMBERS) {
                throw new IllegalStateException("not everybody arrived: " + run.get());
            }
        }
        var seconds = (System.nanoTime() - start) / 1e9;
        for (var sync = 1; sync <= DESTINATIONS; sync++) {
            engine.forget(new SyncId(sync));
        }
        return seconds;
    }
}
