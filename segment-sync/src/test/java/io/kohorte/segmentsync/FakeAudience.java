// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.AudienceSpec;
import io.kohorte.spi.Capability;
import io.kohorte.spi.ConnectorDescriptor;
import io.kohorte.spi.Consent;
import io.kohorte.spi.DeleteBehaviour;
import io.kohorte.spi.FieldValue;
import io.kohorte.spi.Limits;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Problem;
import io.kohorte.spi.Settings;
import io.kohorte.spi.SkipReason;
import io.kohorte.spi.SubjectKeys;
import io.kohorte.spi.SyncMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.roaringbitmap.RoaringBitmap;

/** What core would tell: people by profile number, each with one field, {@code city}. One sync to one destination. */
final class FakeAudience implements AudienceSource {

    static final SyncId SYNC = new SyncId(7);

    final ConcurrentSkipListMap<Integer, String> cities = new ConcurrentSkipListMap<>();
    /** What people were called, the present name last. */
    private final Map<Integer, List<String>> names = new ConcurrentHashMap<>();

    final Map<Integer, SkipReason> skippedAtSendTime = new ConcurrentHashMap<>();
    final Map<Integer, Problem> invalid = new ConcurrentHashMap<>();
    final Set<Capability> capabilities = EnumSet.of(
            Capability.ADD,
            Capability.REMOVE,
            Capability.UPSERT_FIELDS,
            Capability.PER_RECORD_STATUS,
            Capability.IDEMPOTENT);
    final FakeDestination destination;
    SyncMode mode = SyncMode.MIRROR;
    DeleteBehaviour deleteBehaviour = DeleteBehaviour.REMOVE_FROM_AUDIENCE;
    GuardLimits guard = GuardLimits.STANDARD;
    Optional<String> doubt = Optional.empty();
    SyncPlan.Told told = SyncPlan.Told.CHANGES;
    int heldBack;
    /** How often the engine asked for everybody. */
    int comparedAll;

    /** Looks on, or fails, whenever rows are read. */
    Consumer<RoaringBitmap> whenRead = profiles -> {};

    FakeAudience(FakeDestination destination) {
        this.destination = destination;
    }

    /** Profiles from the first to the last, all in one city. */
    FakeAudience with(int first, int last, String city) {
        for (int profile = first; profile <= last; profile++) {
            cities.put(profile, city);
        }
        return this;
    }

    void without(int first, int last) {
        for (int profile = first; profile <= last; profile++) {
            cities.remove(profile);
        }
    }

    /** Gives somebody another address; whoever had it is given the one that is free now. */
    void rename(int profile, String address) {
        var before = address(profile);
        owner(address).filter(other -> other != profile).ifPresent(other -> called(other)
                .add(before));
        called(profile).add(address);
    }

    /** Somebody turns out to be somebody else, who goes by their address from now on. */
    void merge(int loser, int winner) {
        cities.remove(loser);
        rename(winner, address(loser));
        called(loser).add("nobody" + loser + "@example.com");
    }

    String address(int profile) {
        var called = called(profile);
        return called.get(called.size() - 1);
    }

    private List<String> called(int profile) {
        return names.computeIfAbsent(
                profile, one -> new CopyOnWriteArrayList<>(List.of("person" + one + "@example.com")));
    }

    private Optional<Integer> owner(String address) {
        return Stream.concat(cities.keySet().stream(), names.keySet().stream())
                .filter(profile -> address(profile).equals(address))
                .findFirst();
    }

    /** What a vendor has who knows people by address. */
    Map<String, String> wantedAddresses() {
        var wanted = new TreeMap<String, String>();
        cities.forEach((profile, city) -> wanted.put(address(profile), city));
        return wanted;
    }

    /** Who should be at the destination, and in which city. */
    Map<Integer, String> wantedPeople() {
        return new TreeMap<>(cities);
    }

