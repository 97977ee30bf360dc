// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.alert;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The last look at the version of each model that speaks: another version mends, and so do customers who are as they were. */
@Singleton
class ModelWatch implements Watch {

    private static final String LOOKS =
            """
            select m.id, m.name, l.drifting, l.worst, l.worse
            from model m cross join lateral (select * from model_look where model = m.id order by number desc limit 1) l
            where l.version = m.champion and (l.drifting > 0 or l.worse)
            order by m.id
            """;

    private final DataSource database;

    ModelWatch(DataSource database) {
        this.database = database;
    }

    @Override
    public List<Finding> look(Instant now) throws SQLException {
        var found = new ArrayList<Finding>();
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(LOOKS);
                var rows = query.executeQuery()) {
            while (rows.next()) {
                var model = new Subject(Subject.Kind.MODEL, rows.getLong("id"), rows.getString("name"));
                if (rows.getInt("drifting") > 0) {
                    found.add(drifting(model, rows));
                }
                if (rows.getBoolean("worse")) {
                    found.add(worse(model));
                }
            }
        }
        return found;
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
