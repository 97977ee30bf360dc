// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.condition.ModelId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Optional;
import javax.sql.DataSource;

/** The file last uploaded for each external model. */
@ApplicationScoped
class ModelFiles {
    private final DataSource database;

    ModelFiles(DataSource database) {
        this.database = database;
    }

    Optional<ModelFile> find(ModelId model) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select name, sha256, body, uploaded_by, uploaded_at from model_file where model = ?")) {
            select.setLong(1, model.value());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new ModelFile(
                                row.getString("name"),
                                row.getString("sha256"),
                                row.getBytes("body"),
                                row.getString("uploaded_by"),
                                row.getTimestamp("uploaded_at").toInstant()))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the file of a model cannot be read", e);
        }
    }

    /** In place of the one before; versions keep theirs. */
    void keep(ModelId model, ModelFile file) {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into model_file (model, name, sha256, body, uploaded_by, uploaded_at) values (?, ?, ?, ?, ?, ?)"
                                + " on conflict (model) do update set name = excluded.name, sha256 = excluded.sha256,"
                                + " body = excluded.body, uploaded_by = excluded.uploaded_by, uploaded_at = excluded.uploaded_at")) {
            insert.setLong(1, model.value());
            insert.setString(2, file.name());
            insert.setString(3, file.sha256());
            insert.setBytes(4, file.body());
            insert.setString(5, file.uploadedBy());
            insert.setTimestamp(6, Timestamp.from(file.uploadedAt()));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("the file of a model cannot be kept", e);
        }
    }
}
