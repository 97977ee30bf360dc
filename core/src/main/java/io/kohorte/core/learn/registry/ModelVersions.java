// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.condition.ModelId;
import io.kohorte.core.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The versions of all models. Writing deeds take the caller's connection, so that they commit with the scores. */
@ApplicationScoped
public class ModelVersions {
    private static final String COLUMNS =
            "model, number, status, cause, metrics, decision, promoted_by, promoted_at, created_at";

    private final DataSource database;
    private final ObjectMapper json;
    private final Clock clock;

    ModelVersions(DataSource database, ObjectMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /** Newest first, with numbers below {@code before}. */
    public List<ModelVersion> list(ModelId model, int before, int most) {
        return read(
                "select " + COLUMNS + " from model_version where model = ? and number < ? order by number desc limit ?",
                select -> {
                    select.setLong(1, model.value());
                    select.setInt(2, before);
                    select.setInt(3, most);
                },
                this::version);
    }

    public Optional<ModelVersion> find(ModelId model, int number) {
        return one(
                "select " + COLUMNS + " from model_version where model = ? and number = ?",
                model,
                number,
                this::version);
    }

    /** The versions that speak, by model. */
    List<Champion> champions(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "select m.id, v.number, v.promoted_at, m.updated_at,"
                                + " (select max(number) from model_version where model = m.id) as latest"
                                + " from model m join model_version v on v.model = m.id and v.number = m.champion order by m.id");
                ResultSet row = select.executeQuery()) {
            List<Champion> champions = new ArrayList<>();
            while (row.next()) {
                champions.add(new Champion(
                        new ModelId(row.getLong("id")),
                        row.getInt("number"),
                        row.getInt("latest"),
                        row.getTimestamp("promoted_at").toInstant(),
                        row.getTimestamp("updated_at").toInstant()));
            }
            return champions;
        }
    }

    /** The champion before the present one: the retired version promoted last. */
    Optional<ModelVersion> previousChampion(ModelId model) {
        return read(
                        "select " + COLUMNS + " from model_version where model = ? and status = 'retired'"
                                + " order by promoted_at desc nulls last, number desc limit 1",
                        select -> select.setLong(1, model.value()),
                        this::version)
                .stream()
                .findFirst();
    }

    public Optional<JsonNode> report(ModelId model, int number) {
        return one(
                "select report from model_version where model = ? and number = ?",
                model,
                number,
                row -> tree(row.getString(1)));
    }

    Optional<Provenance> provenance(ModelId model, int number) {
        return one("select provenance from model_version where model = ? and number = ?", model, number, row -> {
            try {
                return json.readValue(row.getString(1), Provenance.class);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a stored provenance cannot be read", e);
            }
        });
    }

    /** The stored form of a version. Throws {@link ProblemException} where it is not what was stored: a damaged model would score without a word. */
    public Optional<byte[]> body(ModelId model, int number) {
        return one(
                "select body, sha256 = sha256(body) as whole from model_version where model = ? and number = ?",
                model,
                number,
                row -> {
                    if (!row.getBoolean("whole")) {
                        throw damaged(number);
                    }
                    return row.getBytes("body");
                });
    }

    private static ProblemException damaged(int number) {
        return ProblemException.conflict(
                "MODEL_DAMAGED",
                "Version " + number + " of this model is no longer what was stored, so it scores nobody.",
                "Restore the database from a backup, or roll back to another version or make a new one.");
    }

    /**
     * What speaks now, if it was learned for what is asked now: any other cannot be compared, and the next version begins anew. So it is with one that
     * is damaged, since a new version is what mends it.
     */
    Optional<byte[]> rival(Model model) {
        return model.champion()
                .filter(number -> !isAskedOtherwise(model))
                .flatMap(number -> one(
                        "select body from model_version where model = ? and number = ? and sha256 = sha256(body)",
                        model.id(),
                        number,
                        row -> row.getBytes("body")));
    }

    /**
     * Whether a person changed what is to be learned, or from what, since the champion was. Then that is no rival: it may answer another question, or
     * answer it by features that were taken from it.
     */
    boolean isAskedOtherwise(Model model) {
        return model.champion()
                .flatMap(number -> provenance(model.id(), number))
                .filter(provenance -> !provenance.definition().equals(model.definition()))
                .isPresent();
    }

    /** Stores a version under the next number; its status follows its decision. Answers the number. */
    int store(Connection connection, ModelId model, String cause, Learned learned) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("select id from model where id = ? for update")) {
            lock.setLong(1, model.value());
            lock.executeQuery();
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into model_version (model, number, status, cause, body, sha256, provenance, metrics, decision, report, created_at)"
                        + " select ?, coalesce(max(number), 0) + 1, 'refused', ?, ?, sha256(?), ?::jsonb, ?::jsonb, ?::jsonb, ?::jsonb, ?"
                        + " from model_version where model = ? returning number")) {
            insert.setLong(1, model.value());
            insert.setString(2, cause);
            insert.setBytes(3, learned.body());
            insert.setBytes(4, learned.body());
            insert.setString(5, text(learned.provenance()));
            insert.setString(6, text(learned.metrics()));
            insert.setString(7, text(learned.decision()));
            insert.setString(8, text(learned.report()));
            insert.setTimestamp(9, Timestamp.from(clock.instant()));
            insert.setLong(10, model.value());
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** Keeps a version as challenger, for a person to promote. */
    void challenge(Connection connection, ModelId model, int number) throws SQLException {
        update(
                connection,
                "update model_version set status = 'challenger' where model = ? and number = ?",
                model.value(),
                number);
    }

    /** Makes a version the champion; the one before it retires. */
    void promote(Connection connection, ModelId model, int number, String by) throws SQLException {
        update(
                connection,
                "update model_version set status = 'retired' where model = ? and status = 'champion' and number <> ?",
                model.value(),
                number);
        update(
                connection,
                "update model_version set status = 'champion', promoted_by = ?, promoted_at = ? where model = ? and number = ?",
                by,
                Timestamp.from(clock.instant()),
                model.value(),
                number);
        update(connection, "update model set champion = ? where id = ?", number, model.value());
    }

    private static void update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            update.executeUpdate();
        }
    }

    private ModelVersion version(ResultSet row) throws SQLException {
        return new ModelVersion(
                new ModelId(row.getLong("model")),
                row.getInt("number"),
                VersionStatus.of(row.getString("status")),
                row.getString("cause"),
                tree(row.getString("metrics")),
                tree(row.getString("decision")),
                Optional.ofNullable(row.getString("promoted_by")),
                Optional.ofNullable(row.getTimestamp("promoted_at")).map(Timestamp::toInstant),
                row.getTimestamp("created_at").toInstant());
    }

    @FunctionalInterface
    private interface Setting {
        void on(PreparedStatement statement) throws SQLException;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> Optional<T> one(String sql, ModelId model, int number, Reading<T> reading) {
        return read(
                        sql,
                        select -> {
                            select.setLong(1, model.value());
                            select.setInt(2, number);
                        },
                        reading)
                .stream()
                .findFirst();
    }

    private <T> List<T> read(String sql, Setting setting, Reading<T> reading) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            setting.on(select);
            List<T> rows = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(reading.of(row));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException("versions of models cannot be read", e);
        }
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL keeps valid JSON", e);
        }
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + value.getClass(), e);
        }
    }
}
