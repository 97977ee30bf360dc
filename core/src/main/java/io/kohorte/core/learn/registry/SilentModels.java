// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.platform.problem.ProblemException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/** Models that speak and cannot score, as the process that scores tells all others, alerts and people. */
@Singleton
class SilentModels {
    private final DataSource database;

    SilentModels(DataSource database) {
        this.database = database;
    }

    /**
     * A model of which scores stay as they were.
     *
     * @param code what stands in the way: of a problem, else {@code UNEXPECTED}, about which the log says more
     */
    record Silence(Instant since, String code) {}

    /** Remembers that a version cannot score. One that could not before keeps the moment it began, however often processes change. */
    void fell(Connection connection, Champion champion, Instant at, RuntimeException cause) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into model_silence as known (model, version, since, code)"
                        + " select id, ?, ?, ? from model where id = ?"
                        + " on conflict (model) do update set version = excluded.version, code = excluded.code,"
                        + " since = case when known.version = excluded.version then known.since else excluded.since end")) {
            insert.setInt(1, champion.version());
            insert.setTimestamp(2, Timestamp.from(at));
            insert.setString(
                    3,
                    cause instanceof ProblemException refused
                            ? refused.problem().code()
                            : "UNEXPECTED");
            insert.setLong(4, champion.model().value());
            insert.executeUpdate();
        }
    }

    /** The model scored customers. */
    void spoke(Connection connection, ModelId model) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from model_silence where model = ?")) {
            delete.setLong(1, model.value());
            delete.executeUpdate();
        }
    }

    /** Empty while the champion scores, or has had nobody to score. */
    Optional<Silence> of(ModelId model) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select since, code from model_silence s join model m on m.id = s.model and m.champion = s.version"
                                + " where m.id = ?")) {
            select.setLong(1, model.value());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Silence(row.getTimestamp("since").toInstant(), row.getString("code")))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("models that cannot score cannot be read", e);
        }
    }
}
