// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.audit;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Who changed what, and when. Holds neither secrets nor personal data of customers. */
@ApplicationScoped
public class Audit {

    private static final Logger LOG = Logger.getLogger(Audit.class);

    private final DataSource database;
    private final Clock clock;

    Audit(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Writes one entry in a transaction of its own. A failure to write is logged as an error with all of the entry, so
     * that it is not lost, and does not undo what was done.
     *
     * @param actor user, or user and token
     * @param action what was done, for example {@code POST /api/v1/segments}
     * @param subject on what, for example {@code segment 7}
     * @param outcome how it ended, for example {@code 201}
     * @param address where the call came from
     */
    public void record(String actor, String action, String subject, String outcome, String address) {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(
                        "insert into audit_entry (at, actor, action, subject, outcome, address) values (?, ?, ?, ?, ?, ?)")) {
            insert.setTimestamp(1, Timestamp.from(clock.instant()));
            insert.setString(2, actor);
            insert.setString(3, action);
            insert.setString(4, subject);
            insert.setString(5, outcome);
            insert.setString(6, address);
            insert.executeUpdate();
        } catch (SQLException e) {
            LOG.errorf(e, "Audit entry not stored: %s, %s, %s, %s", actor, action, subject, outcome);
        }
    }
}
