// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.segmentsync.RemappedChunk;
import io.kohorte.segmentsync.WantedChunk;
import io.kohorte.spi.SkipReason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.roaringbitmap.RoaringBitmap;

/**
 * The members of a sync's segments, cut into neighbourhoods of 65,536 profile numbers, and who of them is held back.
 *
 * @param members of any of the segments
 * @param elsewhere who belongs to another audience of the group, or is still there
 */
record Population(SyncDefinition sync, RoaringBitmap members, RoaringBitmap elsewhere, Holdout holdout) {

    /** People read at a time: bounds the memory, whatever the size of the audience. */
    private static final int PORTION = 8_192;

    Population among(RoaringBitmap some) {
        return new Population(sync, RoaringBitmap.and(members, some), elsewhere, holdout);
    }

    /** Numbers of the neighbourhoods that have members, ascending. */
    IntStream chunks() {
        return members.isEmpty()
                ? IntStream.empty()
                : IntStream.rangeClosed(0, members.last() / WantedChunk.SIZE)
                        .filter(chunk -> !part(chunk).isEmpty());
    }

    /** Whether this one person should be at the destination. */
    boolean wants(int profile, MemberFacts known) {
        return members.contains(profile)
                && !elsewhere.contains(profile)
                && sync.purpose().map(known::allows).orElse(true)
                && !holdout.holds(profile)
                && !known.suppressed
                && known.named(sync.keys()).isPresent();
    }

    WantedChunk wanted(int chunk, Connection connection, MemberReader reader, Projection projection)
            throws SQLException {
        var wanted = new RoaringBitmap();
        var fingerprints = LongStream.builder();
        var heldBack = each(chunk, connection, reader, (known, profile) -> {
            wanted.add(profile - chunk * WantedChunk.SIZE);
            fingerprints.add(projection.of(profile, known).fingerprint());
        });
        return new WantedChunk(chunk, wanted, fingerprints.build().toArray(), heldBack);
    }

    /** Everybody wanted of a neighbourhood, by profile number. */
    RoaringBitmap people(int chunk, Connection connection, MemberReader reader) throws SQLException {
        var people = new RoaringBitmap();
        each(chunk, connection, reader, (known, profile) -> people.add(profile));
        return people;
    }

    /** Everybody wanted, as one mapping has them and as another would. */
    RemappedChunk remapped(int chunk, Connection connection, MemberReader reader, Projection before, Projection after)
            throws SQLException {
        var wanted = new RoaringBitmap();
        var old = LongStream.builder();
        var fresh = LongStream.builder();
        each(chunk, connection, reader, (known, profile) -> {
            wanted.add(profile - chunk * WantedChunk.SIZE);
            old.add(before.of(profile, known).fingerprint());
            fresh.add(after.of(profile, known).fingerprint());
        });
        return new RemappedChunk(
                chunk, wanted, old.build().toArray(), fresh.build().toArray());
    }

    /** Shows everybody wanted, in ascending order, and answers how many are held back, and why. */
    private Map<SkipReason, Integer> each(
            int chunk, Connection connection, MemberReader reader, ObjIntConsumer<MemberFacts> person)
            throws SQLException {
        var heldBack = new EnumMap<SkipReason, Integer>(SkipReason.class);
        var numbers = candidates(chunk, connection, heldBack).toArray();
        for (var from = 0; from < numbers.length; from += PORTION) {
            var portion = Arrays.copyOfRange(numbers, from, Math.min(numbers.length, from + PORTION));
            var facts = reader.read(portion);
            for (var profile : portion) {
                var known = facts.get(profile);
                if (known.suppressed) {
                    heldBack.merge(SkipReason.SUPPRESSED, 1, Integer::sum);
                } else if (known.named(sync.keys()).isEmpty()) {
                    heldBack.merge(SkipReason.NO_IDENTIFIER, 1, Integer::sum);
                } else {
                    person.accept(known, profile);
                }
            }
        }
        return heldBack;
    }

    /** Members of a neighbourhood without those whom bitmaps alone hold back. */
    private RoaringBitmap candidates(int chunk, Connection connection, Map<SkipReason, Integer> heldBack)
            throws SQLException {
        var candidates = part(chunk);
        keep(candidates, RoaringBitmap.andNot(candidates, elsewhere), SkipReason.OTHER_AUDIENCE, heldBack);
        if (sync.purpose().isPresent()) {
            var allowed = candidates.getCardinality() > PORTION
                    ? allowed(connection, chunk, sync.purpose().get())
                    : allowed(connection, candidates, sync.purpose().get());
            keep(candidates, RoaringBitmap.and(candidates, allowed), SkipReason.NO_CONSENT, heldBack);
        }
        var drawn = new RoaringBitmap();
        candidates.forEach((int profile) -> {
            if (!holdout.holds(profile)) {
                drawn.add(profile);
            }
        });
        keep(candidates, drawn, SkipReason.HOLDOUT, heldBack);
        return candidates;
    }

    private RoaringBitmap part(int chunk) {
        var first = (long) chunk * WantedChunk.SIZE;
        return members.selectRange(first, first + WantedChunk.SIZE);
    }

    private static void keep(
            RoaringBitmap candidates, RoaringBitmap kept, SkipReason reason, Map<SkipReason, Integer> heldBack) {
        var lost = candidates.getCardinality() - kept.getCardinality();
        if (lost > 0) {
            heldBack.merge(reason, lost, Integer::sum);
            candidates.and(kept);
        }
    }

    /** Of a few, asked one by one. */
    private static RoaringBitmap allowed(Connection connection, RoaringBitmap some, String purpose)
            throws SQLException {
        try (var select = connection.prepareStatement(
                "select profile from consent where profile = any(?) and purpose = ? and granted")) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "int4", Arrays.stream(some.toArray()).boxed().toArray()));
            select.setString(2, purpose);
            return profiles(select);
        }
    }

    private static RoaringBitmap allowed(Connection connection, int chunk, String purpose) throws SQLException {
        try (var select = connection.prepareStatement(
                "select profile from consent where profile >= ? and profile < ? and purpose = ? and granted")) {
            select.setLong(1, (long) chunk * WantedChunk.SIZE);
            select.setLong(2, (long) (chunk + 1) * WantedChunk.SIZE);
            select.setString(3, purpose);
            return profiles(select);
        }
    }

    private static RoaringBitmap profiles(PreparedStatement select) throws SQLException {
        var profiles = new RoaringBitmap();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                profiles.add(rows.getInt(1));
            }
        }
        return profiles;
    }
}
