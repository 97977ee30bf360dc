// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

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

    /** Waits for the lock. A lock once taken shared must not be taken exclusively in the same transaction: two such would block each other. */
    public void take(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, KEY);
            statement.execute();
        }
    }
}
