// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * One process of all scores customers: whoever holds an advisory lock of PostgreSQL, which ends with the process, however that ends. Scores are
 * written by the connection that holds it, so that nobody who has lost it can. For one thread.
 */
@Singleton
class ScoringSeat {
    private static final Logger LOG = Logger.getLogger(ScoringSeat.class);

    /** "SCOR" in ASCII, so that no other use of advisory locks meets ours. */
    private static final int SPACE = 0x53434F52;

    private final DataSource database;
    private Optional<Connection> held = Optional.empty();

    ScoringSeat(DataSource database) {
        this.database = database;
    }

    /** A deed of whoever holds the seat. */
    @FunctionalInterface
    interface Deed<T> {
        T done(Connection connection) throws SQLException;
    }

    /** Takes the seat if nobody has it, and does the deed outside of a transaction; empty when another process has the seat. */
    <T> Optional<T> whileOurs(Deed<T> deed) {
        try {
            if (held.isEmpty() && !take()) {
                return Optional.empty();
            }
            return Optional.of(deed.done(held.orElseThrow()));
        } catch (SQLException e) {
            leave();
            throw new IllegalStateException("scores cannot be kept", e);
        }
    }

    private boolean take() throws SQLException {
        Connection connection = database.getConnection();
        try (PreparedStatement lock = connection.prepareStatement("select pg_try_advisory_lock(?, 0)")) {
            lock.setInt(1, SPACE);
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                held = row.getBoolean(1) ? Optional.of(connection) : Optional.empty();
            }
        } finally {
            if (held.isEmpty()) {
                connection.close();
            }
        }
        held.ifPresent(ours -> LOG.debug("This process scores customers"));
        return held.isPresent();
    }

    /** Another process may take it. */
    void leave() {
        Optional<Connection> ours = held;
        held = Optional.empty();
        ours.ifPresent(ScoringSeat::unlock);
    }

    private static void unlock(Connection ours) {
        try (ours;
                PreparedStatement unlock = ours.prepareStatement("select pg_advisory_unlock(?, 0)")) {
            unlock.setInt(1, SPACE);
            unlock.execute();
        } catch (SQLException e) {
            LOG.debugf("The lock of scoring ends with its connection: %s", e.getMessage());
        }
    }
}
