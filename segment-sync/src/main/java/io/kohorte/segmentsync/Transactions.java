// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * One connection, one transaction, one piece of work. A process that is stopped in the middle of one would keep its locks
 * for as long as it sleeps, and with them everybody who could take over; so PostgreSQL ends transactions that fall silent.
 */
final class Transactions {

    static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    private final DataSource dataSource;
    private final Duration longestSilence;

    Transactions(DataSource dataSource) {
        this(dataSource, LONGEST_SILENCE);
    }

    Transactions(DataSource dataSource, Duration longestSilence) {
        this.dataSource = dataSource;
        this.longestSilence = longestSilence;
    }

    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    interface Deed {
        void in(Connection connection) throws SQLException;
    }

    Duration longestSilence() {
        return longestSilence;
    }

    <T> T call(Work<T> work) {
        return callUnlimited(connection -> {
            endIfSilent(connection);
            return work.in(connection);
        });
    }

    /** For work that limits its own silence with its first statement. */
    <T> T callUnlimited(Work<T> work) {
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

    /** For a single query: a transaction by itself. */
    void look(Deed query) {
        try (var connection = dataSource.getConnection()) {
            query.in(connection);
        } catch (SQLException failure) {
            throw new DeliveryStoreException(failure);
        }
    }

    private void endIfSilent(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set local idle_in_transaction_session_timeout = " + longestSilence.toMillis());
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
