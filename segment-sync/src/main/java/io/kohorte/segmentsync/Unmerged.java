// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;

/** Receipts that are not merged yet, laid over the chunks: what a comparison sees when it must not write. */
final class Unmerged {

    private final TreeMap<Integer, Long> held = new TreeMap<>();
    private final RoaringBitmap left = new RoaringBitmap();
    private final Scope scope;

    private Unmerged(Scope scope) {
        this.scope = scope;
    }

    /** Reads them all; there are never more than what accumulates between two merges, and open batches. */
    static Unmerged of(Connection connection, SyncId sync) throws SQLException {
        return read(connection, sync, Scope.EVERYBODY);
    }

    /** As far as they are about these. */
    static Unmerged among(Connection connection, SyncId sync, RoaringBitmap profiles) throws SQLException {
        return read(connection, sync, Scope.of(profiles));
    }

    private static Unmerged read(Connection connection, SyncId sync, Scope scope) throws SQLException {
        var unmerged = new Unmerged(scope);
        try (var query = connection.prepareStatement("select change, members, fingerprints from delivery_receipt"
                + " where sync = ? and fingerprints is not null order by id")) {
            query.setFetchSize(64);
            query.setLong(1, sync.value());
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    unmerged.add(
                            Change.of(rows.getString(1)),
                            Packing.bitmap(rows.getBytes(2)).toArray(),
                            Packing.longs(rows.getBytes(3)));
                }
            }
        }
        try (var query = connection.prepareStatement(
                "select members, fingerprints from delivery_batch where sync = ? and state = 'sending'")) {
            query.setLong(1, sync.value());
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    int[] members = Packing.bitmap(rows.getBytes(1)).toArray();
                    var prints = Packing.longs(rows.getBytes(2));
                    Arrays.setAll(prints, row -> Fingerprint.inDoubt(prints[row]));
                    unmerged.add(Change.UNCLEAR, members, prints);
                }
            }
        }
        return unmerged;
    }

    private void add(Change change, int[] profiles, long[] fingerprints) {
        for (int i = 0; i < profiles.length; i++) {
            if (!scope.holds(profiles[i])) {
                continue;
            }
            if (change.leaves()) {
                held.remove(profiles[i]);
                left.add(profiles[i]);
            } else {
                held.put(profiles[i], fingerprints[i]);
                left.remove(profiles[i]);
            }
        }
    }

    Iterator<AcknowledgedChunk> over(Iterator<AcknowledgedChunk> merged) {
        return held.isEmpty() && left.isEmpty() ? merged : new Overlaid(merged);
    }

    private final class Overlaid implements Iterator<AcknowledgedChunk> {

        private final Iterator<AcknowledgedChunk> merged;
        private Optional<AcknowledgedChunk> next;
        private int done = -1;

        Overlaid(Iterator<AcknowledgedChunk> merged) {
            this.merged = merged;
            this.next = read();
        }

        private Optional<AcknowledgedChunk> read() {
            return merged.hasNext() ? Optional.of(merged.next()) : Optional.empty();
        }

        /** The next chunk that only receipts know. */
        private Optional<Integer> fresh() {
            return Optional.ofNullable(held.ceilingKey((done + 1) << 16)).map(profile -> profile >>> 16);
        }

        @Override
        public boolean hasNext() {
            return next.isPresent() || fresh().isPresent();
        }

        @Override
        public AcknowledgedChunk next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int chunk = Math.min(
                    next.map(AcknowledgedChunk::chunk).orElse(Integer.MAX_VALUE), fresh().orElse(Integer.MAX_VALUE));
            var base = next.filter(some -> some.chunk() == chunk);
            if (base.isPresent()) {
                next = read();
            }
            done = chunk;
            return overlaid(chunk, base);
        }

        private AcknowledgedChunk overlaid(int chunk, Optional<AcknowledgedChunk> base) {
            var prints = new TreeMap<Integer, Long>();
            base.ifPresent(some -> {
                int[] members = some.members().toArray();
                for (int i = 0; i < members.length; i++) {
                    if (!left.contains(chunk << 16 | members[i])) {
                        prints.put(members[i], some.fingerprints()[i]);
                    }
                }
            });
            held.subMap(chunk << 16, true, chunk << 16 | 0xFFFF, true)
                    .forEach((profile, print) -> prints.put(profile & 0xFFFF, print));
            var members = new RoaringBitmap();
            prints.keySet().forEach(members::add);
            var fingerprints =
                    prints.values().stream().mapToLong(Long::longValue).toArray();
            return new AcknowledgedChunk(chunk, members, fingerprints);
        }
    }
}
