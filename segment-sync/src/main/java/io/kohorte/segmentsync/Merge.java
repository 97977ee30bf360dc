// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/**
 * Folds receipts into the chunks of the acknowledged audience. Each step is one transaction, so it happens whole or not
 * at all; of a receipt folded in, {@link History} keeps who and when.
 */
final class Merge {

    private static final int EDITS_AT_ONCE = 1 << 18;
    private static final int RECEIPTS_LEFT = 1000;

    /** Does all there is to do, in steps of bounded size. */
    void all(Lease lease) {
        var more = true;
        while (more) {
            more = lease.fenced(connection -> step(connection, lease.sync()));
        }
    }

    /** Whether so many receipts wait that reading them all costs more than folding them in. */
    boolean isDue(SyncId sync, Connection connection) throws SQLException {
        try (var query = connection.prepareStatement("select count(*) from (select from delivery_receipt"
                + " where sync = ? and fingerprints is not null limit ?) waiting")) {
            query.setLong(1, sync.value());
            query.setInt(2, RECEIPTS_LEFT);
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getInt(1) == RECEIPTS_LEFT;
            }
        }
    }

    private static boolean step(Connection connection, SyncId sync) throws SQLException {
        var edits = new Edits();
        var merged = new ArrayList<Long>();
        var history = new History(connection, sync);
        var more = false;
        try (var query = connection.prepareStatement("select id, run, change, members, fingerprints, at"
                + " from delivery_receipt where sync = ? and fingerprints is not null order by id")) {
            query.setFetchSize(64);
            query.setLong(1, sync.value());
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    if (edits.size() >= EDITS_AT_ONCE) {
                        more = true;
                        break;
                    }
                    var change = Change.of(rows.getString(3));
                    var members = Packing.bitmap(rows.getBytes(4));
                    var at = rows.getTimestamp(6).toInstant();
                    merged.add(rows.getLong(1));
                    edits.add(members.toArray(), Packing.longs(rows.getBytes(5)), change.leaves());
                    history.add(rows.getLong(2), change, members, at);
                }
            }
        }
        if (merged.isEmpty()) {
            return false;
        }
        edits.sort();
        for (int from = 0; from < edits.size(); ) {
            int to = edits.endOfChunk(from);
            apply(connection, sync, edits, from, to);
            from = to;
        }
        delete(connection, merged);
        history.write();
        return more;
    }

    /** Changes in the order they were made; sorted by profile, the last about one profile counts. */
    private static final class Edits {

        private long[] keys = new long[1024];
        private long[] fingerprints = new long[1024];
        private final BitSet leaving = new BitSet();
        private int size;

        int size() {
            return size;
        }

        void add(int[] profiles, long[] prints, boolean leaves) {
            if (size + profiles.length > keys.length) {
                int roomier = Math.max(keys.length * 2, size + profiles.length);
                keys = Arrays.copyOf(keys, roomier);
                fingerprints = Arrays.copyOf(fingerprints, roomier);
            }
            for (int i = 0; i < profiles.length; i++) {
                keys[size] = ((long) profiles[i] << 32) | size;
                fingerprints[size] = leaves ? Fingerprint.UNKNOWN : prints[i];
                leaving.set(size, leaves);
                size++;
            }
        }

        void sort() {
            Arrays.sort(keys, 0, size);
        }

        int profile(int index) {
            return (int) (keys[index] >>> 32);
        }

        boolean isLastOfProfile(int index) {
            return index + 1 == size || profile(index + 1) != profile(index);
        }

        boolean leaves(int index) {
            return leaving.get((int) keys[index]);
        }

        long fingerprint(int index) {
            return fingerprints[(int) keys[index]];
        }

        int endOfChunk(int from) {
            int chunk = profile(from) >>> 16;
            int to = from;
            while (to < size && profile(to) >>> 16 == chunk) {
                to++;
            }
            return to;
        }
    }

    private static void apply(Connection connection, SyncId sync, Edits edits, int from, int to) throws SQLException {
        int chunk = edits.profile(from) >>> 16;
        var before = read(connection, sync, chunk);
        var held = before.map(some -> some.members().toArray()).orElse(new int[0]);
        var prints = before.map(AcknowledgedChunk::fingerprints).orElse(new long[0]);
        var members = new int[held.length + to - from];
        var fingerprints = new long[members.length];
        int size = 0;
        int h = 0;
        for (int edit = from; edit < to; edit++) {
            if (!edits.isLastOfProfile(edit)) {
                continue;
            }
            int low = edits.profile(edit) & 0xFFFF;
            while (h < held.length && held[h] < low) {
                members[size] = held[h];
                fingerprints[size++] = prints[h++];
            }
            if (h < held.length && held[h] == low) {
                h++;
            }
            if (!edits.leaves(edit)) {
                members[size] = low;
                fingerprints[size++] = edits.fingerprint(edit);
            }
        }
        while (h < held.length) {
            members[size] = held[h];
            fingerprints[size++] = prints[h++];
        }
        write(connection, sync, chunk, Arrays.copyOf(members, size), Arrays.copyOf(fingerprints, size));
    }

    static Optional<AcknowledgedChunk> read(Connection connection, SyncId sync, int chunk) throws SQLException {
        try (var query = connection.prepareStatement(
                "select members, fingerprints from delivery_chunk where sync = ? and chunk = ?")) {
            query.setLong(1, sync.value());
            query.setInt(2, chunk);
            try (var rows = query.executeQuery()) {
                return rows.next()
                        ? Optional.of(new AcknowledgedChunk(
                                chunk, Packing.bitmap(rows.getBytes(1)), Packing.longs(rows.getBytes(2))))
                        : Optional.empty();
            }
        }
    }

    static void write(Connection connection, SyncId sync, int chunk, int[] members, long[] fingerprints)
            throws SQLException {
        if (members.length == 0) {
            try (var delete = connection.prepareStatement("delete from delivery_chunk where sync = ? and chunk = ?")) {
                delete.setLong(1, sync.value());
                delete.setInt(2, chunk);
                delete.executeUpdate();
            }
            return;
        }
        try (var upsert = connection.prepareStatement("insert into delivery_chunk (sync, chunk, size, members,"
                + " fingerprints) values (?, ?, ?, ?, ?) on conflict (sync, chunk) do update set size = excluded.size,"
                + " members = excluded.members, fingerprints = excluded.fingerprints")) {
            upsert.setLong(1, sync.value());
            upsert.setInt(2, chunk);
            upsert.setInt(3, members.length);
            upsert.setBytes(4, Packing.bytes(RoaringBitmap.bitmapOf(members)));
            upsert.setBytes(5, Packing.bytes(fingerprints));
            upsert.executeUpdate();
        }
    }

    private static void delete(Connection connection, List<Long> receipts) throws SQLException {
        try (var delete = connection.prepareStatement("delete from delivery_receipt where id = any (?)")) {
            delete.setArray(1, connection.createArrayOf("int8", receipts.toArray()));
            delete.executeUpdate();
        }
    }
}
