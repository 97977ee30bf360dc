// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import io.kohorte.core.experiment.Experiment.Division;
import io.kohorte.core.experiment.Experiment.Outcome;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The experiments on record. */
@Singleton
class Experiments {

    private static final String ALL =
            "select id, name, sync, treated, held_out, held_out_share, event, within_days, measure, started_at, ended_at"
                    + " from experiment ";

    private final DataSource database;

    Experiments(DataSource database) {
        this.database = database;
    }

    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    /** In the order they were made. */
    List<Experiment> list(long after, int limit) throws SQLException {
        return call(ALL + "where id > ? order by id limit ?", select -> {
            select.setLong(1, after);
            select.setInt(2, limit);
            return read(select);
        });
    }

    List<Experiment> running() throws SQLException {
        return call(ALL + "where ended_at is null order by id", Experiments::read);
    }

    Optional<Experiment> find(ExperimentId id) throws SQLException {
        return call(ALL + "where id = ?", select -> {
            select.setLong(1, id.value());
            return read(select).stream().findFirst();
        });
    }

    /** Empty when the name is taken. */
    Optional<ExperimentId> create(
            String name, Division division, double share, Outcome outcome, Instant startedAt, Instant now)
            throws SQLException {
        return call(
                "insert into experiment (name, sync, treated, held_out, held_out_share, event, within_days, measure,"
                        + " started_at, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (name) do nothing returning id",
                insert -> {
                    insert.setString(1, name);
                    if (division instanceof Division.BySync of) {
                        insert.setLong(2, of.sync());
                        insert.setNull(3, Types.BIGINT);
                        insert.setNull(4, Types.BIGINT);
                    } else if (division instanceof Division.BySegments of) {
                        insert.setNull(2, Types.BIGINT);
                        insert.setLong(3, of.treated());
                        insert.setLong(4, of.heldOut());
                    }
                    insert.setDouble(5, share);
                    insert.setString(6, outcome.event());
                    insert.setInt(7, outcome.withinDays());
                    insert.setString(8, outcome.measure().wire());
                    insert.setTimestamp(9, Timestamp.from(startedAt));
                    insert.setTimestamp(10, Timestamp.from(now));
                    try (ResultSet row = insert.executeQuery()) {
                        return row.next() ? Optional.of(new ExperimentId(row.getLong(1))) : Optional.empty();
                    }
                });
    }

    /** The first end counts. */
    void end(ExperimentId id, Instant at) throws SQLException {
        call("update experiment set ended_at = ? where id = ? and ended_at is null", update -> {
            update.setTimestamp(1, Timestamp.from(at));
            update.setLong(2, id.value());
            return update.executeUpdate();
        });
    }

    /** With all that was enrolled. */
    void delete(ExperimentId id) throws SQLException {
        call("delete from experiment where id = ?", delete -> {
            delete.setLong(1, id.value());
            return delete.executeUpdate();
        });
    }

    private <T> T call(String sql, Work<T> work) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            return work.on(statement);
        }
    }

    private static List<Experiment> read(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            List<Experiment> experiments = new ArrayList<>();
            while (row.next()) {
                experiments.add(experiment(row));
            }
            return experiments;
        }
    }

    private static Experiment experiment(ResultSet row) throws SQLException {
        Long sync = row.getObject("sync", Long.class);
        return new Experiment(
                new ExperimentId(row.getLong("id")),
                row.getString("name"),
                sync == null
                        ? new Division.BySegments(row.getLong("treated"), row.getLong("held_out"))
                        : new Division.BySync(sync),
                row.getDouble("held_out_share"),
                new Outcome(row.getString("event"), row.getInt("within_days"), Measure.of(row.getString("measure"))),
                row.getTimestamp("started_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("ended_at")).map(Timestamp::toInstant));
    }
}
