// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.run;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** An advisory lock of PostgreSQL for each run at work: it ends with its process, however that ends. */
@ApplicationScoped
public class RunLock {
    private static final Logger LOG = Logger.getLogger(RunLock.class);

    /** First half of the lock's key, so that no other use of advisory locks meets ours. */
    private static final int SPACE = 0x4B4C5452;

    private final DataSource database;

    RunLock(DataSource database) {
        this.database = database;
    }

    /** A connection kept for as long as the run lasts. */
    public record Held(Connection connection, boolean ours, RunId run) implements AutoCloseable {

        @Override
        public void close() {
            try (connection) {
                if (ours) {
                    ask(connection, "select pg_advisory_unlock(?, ?)", run);
                }
            } catch (SQLException e) {
                LOG.warnf("The lock of run %s ends with its connection: %s", run, e.getMessage());
            }
        }
    }

    public Held take(RunId run) {
        try {
            Connection connection = database.getConnection();
            return new Held(connection, ask(connection, "select pg_try_advisory_lock(?, ?)", run), run);
        } catch (SQLException e) {
            throw new IllegalStateException("the run cannot be locked", e);
        }
    }

    /** Whether nobody works on a run any more. */
    public boolean abandoned(RunId run) {
        try (Held held = take(run)) {
            return held.ours();
        }
    }

    private static boolean ask(Connection connection, String sql, RunId run) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(1, SPACE);
            select.setInt(2, (int) run.value());
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
