// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.condition.ModelId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** What versions are compared with, and what looks found. */
@ApplicationScoped
class LookTable {
    /** Looks kept of a model: a year of days. */
    private static final int KEPT = 366;

    private final DataSource database;
    private final ObjectMapper json;

    LookTable(DataSource database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    void keep(Connection connection, ModelId model, int version, Reference reference) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into model_reference (model, version, reference) values (?, ?, ?::jsonb)")) {
            insert.setLong(1, model.value());
            insert.setInt(2, version);
            insert.setString(3, text(reference));
            insert.executeUpdate();
        }
    }

    Optional<Reference> reference(ModelId model, int version) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select reference from model_reference where model = ? and version = ?")) {
            select.setLong(1, model.value());
            select.setInt(2, version);
            return read(select, Reference.class).stream().findFirst();
        }
    }

    /** Keeps a look, and of its model the latest ones only. */
    void keep(ModelId model, Look look) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into model_look (model, number, version, look, at, drifting, worst, worse, result)"
                                + " select ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ?, ?::jsonb from model_look where model = ?");
                PreparedStatement forget = connection.prepareStatement(
                        "delete from model_look where model = ? and number <= (select max(number) from model_look where model = ?) - ?")) {
            List<Drift> drifting = look.drifting();
            insert.setLong(1, model.value());
            insert.setInt(2, look.version());
            insert.setInt(3, look.look());
            insert.setTimestamp(4, Timestamp.from(look.at()));
            insert.setInt(5, drifting.size());
            insert.setString(6, drifting.isEmpty() ? null : drifting.get(0).name());
            insert.setBoolean(7, look.worse());
            insert.setString(8, text(look));
            insert.setLong(9, model.value());
            insert.executeUpdate();
            forget.setLong(1, model.value());
            forget.setLong(2, model.value());
            forget.setInt(3, KEPT);
            forget.executeUpdate();
        }
    }

    /** How many looks at this version there have been; also while another one spoke in between. */
    int at(ModelId model, int version) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select coalesce(max(look), 0) from model_look where model = ? and version = ?")) {
            select.setLong(1, model.value());
            select.setInt(2, version);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** Newest first. */
    List<Look> latest(ModelId model, int most) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select result from model_look where model = ? order by number desc limit ?")) {
            select.setLong(1, model.value());
            select.setInt(2, most);
            return read(select, Look.class);
        }
    }

    /** The last look at the version of each model that speaks. */
    List<Standing> standing() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select m.id, l.result from model m cross join lateral (select version, result from model_look"
                                + " where model = m.id order by number desc limit 1) l where l.version = m.champion order by m.id");
                ResultSet row = select.executeQuery()) {
            List<Standing> standing = new ArrayList<>();
            while (row.next()) {
                standing.add(new Standing(new ModelId(row.getLong(1)), json.readValue(row.getString(2), Look.class)));
            }
            return standing;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored look cannot be read", e);
        }
    }

    /** A model and the last look at what speaks of it. */
    record Standing(ModelId model, Look look) {}

    private <T> List<T> read(PreparedStatement select, Class<T> type) throws SQLException {
        List<T> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(json.readValue(row.getString(1), type));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is stored of " + type.getSimpleName() + " cannot be read", e);
        }
        return found;
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + value.getClass(), e);
        }
    }
}
