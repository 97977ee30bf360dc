// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Alerts that fired, by query. */
@Singleton
class Alerts {

    private static final String COLUMNS = "select a.id, a.kind, a.subject_kind, a.subject, a.subject_name, a.sentence,"
            + " a.reason, a.next_step, a.link, a.since, a.fired_at, a.gone_since, a.recovered_at";
    private static final String FIRED = COLUMNS + " from alert a where a.fired_at is not null";
    private static final int ALL = 1_000;

    private final DataSource database;

    Alerts(DataSource database) {
        this.database = database;
    }

    /** Those of a list. */
    enum Which {
        ALL("true"),
        OPEN("a.recovered_at is null"),
        RECOVERED("a.recovered_at is not null");

        private final String condition;

        Which(String condition) {
            this.condition = condition;
        }
    }

    /** Latest first, with numbers below {@code before}. */
    List<Alert> list(Which which, long before, int limit) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        FIRED + " and " + which.condition + " and a.id < ? order by a.id desc limit ?")) {
            query.setLong(1, before);
            query.setInt(2, limit);
            return read(query);
        }
    }

    /** All that have not recovered, latest first. */
    List<Alert> open() throws SQLException {
        return list(Which.OPEN, Long.MAX_VALUE, ALL);
    }

    Optional<Alert> find(long id) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(FIRED + " and a.id = ?")) {
            query.setLong(1, id);
            return read(query).stream().findFirst();
        }
    }

    /** How many have not recovered, for every kind. */
    Map<AlertKind, Integer> counts() throws SQLException {
        var counts = new EnumMap<AlertKind, Integer>(AlertKind.class);
        for (var kind : AlertKind.values()) {
            counts.put(kind, 0);
        }
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select kind, count(*) from alert where fired_at is not null"
                        + " and recovered_at is null group by kind");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                counts.put(AlertKind.of(rows.getString(1)), rows.getInt(2));
            }
        }
        return counts;
    }

    /** What {@link #COLUMNS} selects, from the row it is at. */
    static Alert read(ResultSet row) throws SQLException {
        return new Alert(
                row.getLong("id"),
                AlertKind.of(row.getString("kind")),
                new Subject(
                        Subject.Kind.of(row.getString("subject_kind")),
                        row.getLong("subject"),
                        row.getString("subject_name")),
                row.getString("sentence"),
                row.getString("reason"),
                row.getString("next_step"),
                row.getString("link"),
                row.getTimestamp("since").toInstant(),
                row.getTimestamp("fired_at").toInstant(),
                moment(row, "gone_since"),
                moment(row, "recovered_at"));
    }

    private static List<Alert> read(PreparedStatement query) throws SQLException {
        var found = new ArrayList<Alert>();
        try (var rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(read(rows));
            }
        }
        return found;
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column))
                .map(Timestamp::toInstant)
                .orElse(null);
    }
}
