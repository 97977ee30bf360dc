// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;

/** What the destination confirmed: chunks of the acknowledged audience, and receipts not merged into them yet. */
final class Ledger {

    private static final int CHUNKS_AT_ONCE = 8;

    private final Transactions transactions;

    Ledger(Transactions transactions) {
        this.transactions = transactions;
    }

    /** @param fingerprints one per profile; none for those who left */
    void receipt(
            Connection connection,
            SyncId sync,
            RunId run,
            Change change,
            int[] profiles,
            long[] fingerprints,
            Instant at)
            throws SQLException {
        if (profiles.length == 0) {
            return;
        }
        try (var insert = connection.prepareStatement("insert into delivery_receipt (sync, run, change, size, first,"
                + " last, members, fingerprints, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, sync.value());
            insert.setLong(2, run.value());
            insert.setString(3, change.wire());
            insert.setInt(4, profiles.length);
            insert.setInt(5, profiles[0]);
            insert.setInt(6, profiles[profiles.length - 1]);
            insert.setBytes(7, Packing.bytes(RoaringBitmap.bitmapOf(profiles)));
            insert.setBytes(8, Packing.bytes(fingerprints));
            insert.setTimestamp(9, Timestamp.from(at));
            insert.executeUpdate();
        }
    }

    /** The destination may have these, in whatever state: the comparison then sends or removes them. */
    void unclear(Connection connection, SyncId sync, RunId run, Shipment shipment, Instant at) throws SQLException {
        receipt(connection, sync, run, Change.UNCLEAR, shipment.profiles(), shipment.inDoubt(), at);
    }

    /** In ascending order, few chunks in memory. Sees merged state only. */
    Iterator<AcknowledgedChunk> acknowledged(SyncId sync) {
        return new Chunks(sync);
    }

    /** Of these profiles those who were confirmed or may be there, as of one moment: receipts may be merged at any. */
    Iterator<AcknowledgedChunk> held(SyncId sync, RoaringBitmap profiles) {
        return transactions.call(connection -> {
            Transactions.freeze(connection);
            var merged = acknowledged(connection, sync, profiles);
            return Unmerged.among(connection, sync, profiles).over(merged.iterator());
        });
    }

    /** Of these profiles those who were confirmed, in ascending order. Sees merged state only, and reads no more of it. */
    private static List<AcknowledgedChunk> acknowledged(Connection connection, SyncId sync, RoaringBitmap profiles)
            throws SQLException {
        var members = membersAmong(connection, sync, profiles);
        var chunks = new ArrayList<Integer>();
        var places = new ArrayList<Integer>();
        var found = new ArrayList<AcknowledgedChunk>();
        members.forEach((chunk, all) -> {
            var asked = profiles.selectRange((long) chunk << 16, (long) (chunk + 1) << 16);
            var here = RoaringBitmap.and(all, RoaringBitmap.addOffset(asked, -((long) chunk << 16)));
            here.forEach((int member) -> {
                chunks.add(chunk);
                places.add(all.rank(member) - 1);
            });
            found.add(new AcknowledgedChunk(chunk, here, new long[here.getCardinality()]));
        });
        var prints = fingerprints(connection, sync, chunks, places);
        int next = 0;
        for (var chunk : found) {
            System.arraycopy(prints, next, chunk.fingerprints(), 0, chunk.fingerprints().length);
            next += chunk.fingerprints().length;
        }
        return found;
    }

    /** Members of the chunks that these profiles are in, by chunk. */
    private static SortedMap<Integer, RoaringBitmap> membersAmong(
            Connection connection, SyncId sync, RoaringBitmap profiles) throws SQLException {
        var chunks = Arrays.stream(profiles.toArray())
                .map(profile -> profile >>> 16)
                .distinct()
                .boxed()
                .toArray();
        var members = new TreeMap<Integer, RoaringBitmap>();
        try (var query = connection.prepareStatement(
                "select chunk, members from delivery_chunk where sync = ? and chunk = any (?)")) {
            query.setLong(1, sync.value());
            query.setArray(2, connection.createArrayOf("int4", chunks));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    members.put(rows.getInt(1), Packing.bitmap(rows.getBytes(2)));
                }
            }
        }
        return members;
    }

    /** Stored uncompressed, so that PostgreSQL reads no more than the pages these eight bytes each are on. */
    private static long[] fingerprints(Connection connection, SyncId sync, List<Integer> chunks, List<Integer> places)
            throws SQLException {
        var prints = new long[chunks.size()];
        try (var query = connection.prepareStatement("select substring(c.fingerprints from asked.place * 8 + 1 for 8)"
                + " from unnest(?::int[], ?::int[]) with ordinality as asked (chunk, place, number)"
                + " join delivery_chunk c on c.sync = ? and c.chunk = asked.chunk order by asked.number")) {
            query.setArray(1, connection.createArrayOf("int4", chunks.toArray()));
            query.setArray(2, connection.createArrayOf("int4", places.toArray()));
            query.setLong(3, sync.value());
            try (var rows = query.executeQuery()) {
                for (int i = 0; rows.next(); i++) {
                    prints[i] = Packing.longs(rows.getBytes(1))[0];
                }
            }
        }
        return prints;
    }

    /** All confirmed members, merged or not. */
    RoaringBitmap members(SyncId sync) {
        return transactions.call(connection -> {
            var members = new RoaringBitmap();
            try (var query = connection.prepareStatement("select chunk, members from delivery_chunk where sync = ?")) {
                query.setFetchSize(64);
                query.setLong(1, sync.value());
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        members.or(
                                RoaringBitmap.addOffset(Packing.bitmap(rows.getBytes(2)), (long) rows.getInt(1) << 16));
                    }
                }
            }
            try (var query = connection.prepareStatement("select change, members from delivery_receipt"
                    + " where sync = ? and fingerprints is not null order by id")) {
                query.setFetchSize(64);
                query.setLong(1, sync.value());
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        if (Change.of(rows.getString(1)).leaves()) {
                            members.andNot(Packing.bitmap(rows.getBytes(2)));
                        } else {
                            members.or(Packing.bitmap(rows.getBytes(2)));
                        }
                    }
                }
            }
            return members;
        });
    }

    /** From now on nothing is known of what the destination has of whom, but their names: all will be sent again. */
    void forgetData(Connection connection, SyncId sync) throws SQLException {
        for (var table : List.of("delivery_chunk", "delivery_receipt")) {
            try (var update =
                    connection.prepareStatement("update " + table + " set fingerprints = decode(regexp_replace("
                            + "encode(fingerprints, 'hex'), '(....)............', '\\1000000000000', 'g'), 'hex')"
                            + " where sync = ? and fingerprints is not null")) {
                update.setLong(1, sync.value());
                update.executeUpdate();
            }
        }
    }

    /** Every change about a profile that is still on record, latest first. */
    List<Sent> sent(int profile) {
        return transactions.call(connection -> {
            var sent = new ArrayList<Sent>();
            try (var query = connection.prepareStatement("select sync, run, change, at, members from delivery_receipt"
                    + " where first <= ? and last >= ? order by at desc, id desc")) {
                query.setFetchSize(64);
                query.setInt(1, profile);
                query.setInt(2, profile);
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        if (Packing.bitmap(rows.getBytes(5)).contains(profile)) {
                            sent.add(new Sent(
                                    new SyncId(rows.getLong(1)),
                                    new RunId(rows.getLong(2)),
                                    Change.of(rows.getString(3)),
                                    rows.getTimestamp(4).toInstant()));
                        }
                    }
                }
            }
            return sent;
        });
    }

    /** By sync, who had been accepted and not given back by then, as far as receipts are kept. */
    Map<SyncId, RoaringBitmap> heldAt(Instant moment) {
        return transactions.call(connection -> {
            var held = new HashMap<SyncId, RoaringBitmap>();
            try (var query = connection.prepareStatement("select sync, change, members from delivery_receipt"
                    + " where at <= ? and change in ('added', 'changed', 'removed') order by at, id")) {
                query.setFetchSize(64);
                query.setTimestamp(1, Timestamp.from(moment));
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        var members = Packing.bitmap(rows.getBytes(3));
                        var audience = held.computeIfAbsent(new SyncId(rows.getLong(1)), sync -> new RoaringBitmap());
                        if (Change.of(rows.getString(2)).leaves()) {
                            audience.andNot(members);
                        } else {
                            audience.or(members);
                        }
                    }
                }
            }
            return held;
        });
    }

    /** Who was accepted at this moment or later, whether given back since or not, as far as receipts are kept. */
    RoaringBitmap receivedSince(SyncId sync, Instant moment) {
        return transactions.call(connection -> {
            var received = new RoaringBitmap();
            try (var query = connection.prepareStatement("select members from delivery_receipt"
                    + " where sync = ? and at >= ? and change in ('added', 'changed')")) {
                query.setFetchSize(64);
                query.setLong(1, sync.value());
                query.setTimestamp(2, Timestamp.from(moment));
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        received.or(Packing.bitmap(rows.getBytes(1)));
                    }
                }
            }
            return received;
        });
    }

    private final class Chunks implements Iterator<AcknowledgedChunk> {

        private final SyncId sync;
        private final Queue<AcknowledgedChunk> read = new ArrayDeque<>();
        private int from;
        private boolean exhausted;

        Chunks(SyncId sync) {
            this.sync = sync;
        }

        @Override
        public boolean hasNext() {
            if (read.isEmpty() && !exhausted) {
                readOn();
            }
            return !read.isEmpty();
        }

        @Override
        public AcknowledgedChunk next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return read.remove();
        }

        private void readOn() {
            transactions.run(connection -> {
                try (var query = connection.prepareStatement("select chunk, members, fingerprints from delivery_chunk"
                        + " where sync = ? and chunk >= ? order by chunk limit ?")) {
                    query.setLong(1, sync.value());
                    query.setInt(2, from);
                    query.setInt(3, CHUNKS_AT_ONCE);
                    try (var rows = query.executeQuery()) {
                        while (rows.next()) {
                            read.add(new AcknowledgedChunk(
                                    rows.getInt(1), Packing.bitmap(rows.getBytes(2)), Packing.longs(rows.getBytes(3))));
                            from = rows.getInt(1) + 1;
                        }
                    }
                }
            });
            exhausted = read.size() < CHUNKS_AT_ONCE;
        }
    }
}
