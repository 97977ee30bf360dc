// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import io.kohorte.core.run.RunId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Which process works on a run: an advisory lock on one connection says so, and the database lets it go when the process dies, however
 * it dies. So a starting process can tell orphans from the work of others.
 */
final class RunOwnership {

    private static final int IMPORTS = 0x6b6f_0003;

    private final DataSource database;
    private @Nullable Connection connection;

    RunOwnership(DataSource database) {
        this.database = database;
    }

    synchronized void take(RunId run) throws SQLException {
        if (connection == null || !connection.isValid(5)) {
            connection = database.getConnection();
        }
        call(connection, "select pg_advisory_lock(?, ?)", run);
    }

    synchronized void release(RunId run) {
        try {
            if (connection != null && connection.isValid(5)) {
                call(connection, "select pg_advisory_unlock(?, ?)", run);
            }
        } catch (SQLException e) {
            // The connection is gone, and the lock with it.
            connection = null;
        }
    }

    boolean isOrphan(RunId run) throws SQLException {
        try (Connection own = database.getConnection()) {
            boolean free = call(own, "select pg_try_advisory_lock(?, ?)", run);
            return free && call(own, "select pg_advisory_unlock(?, ?)", run);
        }
    }

    synchronized void close() throws SQLException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    private static boolean call(Connection connection, String sql, RunId run) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, IMPORTS);
            statement.setInt(2, (int) run.value());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && "t".equals(row.getString(1));
            }
        }
    }
}
