// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Why syncs stand still. */
final class Pauses {

    private Pauses() {}

    static boolean isGuard(RunProblem pause) {
        return Arrays.stream(GuardStop.Reason.values())
                .anyMatch(reason -> reason.name().equals(pause.code()));
    }

    static boolean guardStoppedBefore(Connection connection, SyncId sync, Instant moment) throws SQLException {
        try (var query = connection.prepareStatement("select paused_code, paused_message, paused_field,"
                + " paused_incident from delivery_sync where sync = ? and paused_at < ?")) {
            query.setLong(1, sync.value());
            query.setTimestamp(2, Timestamp.from(moment));
            try (var rows = query.executeQuery()) {
                return rows.next() && read(rows, 1).filter(Pauses::isGuard).isPresent();
            }
        }
    }

    /** Makes the sync known if it is new, and locks it until the transaction ends. */
    static Optional<RunProblem> lock(Connection connection, SyncId sync) throws SQLException {
        try (var insert =
                connection.prepareStatement("insert into delivery_sync (sync) values (?) on conflict do nothing")) {
            insert.setLong(1, sync.value());
            insert.executeUpdate();
        }
        try (var query = connection.prepareStatement("select paused_code, paused_message, paused_field,"
                + " paused_incident from delivery_sync where sync = ? for update")) {
            query.setLong(1, sync.value());
            try (var rows = query.executeQuery()) {
                return rows.next() ? read(rows, 1) : Optional.empty();
            }
        }
    }

    static Optional<RunProblem> read(ResultSet row, int from) throws SQLException {
        var code = row.getString(from);
        return code == null
                ? Optional.empty()
                : Optional.of(new RunProblem(
                        code, row.getString(from + 1), row.getString(from + 2), row.getString(from + 3)));
    }

    static void put(Connection connection, SyncId sync, RunProblem why, Timestamp at) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_sync set paused_code = ?, paused_message = ?,"
                + " paused_field = ?, paused_incident = ?, paused_at = ? where sync = ?")) {
            update.setString(1, why.code());
            update.setString(2, why.message());
            update.setString(3, why.field());
            update.setString(4, why.incident());
            update.setTimestamp(5, at);
            update.setLong(6, sync.value());
            update.executeUpdate();
        }
    }

    /** The sync may go on, with a clean slate of failures. */
    static void lift(Connection connection, SyncId sync) throws SQLException {
        try (var update =
                connection.prepareStatement("update delivery_sync set paused_code = null, paused_message = '',"
                        + " paused_field = '', paused_incident = '', paused_at = null, failing_since = null, failures = 0"
                        + " where sync = ?")) {
            update.setLong(1, sync.value());
            update.executeUpdate();
        }
    }
}
