// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

/** Since when, and how often, a sync has failed to reach its destination. */
record Health(Instant since, int times) {

    static Health failed(Connection connection, SyncId sync, Instant now) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_sync set failures = failures + 1,"
                + " failing_since = coalesce(failing_since, ?) where sync = ? returning failing_since, failures")) {
            update.setTimestamp(1, Timestamp.from(now));
            update.setLong(2, sync.value());
            try (var rows = update.executeQuery()) {
                rows.next();
                return new Health(rows.getTimestamp(1).toInstant(), rows.getInt(2));
            }
        }
    }

    static void well(Connection connection, SyncId sync) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_sync set failures = 0, failing_since = null"
                + " where sync = ? and failing_since is not null")) {
            update.setLong(1, sync.value());
            update.executeUpdate();
        }
    }
}
