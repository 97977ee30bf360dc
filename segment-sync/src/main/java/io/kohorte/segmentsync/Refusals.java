// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.ProblemCode;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/** Members that stand refused, one row each, until their cause is gone. */
final class Refusals {

    private static final String FORGET_EXAMPLE = "update delivery_refusal set request = '', response = '',"
            + " example_at = null where example_at is not null";

    private static final String STANDING =
            "select profile, fingerprint, change, due, state, code" + " from delivery_refusal where sync = ?";

    /** Codes of rows that were refused because of the account, not because of the person. */
    private static final String[] ACCESS = Arrays.stream(ProblemCode.values())
            .filter(code -> code.kind() == ProblemCode.Kind.AUTH || code.kind() == ProblemCode.Kind.CONFIG)
            .map(Enum::name)
            .toArray(String[]::new);

    private final Transactions transactions;

    Refusals(Transactions transactions) {
        this.transactions = transactions;
    }

    void put(Connection connection, SyncId sync, RunId run, List<Refusal> refusals, Instant now) throws SQLException {
        if (refusals.isEmpty()) {
            return;
        }
        try (var insert = connection.prepareStatement("insert into delivery_refusal (sync, profile, change, state,"
                + " fingerprint, code, field, message, vendor_code, request, response, run, since, due, example_at)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (sync, profile) do update set"
                + " change = excluded.change, state = excluded.state, fingerprint = excluded.fingerprint,"
                + " code = excluded.code, field = excluded.field, message = excluded.message,"
                + " vendor_code = excluded.vendor_code, request = excluded.request, response = excluded.response,"
                + " run = excluded.run, due = excluded.due, example_at = excluded.example_at")) {
            for (var refusal : refusals) {
                var isExample = !refusal.example().equals(Refusal.Example.NONE);
                if (isExample) {
                    forgetExample(connection, sync, refusal);
                }
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
                insert.setTimestamp(15, isExample ? Timestamp.from(now) : null);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** The newest example of a cause is the only one. */
    private static void forgetExample(Connection connection, SyncId sync, Refusal refusal) throws SQLException {
        try (var update = connection.prepareStatement(FORGET_EXAMPLE + " and sync = ? and code = ? and field = ?")) {
            update.setLong(1, sync.value());
            update.setString(2, refusal.code());
            update.setString(3, clean(refusal.problem().field()));
            update.executeUpdate();
        }
    }

    /** @return how many there were */
    int forgetExamples(Instant olderThan) {
        return transactions.call(connection -> {
            try (var update = connection.prepareStatement(FORGET_EXAMPLE + " and example_at < ?")) {
                update.setTimestamp(1, Timestamp.from(olderThan));
                return update.executeUpdate();
            }
        });
    }

    int forgetExamples(RoaringBitmap profiles) {
        return transactions.call(connection -> {
            try (var update = connection.prepareStatement(FORGET_EXAMPLE + " and profile = any (?)")) {
                update.setArray(1, array(connection, profiles.toArray()));
                return update.executeUpdate();
            }
        });
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
            try (var query =
                    connection.prepareStatement("select profile from delivery_refusal where sync = ? and due")) {
                query.setLong(1, sync.value());
                return profiles(query);
            }
        });
    }

    RoaringBitmap inExamples() {
        return transactions.call(connection -> {
            try (var query =
                    connection.prepareStatement("select profile from delivery_refusal where example_at is not null")) {
                return profiles(query);
            }
        });
    }

    private static RoaringBitmap profiles(PreparedStatement query) throws SQLException {
        var profiles = new RoaringBitmap();
        try (var rows = query.executeQuery()) {
            while (rows.next()) {
                profiles.add(rows.getInt(1));
            }
        }
        return profiles;
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
    long retry(SyncId sync, Optional<RejectedCause> cause, Optional<RoaringBitmap> profiles) {
        return transactions.call(connection -> {
            try (var update = connection.prepareStatement(
                    "update delivery_refusal set due = true where sync = ?"
                            + " and state <> 'skipped' and (? or code = ?) and (? or field = ?) and (? or profile = any (?))")) {
                var field = cause.flatMap(RejectedCause::field);
                update.setLong(1, sync.value());
                update.setBoolean(2, cause.isEmpty());
                update.setString(3, cause.map(RejectedCause::code).orElse(""));
                update.setBoolean(4, field.isEmpty());
                update.setString(5, field.orElse(""));
                update.setBoolean(6, profiles.isEmpty());
                var chosen = profiles.map(RoaringBitmap::toArray).orElse(new int[0]);
                update.setArray(7, array(connection, chosen));
                return (long) update.executeUpdate();
            }
        });
    }

    /** Whether a change may have arrived is for a person to find out, whatever was mended. */
    long causeCleared(SyncId sync, Cleared cleared) {
        return transactions.call(connection -> {
            try (var update = connection.prepareStatement("update delivery_refusal set due = true where sync = ?"
                    + " and not due and state <> 'skipped' and code <> 'MAYBE_APPLIED' and (? or code = any (?))")) {
                update.setLong(1, sync.value());
                update.setBoolean(2, cleared == Cleared.DEFINITION);
                update.setArray(3, connection.createArrayOf("text", ACCESS));
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
}