    static SyncPlan plan(
            SyncId sync,
            FakeDestination destination,
            Set<Capability> capabilities,
            SyncMode mode,
            DeleteBehaviour deleteBehaviour,
            GuardLimits guard,
            Optional<String> doubt,
            SyncPlan.Told told) {
        var connector = new ConnectorDescriptor(
                "fake",
                "Fake",
                ConnectorDescriptor.Category.WEBHOOK,
                "1",
                capabilities,
                List.of("email"),
                destination.limits(),
                "{}",
                "{}",
                List.of(),
                "https://example.com");
        var audience =
                new AudienceSpec("seg-" + sync, "Fake audience", mode, deleteBehaviour, "email", Settings.empty());
        return new SyncPlan(
                sync, "fake-account", connector, destination, audience, guard, Optional.<Limits>empty(), doubt, told);
    }

    @Override
    public SyncPlan plan(SyncId sync) {
        return plan(sync, destination, capabilities, mode, deleteBehaviour, guard, doubt, told);
    }

    @Override
    public Stream<WantedChunk> wanted(SyncId sync) {
        comparedAll++;
        return wanted(cities.keySet().stream());
    }

    @Override
    public Stream<WantedChunk> wanted(SyncId sync, RoaringBitmap among) {
        return wanted(cities.keySet().stream().filter(among::contains));
    }

    private Stream<WantedChunk> wanted(Stream<Integer> people) {
        var chunks = new TreeMap<Integer, List<Integer>>();
        people.forEach(profile ->
                chunks.computeIfAbsent(profile >>> 16, key -> new ArrayList<>()).add(profile));
        return chunks.entrySet().stream().map(chunk -> {
            var members = new RoaringBitmap();
            chunk.getValue().forEach(profile -> members.add(profile & 0xFFFF));
            var fingerprints =
                    chunk.getValue().stream().mapToLong(this::fingerprint).toArray();
            Map<SkipReason, Integer> held = heldBack > 0 ? Map.of(SkipReason.HOLDOUT, heldBack) : Map.of();
            return new WantedChunk(chunk.getKey(), members, fingerprints, held);
        });
    }

    private long fingerprint(int profile) {
        return fingerprint(profile, address(profile));
    }

    private long fingerprint(int profile, String address) {
        var data = Fingerprint.of(subject(profile, address), fields(profile), Consent.NEVER_ASKED);
        return Fingerprint.named(data, "email", address);
    }

    private static SubjectKeys subject(int profile, String address) {
        return new SubjectKeys("p" + profile, Map.of("email", address));
    }

    private Map<String, FieldValue> fields(int profile) {
        return Map.of("city", FieldValue.of(cities.getOrDefault(profile, "")));
    }

    @Override
    public List<MemberRow> rows(
            SyncId sync, MemberChange.Kind change, RoaringBitmap profiles, IntUnaryOperator sentAs) {
        whenRead.accept(profiles);
        var rows = new ArrayList<MemberRow>();
        for (int profile : profiles.toArray()) {
            if (skippedAtSendTime.containsKey(profile)) {
                rows.add(new MemberRow.Skipped(profile, fingerprint(profile), skippedAtSendTime.get(profile)));
            } else if (invalid.containsKey(profile)) {
                rows.add(new MemberRow.Invalid(profile, fingerprint(profile), invalid.get(profile)));
            } else if (change == MemberChange.Kind.REMOVE) {
                rows.add(leaving(profile, sentAs.applyAsInt(profile)));
            } else {
                rows.add(ready(profile, address(profile)));
            }
        }
        return rows;
    }

    private MemberRow leaving(int profile, int sentAs) {
        var name = called(profile).stream()
                .filter(some -> Fingerprint.mark("email", some) == sentAs)
                .findFirst()
                .orElse(address(profile));
        var row = ready(profile, name);
        return owner(name)
                .filter(other -> other != profile && cities.containsKey(other))
                .<MemberRow>map(other -> new MemberRow.TakenOver(row, other))
                .orElse(row);
    }

    private MemberRow.Ready ready(int profile, String name) {
        return new MemberRow.Ready(
                profile, fingerprint(profile, name), subject(profile, name), fields(profile), Consent.NEVER_ASKED);
    }
}
