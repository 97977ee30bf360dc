// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Compares what is wrong with what was wrong, and writes down what changed together with the notices owed for it, in one
 * transaction: whoever dies owes nothing that is not on record, and has told nothing that did not happen. One process looks
 * at a time, and looks only once it is its turn, so a slow one never brings back what is over.
 */
@Singleton
class Observation {

    /** "alert" in ASCII; no other lock of ours has one number of this size. */
    private static final long TURN = 0x616c657274L;

    private final DataSource database;
    private final List<Watch> watches;
    private final AlertConfig config;
    private final Clock clock;

    Observation(DataSource database, @All List<Watch> watches, AlertConfig config, Clock clock) {
        this.database = database;
        this.watches = watches;
        this.config = config;
        this.clock = clock;
    }

    /** An alert that is not over, fired or not. */
    private record Open(long id, Instant since, Optional<Instant> firedAt, Optional<Instant> goneSince) {}

    /**
     * Does nothing while another process looks. When a watch fails nothing changes: nobody knows what it would have said.
     *
     * @throws SQLException if the database fails; nothing is written then
     */
    void look() throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                if (isOurTurn(connection)) {
                    var now = clock.instant();
                    record(connection, findings(now), now);
                }
                connection.commit();
            } finally {
                connection.rollback(); // of what was not committed
                connection.setAutoCommit(true);
            }
        }
    }

    private static boolean isOurTurn(Connection connection) throws SQLException {
        try (var ask = connection.prepareStatement("select pg_try_advisory_xact_lock(?)")) {
            ask.setLong(1, TURN);
            try (var rows = ask.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }

    private Map<Finding.Key, Finding> findings(Instant now) throws SQLException {
        var found = new LinkedHashMap<Finding.Key, Finding>();
        for (var watch : watches) {
            for (var finding : watch.look(now)) {
                found.putIfAbsent(finding.key(), finding);
            }
        }
        return found;
    }

    private void record(Connection connection, Map<Finding.Key, Finding> findings, Instant now) throws SQLException {
        var open = open(connection);
        for (var finding : findings.values()) {
            var known = Optional.ofNullable(open.remove(finding.key()));
            var alert = known.isPresent() ? known.get() : insert(connection, finding, now);
            describe(connection, alert.id(), finding);
            if (alert.firedAt().isEmpty()
                    && isOver(alert.since(), finding.kind().hold(), now)) {
                stamp(connection, "fired_at", alert.id(), now);
                owe(connection, alert.id(), finding.kind().severity(), now);
            }
        }
        for (var gone : open.entrySet()) {
            if (gone.getKey().worse().filter(findings::containsKey).isPresent()) {
                close(connection, gone.getValue().id(), now);
            } else {
                leave(connection, gone.getValue(), now);
            }
        }
        forget(connection, now);
    }

    /** It is not there any more. What never fired vanishes; what fired has recovered once it stays away. */
    private void leave(Connection connection, Open gone, Instant now) throws SQLException {
        if (gone.firedAt().isEmpty()) {
            update(connection, "delete from alert where id = ?", gone.id());
        } else if (gone.goneSince().isEmpty()) {
            stamp(connection, "gone_since", gone.id(), now);
        } else if (isOver(gone.goneSince().get(), config.recoverAfter(), now)) {
            stamp(connection, "recovered_at", gone.id(), now);
            oweRecovery(connection, gone.id(), now);
        }
    }

    /** It went on as something else, of which people are told: nobody hears that it is over. */
    private static void close(Connection connection, long alert, Instant now) throws SQLException {
        stamp(connection, "gone_since", alert, now);
        stamp(connection, "recovered_at", alert, now);
    }

    private static boolean isOver(Instant since, java.time.Duration hold, Instant now) {
        return !since.plus(hold).isAfter(now);
    }

    private static Map<Finding.Key, Open> open(Connection connection) throws SQLException {
        var open = new LinkedHashMap<Finding.Key, Open>();
        try (var query = connection.prepareStatement(
                        "select id, kind, subject_kind, subject, since, fired_at, gone_since"
                                + " from alert where recovered_at is null order by id");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                open.put(
                        new Finding.Key(
                                AlertKind.of(rows.getString(2)), Subject.Kind.of(rows.getString(3)), rows.getLong(4)),
                        new Open(
                                rows.getLong(1),
                                rows.getTimestamp(5).toInstant(),
                                Optional.ofNullable(rows.getTimestamp(6)).map(Timestamp::toInstant),
                                Optional.ofNullable(rows.getTimestamp(7)).map(Timestamp::toInstant)));
            }
        }
        return open;
    }

    private static Open insert(Connection connection, Finding finding, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement("insert into alert (kind, subject_kind, subject, subject_name,"
                + " sentence, next_step, link, since) values (?, ?, ?, ?, '', '', '', ?) returning id")) {
            insert.setString(1, finding.kind().wire());
            insert.setString(2, finding.subject().kind().wire());
            insert.setLong(3, finding.subject().id());
            insert.setString(4, finding.subject().name());
            insert.setTimestamp(5, Timestamp.from(now));
            try (var rows = insert.executeQuery()) {
                rows.next();
                return new Open(rows.getLong(1), now, Optional.empty(), Optional.empty());
            }
        }
    }

    /** As it is now, and there; writes nothing when nothing is new. */
    private static void describe(Connection connection, long alert, Finding finding) throws SQLException {
        try (var update = connection.prepareStatement("update alert set subject_name = ?, sentence = ?, reason = ?,"
                + " next_step = ?, link = ?, gone_since = null where id = ? and (subject_name, sentence, reason,"
                + " next_step, link, gone_since) is distinct from (?, ?, ?, ?, ?, null::timestamptz)")) {
            texts(update, 1, finding);
            update.setLong(6, alert);
            texts(update, 7, finding);
            update.executeUpdate();
        }
    }

    private static void texts(PreparedStatement update, int from, Finding finding) throws SQLException {
        update.setString(from, finding.subject().name());
        update.setString(from + 1, finding.sentence());
        update.setString(from + 2, finding.reason().orElse(null));
        update.setString(from + 3, finding.nextStep());
        update.setString(from + 4, finding.link());
    }

    private static void stamp(Connection connection, String column, long alert, Instant now) throws SQLException {
        try (var update = connection.prepareStatement("update alert set " + column + " = ? where id = ?")) {
            update.setTimestamp(1, Timestamp.from(now));
            update.setLong(2, alert);
            update.executeUpdate();
        }
    }

    private static void owe(Connection connection, long alert, Severity severity, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement("insert into alert_notice (route, alert, change, owed_since)"
                + " select id, ?, 'firing', ? from alert_route where severity in ('warning', ?)")) {
            insert.setLong(1, alert);
            insert.setTimestamp(2, Timestamp.from(now));
            insert.setString(3, severity.wire());
            insert.executeUpdate();
        }
    }

    /** Whoever was told that it fired is told that it is over; nobody else. */
    private static void oweRecovery(Connection connection, long alert, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement("insert into alert_notice (route, alert, change, owed_since)"
                + " select route, alert, 'recovered', ? from alert_notice where alert = ? and change = 'firing'")) {
            insert.setTimestamp(1, Timestamp.from(now));
            insert.setLong(2, alert);
            insert.executeUpdate();
        }
    }

    private void forget(Connection connection, Instant now) throws SQLException {
        try (var delete = connection.prepareStatement("delete from alert where recovered_at < ?")) {
            delete.setTimestamp(1, Timestamp.from(now.minus(config.keepFor())));
            delete.executeUpdate();
        }
    }

    private static void update(Connection connection, String sql, long alert) throws SQLException {
        try (var update = connection.prepareStatement(sql)) {
            update.setLong(1, alert);
            update.executeUpdate();
        }
    }
}
