// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * One connection, one transaction, one piece of work. A process that is stopped in the middle of one would keep its locks
 * for as long as it sleeps, and with them everybody who could take over; so PostgreSQL ends transactions that fall silent.
 * The other way round, whoever waits for an answer of a PostgreSQL that is gone, or was cut off without a word, gives up
 * after four times as long: no statement of delivery takes that.
 */
final class Transactions {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    private final DataSource dataSource;
    private final Duration longestSilence;
    private final int longestAnswer;

    Transactions(DataSource dataSource) {
        this(dataSource, LONGEST_SILENCE);
    }

    Transactions(DataSource dataSource, Duration longestSilence) {
        this.dataSource = dataSource;
        this.longestSilence = longestSilence;
        this.longestAnswer = Math.toIntExact(longestSilence.multipliedBy(4).toMillis());
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
        return look(connection -> {
            connection.setAutoCommit(false);
            try {
                var result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error failure) {
                undo(connection, failure);
                throw failure;
            } finally {
                if (!connection.isClosed()) {
                    connection.setAutoCommit(true);
                }
            }
        });
    }

    /** For queries: a transaction each. */
    <T> T look(Work<T> queries) {
        try (var connection = dataSource.getConnection()) {
            var before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, longestAnswer);
            try {
                return queries.in(connection);
            } finally {
                if (!connection.isClosed()) {
                    connection.setNetworkTimeout(Runnable::run, before);
                }
            }
        } catch (SQLException failure) {
            throw new DeliveryStoreException(failure);
        }
    }

    /** All that follows sees one moment. Before the first query. */
    static void freeze(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read");
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

    void run(Deed deed) {
        this.<Object>call(connection -> {
            deed.in(connection);
            return "";
        });
    }
}
