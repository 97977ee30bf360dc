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

/** The latest import of each source, and the latest training of each model: a later good one mends. */
@Singleton
class RunWatch implements Watch {

    private static final String IMPORTS =
            """
            select s.id, s.name, r.state, (r.result ->> 'invalid')::bigint as invalid,
                   (r.result ->> 'rowsIn')::bigint as rows_in, (select max(i.id) from import i where i.run = r.id) as import
            from source s cross join lateral (select * from run where kind = 'import' and subject = s.id
                and state in ('completed', 'completed-with-errors', 'failed') order by id desc limit 1) r
            order by s.id
            """;
    private static final String TRAININGS =
            """
            select m.id, m.name, r.state
            from model m cross join lateral (select * from run where kind = 'training' and subject = m.id
                and state in ('completed', 'completed-with-errors', 'failed') order by id desc limit 1) r
            order by m.id
            """;

    private final DataSource database;
    private final AlertConfig config;

    RunWatch(DataSource database, AlertConfig config) {
        this.database = database;
        this.config = config;
    }

    private interface Reading {
        Optional<Finding> of(ResultSet row) throws SQLException;
    }

    @Override
    public List<Finding> look(Instant now) throws SQLException {
        var found = new ArrayList<Finding>();
        found.addAll(find(IMPORTS, this::imported));
        found.addAll(find(TRAININGS, RunWatch::trained));
        return found;
    }

    private List<Finding> find(String sql, Reading reading) throws SQLException {
        var found = new ArrayList<Finding>();
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(sql);
                var rows = query.executeQuery()) {
            while (rows.next()) {
                reading.of(rows).ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<Finding> imported(ResultSet row) throws SQLException {
        var source = new Subject(Subject.Kind.SOURCE, row.getLong("id"), row.getString("name"));
        var link = "/imports/" + row.getLong("import");
        if (row.getString("state").equals("failed")) {
            return Optional.of(new Finding(
                    AlertKind.IMPORT_FAILED,
                    source,
                    "The latest import of the source '" + source.name() + "' failed.",
                    Optional.empty(),
                    "Open the import: it says why. Then import the file again.",
                    link));
        }
        var invalid = row.getLong("invalid");
        var rows = row.getLong("rows_in");
        if (invalid <= rows * config.invalidShare()) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                AlertKind.IMPORT_INVALID,
                source,
                "Many rows of the latest import of the source '" + source.name() + "' are invalid.",
                Optional.of(String.format(
                        java.util.Locale.ROOT, "%,d of %,d rows were left out as invalid.", invalid, rows)),
                "Open the import: it shows the reasons. Correct the file or the mapping, then import it again.",
                link));
    }

    private static Optional<Finding> trained(ResultSet row) throws SQLException {
        if (!row.getString("state").equals("failed")) {
            return Optional.empty();
        }
        var model = new Subject(Subject.Kind.MODEL, row.getLong("id"), row.getString("name"));
        return Optional.of(new Finding(
                AlertKind.TRAINING_FAILED,
                model,
                "The latest training of the model '" + model.name() + "' failed.",
                Optional.empty(),
                "Open the model: it says why. The version before goes on speaking meanwhile.",
                "/models/" + model.id()));
    }
}
