// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SyncMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.roaringbitmap.RoaringBitmap;

/** The comparison against the same thing said with sets and maps. */
class ComparisonTest {

    record Refused(long fingerprint, byte flags) {}

    @Property(tries = 2000)
    void saysWhatSetsSay(
            @ForAll("members") Map<Integer, Long> wanted,
            @ForAll("members") Map<Integer, Long> held,
            @ForAll("refusals") Map<Integer, Refused> refusals,
            @ForAll("profiles") Set<Integer> inJobs,
            @ForAll SyncMode mode,
            @ForAll DeleteBehaviour deleteBehaviour) {
        var plan = plan(mode, deleteBehaviour);
        var expected = naive(wanted, held, refusals, inJobs, plan);

        var difference = new Comparison(plan, standing(refusals), bitmap(inJobs))
                .of(wantedChunks(wanted), acknowledgedChunks(held));

        assertThat(set(difference.added())).isEqualTo(expected.added);
        assertThat(set(difference.changed())).isEqualTo(expected.changed);
        assertThat(set(difference.removed())).isEqualTo(expected.removed);
        assertThat(set(difference.released())).isEqualTo(expected.released);
        assertThat(difference.wanted()).isEqualTo(wanted.size());
        assertThat(difference.acknowledged()).isEqualTo(held.size());
        assertThat(set(difference.resolved()))
                .allSatisfy(profile -> assertThat(refusals).containsKey(profile));
    }

    @Property(tries = 500)
    void everyWantedMemberIsThereOrSentOrHasAReason(
            @ForAll("members") Map<Integer, Long> wanted,
            @ForAll("members") Map<Integer, Long> held,
            @ForAll("refusals") Map<Integer, Refused> refusals) {
        var plan = plan(SyncMode.MIRROR, DeleteBehaviour.REMOVE_FROM_AUDIENCE);
        var difference = new Comparison(plan, standing(refusals), new RoaringBitmap())
                .of(wantedChunks(wanted), acknowledgedChunks(held));
        var standing = new TreeSet<>(refusals.keySet());
        standing.removeAll(set(difference.resolved()));

        wanted.forEach((profile, print) -> {
            var isThere = print.equals(held.get(profile));
            var isSent =
                    difference.added().contains(profile) || difference.changed().contains(profile);
            assertThat(isThere || isSent || standing.contains(profile)).isTrue();
        });
        held.keySet().stream().filter(profile -> !wanted.containsKey(profile)).forEach(profile -> assertThat(
                        difference.removed().contains(profile) || standing.contains(profile))
                .isTrue());
    }

    private record Expected(Set<Integer> added, Set<Integer> changed, Set<Integer> removed, Set<Integer> released) {}

