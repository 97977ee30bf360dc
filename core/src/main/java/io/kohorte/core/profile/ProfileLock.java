// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The one lock of everything that writes profiles, held until the end of the transaction, in every process on the database.
 *
 * <p>Numbers stay dense and merges never meet each other, so there is no order of row locks to get wrong. Hold it briefly.
 */
public enum ProfileLock {
    /** For writers that create, merge or change profiles. */
    EXCLUSIVE("select pg_advisory_xact_lock(?)"),
    /** For writers that only append events to profiles that exist. */
    SHARED("select pg_advisory_xact_lock_shared(?)");

    private static final long KEY = 0x6b6f_686f_7274_0002L;

    private final String sql;

    ProfileLock(String sql) {
        this.sql = sql;
    }

    /** What is done under the lock. */
    @FunctionalInterface
    public interface Deed<T> {
        T done(Connection connection) throws SQLException;
    }

    /** Does it in a transaction of its own, under the lock; nothing of it stays when it fails. */
    public <T> T during(DataSource database, Deed<T> deed) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                take(connection);
                T done = deed.done(connection);
                connection.commit();
                return done;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** Waits for the lock. A lock once taken shared must not be taken exclusively in the same transaction: two such would block each other. */
    public void take(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, KEY);
            statement.execute();
        }
    }
}
