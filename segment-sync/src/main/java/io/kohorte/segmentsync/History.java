// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;

/**
 * Who entered, changed and left with which run: what receipts leave behind once they are merged, one row a run and change.
 * Whoever was there already and was sent once more, as after a resync, has not entered but changed; whoever entered in
 * doubt stays {@link Change#UNCLEAR} until an answer comes. Used for one step of merging, before the chunks are written.
 */
final class History {

    private static final long SMALLEST = 1 << 20;

    private final Connection connection;
    private final SyncId sync;
    private final RoaringBitmap chunksRead = new RoaringBitmap();
    private final RoaringBitmap held = new RoaringBitmap();
    private final Map<Origin, Trace> traces = new LinkedHashMap<>();

    History(Connection connection, SyncId sync) {
        this.connection = connection;
        this.sync = sync;
    }

    private record Origin(long run, Change change) {}

    private record Trace(RoaringBitmap members, Instant at) {}

    /** The next receipt, in the order they were written. */
    void add(long run, Change change, RoaringBitmap members, Instant at) throws SQLException {
        readHeld(members);
        if (change == Change.REMOVED) {
            note(run, change, members, at);
        }
        if (change.leaves()) {
            held.andNot(members);
            return;
        }
        var entered = RoaringBitmap.andNot(members, held);
        if (change == Change.UNCLEAR) {
            note(run, change, entered, at);
        } else {
            var doubtful = trace(run, Change.UNCLEAR, at).members();
            entered.or(RoaringBitmap.and(members, doubtful));
            doubtful.andNot(members);
            note(run, Change.ADDED, entered, at);
            note(run, Change.CHANGED, RoaringBitmap.andNot(members, entered), at);
        }
        held.or(members);
    }

    private void note(long run, Change change, RoaringBitmap members, Instant at) throws SQLException {
        if (!members.isEmpty()) {
            var known = trace(run, change, at);
            known.members().or(members);
            traces.put(new Origin(run, change), new Trace(known.members(), at.isAfter(known.at()) ? at : known.at()));
        }
    }

    /** What is on record already is taken out, to be written anew. */
    private Trace trace(long run, Change change, Instant at) throws SQLException {
        var origin = new Origin(run, change);
        var known = traces.get(origin);
        if (known == null) {
            known = new Trace(new RoaringBitmap(), at);
            try (var take = connection.prepareStatement("delete from delivery_receipt where sync = ? and run = ?"
                    + " and change = ? and fingerprints is null returning members, at")) {
                take.setLong(1, sync.value());
                take.setLong(2, run);
                take.setString(3, change.wire());
                try (var rows = take.executeQuery()) {
                    while (rows.next()) {
                        known.members().or(Packing.bitmap(rows.getBytes(1)));
                        known = new Trace(known.members(), rows.getTimestamp(2).toInstant());
                    }
                }
            }
            traces.put(origin, known);
        }
        return known;
    }

    private void readHeld(RoaringBitmap members) throws SQLException {
        var unread = IntStream.rangeClosed(members.first() >>> 16, members.last() >>> 16)
                .filter(chunk -> !chunksRead.contains(chunk))
                .filter(chunk -> members.intersects((long) chunk << 16, (chunk + 1L) << 16))
                .boxed()
                .toList();
        if (unread.isEmpty()) {
            return;
        }
        unread.forEach(chunksRead::add);
        try (var query = connection.prepareStatement(
                "select chunk, members from delivery_chunk where sync = ? and chunk = any (?)")) {
            query.setLong(1, sync.value());
            query.setArray(2, connection.createArrayOf("int4", unread.toArray()));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    held.or(RoaringBitmap.addOffset(Packing.bitmap(rows.getBytes(2)), (long) rows.getInt(1) << 16));
                }
            }
        }
    }

    /** Those who entered last: what is written first is forgotten first. */
    void write() throws SQLException {
        var order = Comparator.comparing(Origin::run).thenComparing(Origin::change, Comparator.reverseOrder());
        for (var origin : traces.keySet().stream().sorted(order).toList()) {
            var trace = traces.get(origin);
            if (!trace.members().isEmpty()) {
                write(origin, trace);
            }
        }
    }

    private void write(Origin origin, Trace trace) throws SQLException {
        var members = trace.members();
        try (var insert = connection.prepareStatement("insert into delivery_receipt (sync, run, change, size, first,"
                + " last, members, at) values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, sync.value());
            insert.setLong(2, origin.run());
            insert.setString(3, origin.change().wire());
            insert.setInt(4, members.getCardinality());
            insert.setInt(5, members.first());
            insert.setInt(6, members.last());
            insert.setBytes(7, Packing.bytes(members));
            insert.setTimestamp(8, Timestamp.from(trace.at()));
            insert.executeUpdate();
        }
    }

    /** History keeps to a budget of one and a half bytes a member; what is oldest goes first. */
    static void prune(Connection connection, SyncId sync) throws SQLException {
        try (var delete = connection.prepareStatement("delete from delivery_receipt where id in (select id from"
                + " (select id, sum(octet_length(members) + 80) over (order by id desc) as total"
                + " from delivery_receipt where sync = ? and fingerprints is null) history where total > greatest(?,"
                + " (select coalesce(sum(size), 0) * 3 / 2 from delivery_chunk where sync = ?)))")) {
            delete.setLong(1, sync.value());
            delete.setLong(2, SMALLEST);
            delete.setLong(3, sync.value());
            delete.executeUpdate();
        }
    }

    /** What one run did, as far as it is still on record. */
    record Trail(RoaringBitmap entered, RoaringBitmap changed, RoaringBitmap left) {}

    static Trail of(Connection connection, SyncId sync, RunId run) throws SQLException {
        long number = run.value();
        return new Trail(
                members(connection, sync, number, number, number - 1, Change.ADDED, Change.UNCLEAR),
                members(connection, sync, number, number, number - 1, Change.CHANGED),
                members(connection, sync, number, number, number - 1, Change.REMOVED));
    }

    /** Who entered or left with a run later than this one, other than that one. */
    static RoaringBitmap after(Connection connection, SyncId sync, RunId run, RunId other) throws SQLException {
        return members(
                connection,
                sync,
                run.value() + 1,
                Long.MAX_VALUE,
                other.value(),
                Change.ADDED,
                Change.UNCLEAR,
                Change.REMOVED);
    }

    private static RoaringBitmap members(
            Connection connection, SyncId sync, long from, long to, long except, Change... changes)
            throws SQLException {
        var members = new RoaringBitmap();
        try (var query = connection.prepareStatement("select members from delivery_receipt where sync = ?"
                + " and run between ? and ? and run <> ? and change = any (?) and fingerprints is null")) {
            query.setLong(1, sync.value());
            query.setLong(2, from);
            query.setLong(3, to);
            query.setLong(4, except);
            var wires = Arrays.stream(changes).map(Change::wire).toArray();
            query.setArray(5, connection.createArrayOf("text", wires));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    members.or(Packing.bitmap(rows.getBytes(1)));
                }
            }
        }
        return members;
    }
}
