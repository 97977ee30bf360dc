// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.Destination;
import io.kohorte.spi.Limits;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SyncMode;
import io.kohorte.spi.WireAnswer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * Compares ten million wanted with ten million acknowledged members, fingerprints included. Goal: below one second and
 * 256 MiB beyond what the two sides hold. In the same run: reading both sides' fingerprints once, which no comparison can
 * do without.
 */
public final class CompareTenMillion {

    private static final int MEMBERS = 10_000_000;
    private static final int ROUNDS = 7;

    private final List<WantedChunk> wanted = new ArrayList<>();
    private final List<AcknowledgedChunk> acknowledged = new ArrayList<>();

    private CompareTenMillion(double changedShare, double movedShare) {
        var random = new SplittableRandom(42);
        for (var chunk = 0; chunk * WantedChunk.SIZE < MEMBERS; chunk++) {
            var wants = new RoaringBitmap();
            var has = new RoaringBitmap();
            var wantedPrints = new long[WantedChunk.SIZE];
            var heldPrints = new long[WantedChunk.SIZE];
            var w = 0;
            var h = 0;
            for (var low = 0; low < WantedChunk.SIZE; low++) {
                var print = random.nextLong() | 1;
                var move = random.nextDouble();
                if (move >= movedShare) {
                    wants.add(low);
                    wantedPrints[w++] = random.nextDouble() < changedShare ? print + 2 : print;
                }
                if (move < 1 - movedShare) {
                    has.add(low);
                    heldPrints[h++] = print;
                }
            }
            wants.runOptimize();
            has.runOptimize();
            wanted.add(WantedChunk.of(chunk, wants, Arrays.copyOf(wantedPrints, w)));
            acknowledged.add(new AcknowledgedChunk(chunk, has, Arrays.copyOf(heldPrints, h)));
        }
    }

    public static void main(String[] arguments) {
        System.out.println(Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " processors");
        new CompareTenMillion(0, 0).measure("nothing differs");
        new CompareTenMillion(.01, .005).measure("1 % changed, 0.5 % entered, 0.5 % left");
        new CompareTenMillion(.5, .2).measure("half changed, a fifth entered, a fifth left");
    }

    private void measure(String what) {
        var best = Long.MAX_VALUE;
        var bestPass = Long.MAX_VALUE;
        var allocated = Long.MAX_VALUE;
        var difference = compare();
        for (var round = 0; round < ROUNDS; round++) {
            var bytes = allocatedBytes();
            var start = System.nanoTime();
            difference = compare();
            best = Math.min(best, System.nanoTime() - start);
            allocated = Math.min(allocated, allocatedBytes() - bytes);
            start = System.nanoTime();
            var seen = pass();
            bestPass = Math.min(bestPass, System.nanoTime() - start);
            if (seen == 0) {
                throw new IllegalStateException("nothing was read");
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-45s %,d wanted, %,d acknowledged: +%,d ~%,d -%,d in %.0f ms (%.1f x one pass of %.0f ms), %.0f MiB allocated in all%n",
                what,
                difference.wanted(),
                difference.acknowledged(),
                difference.added().getLongCardinality(),
                difference.changed().getLongCardinality(),
                difference.removed().getLongCardinality(),
                best / 1e6,
                (double) best / bestPass,
                bestPass / 1e6,
                allocated / 1048576.0);
    }

    private Difference compare() {
        return new Comparison(plan(), Standing.NONE, new RoaringBitmap())
                .of(wanted.iterator(), acknowledged.iterator());
    }

    private long pass() {
        var sum = 0L;
        for (var i = 0; i < wanted.size(); i++) {
            for (var print : wanted.get(i).fingerprints()) {
                sum ^= print;
            }
            for (var print : acknowledged.get(i).fingerprints()) {
                sum += print;
            }
        }
        return sum;
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private record Nowhere() implements Opening {

        @Override
        public Destination open(Consumer<WireAnswer> ear) {
            throw new IllegalStateException("nothing is sent here");
        }

        @Override
        public String withoutSecrets(String text) {
            return text;
        }
    }

    private static SyncPlan plan() {
        var limits = new Limits(1_000, 1 << 20, 100, Duration.ofSeconds(1), 1);
        var connector = new ConnectorDescriptor(
                "bench",
                "Bench",
                ConnectorDescriptor.Category.WEBHOOK,
                "1",
                Set.of(Capability.ADD, Capability.REMOVE, Capability.UPSERT_FIELDS),
                List.of("email"),
                limits,
                "{}",
                "{}",
                List.of(),
                "https://example.com");
        var audience = new AudienceSpec(
                "seg-1", "Bench", SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE, "email", Settings.empty());
        return new SyncPlan(
                new SyncId(1),
                "bench",
                connector,
                new Nowhere(),
                audience,
                GuardLimits.STANDARD,
                Optional.empty(),
                Optional.empty(),
                SyncPlan.Told.CHANGES);
    }
}
