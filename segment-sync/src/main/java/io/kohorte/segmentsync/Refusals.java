// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/** Members that stand refused, one row each, until their cause is gone. */
final class Refusals {

    private static final int SAMPLE = 5;
    private static final String COLUMNS =
            "profile, change, state, code, field, message, request, response, run, since, due";

    private static final String STANDING =
            "select profile, fingerprint, change, due, state, code" + " from delivery_refusal where sync = ?";

    private final Transactions transactions;

    Refusals(Transactions transactions) {
        this.transactions = transactions;
    }

    void put(Connection connection, SyncId sync, RunId run, List<Refusal> refusals, Instant now) throws SQLException {
        if (refusals.isEmpty()) {
            return;
        }
        try (var insert = connection.prepareStatement("insert into delivery_refusal (sync, profile, change, state,"
                + " fingerprint, code, field, message, vendor_code, request, response, run, since, due)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (sync, profile) do update set"
                + " change = excluded.change, state = excluded.state, fingerprint = excluded.fingerprint,"
                + " code = excluded.code, field = excluded.field, message = excluded.message,"
                + " vendor_code = excluded.vendor_code, request = excluded.request, response = excluded.response,"
                + " run = excluded.run, due = excluded.due")) {
            for (var refusal : refusals) {
                var problem = refusal.problem();
                insert.setLong(1, sync.value());
                insert.setInt(2, refusal.profile());
                insert.setString(3, refusal.change().wire());
                insert.setString(4, refusal.state().wire());
                insert.setLong(5, refusal.fingerprint());
                insert.setString(6, refusal.code());
                insert.setString(7, clean(problem.field()));
                insert.setString(8, clean(problem.message()));
                insert.setString(9, clean(problem.vendorCode()));
                insert.setString(10, clean(refusal.example().request()));
                insert.setString(11, clean(refusal.example().response()));
                insert.setLong(12, run.value());
                insert.setTimestamp(13, Timestamp.from(now));
                insert.setBoolean(14, refusal.due());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** PostgreSQL takes every character but this one. */
    private static String clean(String text) {
        return text.replace('\0', '\uFFFD');
    }

    void remove(Connection connection, SyncId sync, int[] profiles) throws SQLException {
        if (profiles.length == 0) {
            return;
        }
        try (var delete =
                connection.prepareStatement("delete from delivery_refusal where sync = ? and profile = any (?)")) {
            delete.setLong(1, sync.value());
            delete.setArray(2, array(connection, profiles));
            delete.executeUpdate();
        }
    }

    Standing standing(SyncId sync) {
        return transactions.call(connection -> {
            try (var query = connection.prepareStatement(STANDING + " order by profile")) {
                query.setLong(1, sync.value());
                return standing(query, count(connection, sync));
            }
        });
    }

    /** Of these profiles. */
    Standing standing(SyncId sync, RoaringBitmap profiles) {
        return transactions.call(connection -> {
            try (var query = connection.prepareStatement(STANDING + " and profile = any (?) order by profile")) {
                query.setLong(1, sync.value());
                query.setArray(2, array(connection, profiles.toArray()));
                return standing(query, profiles.getCardinality());
            }
        });
    }

    private static Standing standing(PreparedStatement query, int most) throws SQLException {
        var profiles = new int[most];
        var fingerprints = new long[most];
        var flags = new byte[most];
        int read = 0;
        query.setFetchSize(10_000);
        try (var rows = query.executeQuery()) {
            while (rows.next() && read < most) {
                profiles[read] = rows.getInt(1);
                fingerprints[read] = rows.getLong(2);
                flags[read++] = flags(rows);
            }
        }
        return read == 0
                ? Standing.NONE
                : new Standing(
                        Arrays.copyOf(profiles, read), Arrays.copyOf(fingerprints, read), Arrays.copyOf(flags, read));
    }

    /** Members to be tried again with the next run, whatever it is about. */
    RoaringBitmap due(SyncId sync) {
        return transactions.call(connection -> {
            var due = new RoaringBitmap();
            try (var query =
                    connection.prepareStatement("select profile from delivery_refusal where sync = ? and due")) {
                query.setLong(1, sync.value());
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        due.add(rows.getInt(1));
                    }
                }
            }
            return due;
        });
    }

    private static int count(Connection connection, SyncId sync) throws SQLException {
        try (var query = connection.prepareStatement("select count(*) from delivery_refusal where sync = ?")) {
            query.setLong(1, sync.value());
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static Array array(Connection connection, int[] profiles) throws SQLException {
        return connection.createArrayOf("int4", Arrays.stream(profiles).boxed().toArray());
    }

    private static byte flags(ResultSet row) throws SQLException {
        int flags = Change.of(row.getString(3)).leaves() ? Standing.LEAVING : 0;
        flags |= row.getBoolean(4) ? Standing.DUE : 0;
        flags |= row.getString(5).equals(Refusal.State.INVALID.wire()) ? Standing.INVALID : 0;
        flags |= row.getString(5).equals(Refusal.State.SKIPPED.wire()) ? Standing.SKIPPED : 0;
        flags |= row.getString(6).equals("MAYBE_APPLIED") ? Standing.FIRM : 0;
        return (byte) flags;
    }

    /** Those refused by us or the destination go out again with the next run. */
    long retry(SyncId sync, Optional<String> code, Optional<RoaringBitmap> profiles) {
        return transactions.call(connection -> {
            try (var update = connection.prepareStatement("update delivery_refusal set due = true where sync = ?"
                    + " and state <> 'skipped' and (? or code = ?) and (? or profile = any (?))")) {
                update.setLong(1, sync.value());
                update.setBoolean(2, code.isEmpty());
                update.setString(3, code.orElse(""));
                update.setBoolean(4, profiles.isEmpty());
                var chosen = profiles.map(RoaringBitmap::toArray).orElse(new int[0]);
                update.setArray(5, array(connection, chosen));
                return (long) update.executeUpdate();
            }
        });
    }

    void allDue(Connection connection, SyncId sync) throws SQLException {
        try (var update = connection.prepareStatement(
                "update delivery_refusal set due = true where sync = ? and code <> 'MAYBE_APPLIED'")) {
            update.setLong(1, sync.value());
            update.executeUpdate();
        }
    }

    Optional<RejectedMember> of(SyncId sync, int profile) {
        return read(
                        "select " + COLUMNS + " from delivery_refusal where sync = ? and profile = ? limit ?",
                        sync,
                        profile,
                        1)
                .stream()
                .findFirst();
    }

    List<RejectedMember> page(SyncId sync, int afterProfile, int limit) {
        return read(
                "select " + COLUMNS + " from delivery_refusal where sync = ? and profile > ? order by profile limit ?",
                sync,
                afterProfile,
                limit);
    }

    private List<RejectedMember> read(String sql, SyncId sync, int profile, int limit) {
        return transactions.call(connection -> {
            try (var query = connection.prepareStatement(sql)) {
                query.setLong(1, sync.value());
                query.setInt(2, profile);
                query.setInt(3, limit);
                var members = new ArrayList<RejectedMember>();
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        members.add(member(rows));
                    }
                }
                return members;
            }
        });
    }

    List<RejectedGroup> groups(SyncId sync) {
        return transactions.call(connection -> {
            var groups = new LinkedHashMap<List<String>, List<RejectedMember>>();
            var counts = new LinkedHashMap<List<String>, Long>();
            try (var query = connection.prepareStatement("select * from (select " + COLUMNS
                    + ", count(*) over cause as cause_size, row_number() over (cause order by request = '', profile)"
                    + " as place from delivery_refusal where sync = ? window cause as (partition by state, code, field))"
                    + " ranked where place <= ? order by cause_size desc, state, code, field, place")) {
                query.setLong(1, sync.value());
                query.setInt(2, SAMPLE);
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        var member = member(rows);
                        var cause = List.of(member.state(), member.code(), member.field());
                        groups.computeIfAbsent(cause, key -> new ArrayList<>()).add(member);
                        counts.put(cause, rows.getLong("cause_size"));
                    }
                }
            }
            var result = new ArrayList<RejectedGroup>();
            groups.forEach((cause, sample) -> result.add(new RejectedGroup(
                    cause.get(0),
                    cause.get(1),
                    cause.get(2),
                    sample.get(0).message(),
                    counts.getOrDefault(cause, 0L),
                    List.copyOf(sample))));
            return result;
        });
    }

    private static RejectedMember member(ResultSet row) throws SQLException {
        return new RejectedMember(
                row.getInt("profile"),
                Change.of(row.getString("change")),
                row.getString("state"),
                row.getString("code"),
                row.getString("field"),
                row.getString("message"),
                row.getString("request"),
                row.getString("response"),
                new RunId(row.getLong("run")),
                row.getTimestamp("since").toInstant(),
                row.getBoolean("due"));
    }
}
