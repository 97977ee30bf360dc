// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * What routes are owed, in the order it came to be. A route is delivered by one process at a time, which has it for a lease:
 * when that process dies, another delivers again what was not recorded as sent.
 */
@Singleton
class OwedNotices {

    /** Longer than the longest attempt. */
    static final Duration LEASE = Duration.ofMinutes(2);

    private static final int AT_A_TIME = 20;

    private static final String CLAIM =
            """
            update alert_route set leased_until = ? where id = (
                select r.id from alert_route r
                where (r.leased_until is null or r.leased_until <= ?) and (r.not_before is null or r.not_before <= ?)
                  and exists (select from alert_notice n where n.route = r.id and n.sent_at is null and n.given_up_at is null)
                order by r.last_sent_at nulls first, r.id limit 1 for update skip locked)
            returning id
            """;
    private static final String OWED =
            """
            select n.id as notice, n.message, n.change, n.owed_since, a.* from alert_notice n join alert a on a.id = n.alert
            where n.route = ? and n.sent_at is null and n.given_up_at is null order by n.id limit ?
            """;
    private static final String SENT =
            """
            with sent as (update alert_notice set sent_at = ? where id = ? returning route)
            update alert_route set leased_until = ?, last_sent_at = ?, failures = 0, problem = null, not_before = null
            where id = (select route from sent)
            """;

    private final DataSource database;
    private final Clock clock;

    OwedNotices(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param id orders it among those of its route */
    record Owed(long id, Notice notice) {}

    /** Takes a route to which something is owed and which is not resting, for the length of {@link #LEASE}. */
    Optional<Long> claim() throws SQLException {
        var now = clock.instant();
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(CLAIM)) {
            update.setTimestamp(1, Timestamp.from(now.plus(LEASE)));
            update.setTimestamp(2, Timestamp.from(now));
            update.setTimestamp(3, Timestamp.from(now));
            try (var rows = update.executeQuery()) {
                return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
            }
        }
    }

    /** The oldest first. */
    List<Owed> to(long route) throws SQLException {
        var owed = new ArrayList<Owed>();
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(OWED)) {
            query.setLong(1, route);
            query.setInt(2, AT_A_TIME);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    var notice = new Notice(
                            rows.getObject("message", UUID.class),
                            Notice.Change.of(rows.getString("change")),
                            Alerts.read(rows),
                            rows.getTimestamp("owed_since").toInstant());
                    owed.add(new Owed(rows.getLong("notice"), notice));
                }
            }
        }
        return owed;
    }

    /** The route stays ours for another lease. */
    void sent(Owed notice) throws SQLException {
        var now = Timestamp.from(clock.instant());
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(SENT)) {
            update.setTimestamp(1, now);
            update.setLong(2, notice.id());
            update.setTimestamp(3, Timestamp.from(clock.instant().plus(LEASE)));
            update.setTimestamp(4, now);
            update.executeUpdate();
        }
    }

    /** Lets the route go, until it is tried again. */
    void failed(long route, String problem, Instant tryAgainAt) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("update alert_route set leased_until = null, problem = ?,"
                        + " not_before = ?, failures = failures + 1 where id = ?")) {
            update.setString(1, problem);
            update.setTimestamp(2, Timestamp.from(tryAgainAt));
            update.setLong(3, route);
            update.executeUpdate();
        }
    }

    void release(long route) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("update alert_route set leased_until = null where id = ?")) {
            update.setLong(1, route);
            update.executeUpdate();
        }
    }

    /** @return how many notices have been owed for so long that nobody is told any more */
    int giveUp(Duration after) throws SQLException {
        var now = clock.instant();
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("update alert_notice set given_up_at = ?"
                        + " where sent_at is null and given_up_at is null and owed_since < ?")) {
            update.setTimestamp(1, Timestamp.from(now));
            update.setTimestamp(2, Timestamp.from(now.minus(after)));
            return update.executeUpdate();
        }
    }
}