    private static Expected naive(
            Map<Integer, Long> wanted,
            Map<Integer, Long> held,
            Map<Integer, Refused> refusals,
            Set<Integer> inJobs,
            SyncPlan plan) {
        var expected = new Expected(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        wanted.forEach((profile, print) -> {
            var before = held.get(profile);
            var refusal = refusals.get(profile);
            var blocked = refusal != null
                    && (refusal.flags & (Standing.LEAVING | Standing.DUE)) == 0
                    && (refusal.fingerprint == print || (refusal.flags & Standing.FIRM) != 0);
            if (blocked || inJobs.contains(profile)) {
                return;
            }
            if (before == null || before == Fingerprint.UNKNOWN) {
                expected.added.add(profile);
            } else if (!before.equals(print) && plan.audience().mode() != SyncMode.INSERT) {
                expected.changed.add(profile);
            }
        });
        held.keySet().stream().filter(profile -> !wanted.containsKey(profile)).forEach(profile -> {
            var refusal = refusals.get(profile);
            var blocked = refusal != null && (refusal.flags & (Standing.LEAVING | Standing.DUE)) == Standing.LEAVING;
            if (inJobs.contains(profile)) {
                return;
            }
            var tells =
                    switch (plan.audience().mode()) {
                        case MIRROR -> true;
                        case ADD, REMOVE -> false;
                        case INSERT, UPDATE, UPSERT -> plan.audience().deleteBehaviour() != DeleteBehaviour.NOTHING;
                    };
            if (tells && !blocked) {
                expected.removed.add(profile);
            }
            if (plan.audience().mode() == SyncMode.REMOVE) {
                expected.released.add(profile);
            }
        });
        return expected;
    }

    /** Around the edges of three chunks, so that equal and neighbouring numbers are frequent. */
    private static Arbitrary<Integer> profile() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(1, 12),
                Arbitraries.integers().between(65_530, 65_542),
                Arbitraries.integers().between(400_000, 400_006));
    }

    @Provide
    Arbitrary<Set<Integer>> profiles() {
        return profile().set().ofMaxSize(3);
    }

    @Provide
    Arbitrary<Map<Integer, Long>> members() {
        return Arbitraries.maps(profile(), Arbitraries.longs().between(1, 3)).ofMaxSize(25);
    }

    @Provide
    Arbitrary<Map<Integer, Refused>> refusals() {
        var flags = Arbitraries.of(0, 1, 2, 3, 4, 8, 16).map(Integer::byteValue);
        var refused = Arbitraries.longs().between(1, 3).flatMap(print -> flags.map(flag -> new Refused(print, flag)));
        return Arbitraries.maps(profile(), refused).ofMaxSize(8);
    }

    private static SyncPlan plan(SyncMode mode, DeleteBehaviour deleteBehaviour) {
        return FakeAudience.plan(
                FakeAudience.SYNC,
                new FakeDestination(),
                EnumSet.noneOf(io.kohorte.spi.Capability.class),
                mode,
                deleteBehaviour,
                GuardLimits.STANDARD,
                Optional.empty(),
                SyncPlan.Told.CHANGES);
    }

    private static Standing standing(Map<Integer, Refused> refusals) {
        var sorted = new TreeMap<>(refusals);
        var flags = new byte[sorted.size()];
        int next = 0;
        for (var refused : sorted.values()) {
            flags[next++] = refused.flags;
        }
        return new Standing(
                sorted.keySet().stream().mapToInt(Integer::intValue).toArray(),
                sorted.values().stream().mapToLong(Refused::fingerprint).toArray(),
                flags);
    }

    private static java.util.Iterator<WantedChunk> wantedChunks(Map<Integer, Long> members) {
        return chunks(members).stream()
                .map(chunk -> new WantedChunk(
                        chunk.chunk(), chunk.members(), chunk.fingerprints(), Map.<SkipReason, Integer>of()))
                .iterator();
    }

    private static java.util.Iterator<AcknowledgedChunk> acknowledgedChunks(Map<Integer, Long> members) {
        return chunks(members).iterator();
    }

    private static List<AcknowledgedChunk> chunks(Map<Integer, Long> members) {
        var byChunk = new TreeMap<>(members)
                .entrySet().stream()
                        .collect(Collectors.groupingBy(
                                entry -> entry.getKey() >>> 16, TreeMap::new, Collectors.toList()));
        var chunks = new ArrayList<AcknowledgedChunk>();
        byChunk.forEach((chunk, entries) -> chunks.add(new AcknowledgedChunk(
                chunk,
                bitmap(entries.stream().map(entry -> entry.getKey() & 0xFFFF).toList()),
                entries.stream().mapToLong(Map.Entry::getValue).toArray())));
        return chunks;
    }

    private static RoaringBitmap bitmap(java.util.Collection<Integer> members) {
        return RoaringBitmap.bitmapOf(
                members.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Set<Integer> set(RoaringBitmap bitmap) {
        return Arrays.stream(bitmap.toArray()).boxed().collect(Collectors.toCollection(TreeSet::new));
    }
}
