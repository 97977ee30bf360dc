// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The version of each model that speaks: whether it scores, and what the last look at it found. Another version mends all of it. */
@Singleton
class ModelWatch implements Watch {

    private static final String LOOKS =
            """
            select m.id, m.name, l.drifting, l.worst, l.worse
            from model m cross join lateral (select * from model_look where model = m.id order by number desc limit 1) l
            where l.version = m.champion and (l.drifting > 0 or l.worse)
            order by m.id
            """;

    private static final String SILENCE =
            """
            select m.id, m.name, s.code
            from model m join model_silence s on s.model = m.id and s.version = m.champion
            order by m.id
            """;

    private final DataSource database;

    ModelWatch(DataSource database) {
        this.database = database;
    }

    @Override
    public List<Finding> look(Instant now) throws SQLException {
        var found = new ArrayList<Finding>();
        try (var connection = database.getConnection()) {
            silence(connection, found);
            looks(connection, found);
        }
        return found;
    }

    private static void silence(Connection connection, List<Finding> found) throws SQLException {
        try (var query = connection.prepareStatement(SILENCE);
                var rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(silent(subject(rows), rows.getString("code")));
            }
        }
    }

    private static void looks(Connection connection, List<Finding> found) throws SQLException {
        try (var query = connection.prepareStatement(LOOKS);
                var rows = query.executeQuery()) {
            while (rows.next()) {
                var model = subject(rows);
                if (rows.getInt("drifting") > 0) {
                    found.add(drifting(model, rows));
                }
                if (rows.getBoolean("worse")) {
                    found.add(worse(model));
                }
            }
        }
    }

    private static Subject subject(ResultSet row) throws SQLException {
        return new Subject(Subject.Kind.MODEL, row.getLong("id"), row.getString("name"));
    }

    private static Finding silent(Subject model, String code) {
        boolean damaged = code.equals("MODEL_DAMAGED");
        return new Finding(
                AlertKind.MODEL_SILENT,
                model,
                "The model '" + model.name() + "' cannot score customers; their scores stay as they were.",
                damaged
                        ? Optional.of("The stored version is no longer what was stored.")
                        : Optional.of("The reason is in the log."),
                damaged
                        ? "Go back to an earlier version, make a new one, or restore the database from a backup."
                        : "Go back to an earlier version or make a new one. Kohorte tries again twice a minute.",
                "/models/" + model.id());
    }

    private static Finding drifting(Subject model, ResultSet row) throws SQLException {
        return new Finding(
                AlertKind.MODEL_DRIFTING,
                model,
                "What the model '" + model.name() + "' was learned from is no longer what it sees.",
                Optional.of(reason(row.getInt("drifting"), row.getString("worst"))),
                "Look whether an import or a campaign explains it. If the change is real, train the model again.",
                link(model));
    }

    private static String reason(int drifting, String worst) {
        var most =
                switch (worst) {
                    case "scores" -> "The scores moved most.";
                    case "outcomes" -> "The share of customers who do it moved most.";
                    default -> "The feature '" + worst + "' moved most.";
                };
        return drifting == 1 ? most : most + " In all " + drifting + " things moved.";
    }

    private static Finding worse(Subject model) {
        return new Finding(
                AlertKind.MODEL_WORSE,
                model,
                "The model '" + model.name() + "' ranks customers worse than when it was learned.",
                Optional.empty(),
                "Train the model again, or go back to an earlier version; until then trust its scores less.",
                link(model));
    }

    private static String link(Subject model) {
        return "/models/" + model.id() + "/watch";
    }
}
