// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** One connection, one transaction, one piece of work. */
final class Transactions {

    private final DataSource dataSource;

    Transactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    interface Deed {
        void in(Connection connection) throws SQLException;
    }

    <T> T call(Work<T> work) {
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error failure) {
                undo(connection, failure);
                throw failure;
            } finally {
                restore(connection);
            }
        } catch (SQLException failure) {
            throw new DeliveryStoreException(failure);
        }
    }

    /** What went wrong first is what counts: a dead connection cannot be rolled back, and need not be. */
    private static void undo(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException dead) {
            failure.addSuppressed(dead);
        }
    }

    private static void restore(Connection connection) throws SQLException {
        if (!connection.isClosed()) {
            connection.setAutoCommit(true);
        }
    }

    void run(Deed deed) {
        this.<Object>call(connection -> {
            deed.in(connection);
            return "";
        });
    }
}
