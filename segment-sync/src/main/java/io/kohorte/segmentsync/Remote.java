// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.SQLException;

/** Which audience at the destination a sync has been filling. */
final class Remote {

    private Remote() {}

    /**
     * Notes which audience is filled from now on.
     *
     * @return whether it is another one than before: then what we know of its members is void
     */
    static boolean isReplaced(Connection connection, SyncId sync, String remoteId) throws SQLException {
        try (var query = connection.prepareStatement("select remote_id from delivery_sync where sync = ?")) {
            query.setLong(1, sync.value());
            try (var rows = query.executeQuery()) {
                rows.next();
                var before = rows.getString(1);
                if (remoteId.equals(before)) {
                    return false;
                }
                note(connection, sync, remoteId);
                return before != null;
            }
        }
    }

    private static void note(Connection connection, SyncId sync, String remoteId) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_sync set remote_id = ? where sync = ?")) {
            update.setString(1, remoteId);
            update.setLong(2, sync.value());
            update.executeUpdate();
        }
    }

    /** All is to be sent again: a person wants it, or the audience is gone with all its members. */
    static void resync(Connection connection, SyncId sync) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_sync set resync = true where sync = ?")) {
            update.setLong(1, sync.value());
            update.executeUpdate();
        }
    }

    /** Whether all is to be sent again; asking answers it. */
    static boolean takeResync(Connection connection, SyncId sync) throws SQLException {
        try (var update =
                connection.prepareStatement("update delivery_sync set resync = false where sync = ? and resync")) {
            update.setLong(1, sync.value());
            return update.executeUpdate() > 0;
        }
    }

    /** With all that is on record about it. */
    static void forget(Connection connection, SyncId sync) throws SQLException {
        try (var delete = connection.prepareStatement("delete from delivery_sync where sync = ?")) {
            delete.setLong(1, sync.value());
            delete.executeUpdate();
        }
    }
}
