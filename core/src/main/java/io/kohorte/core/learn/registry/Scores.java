// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.condition.ModelId;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.profile.CopyRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import javax.sql.DataSource;

/** What the champions say about each customer. */
@ApplicationScoped
public class Scores {
    private final DataSource database;

    Scores(DataSource database) {
        this.database = database;
    }

    /**
     * Makes a model's scores those given: rows that are new or differ are written, rows of customers not in the table go, all others are left
     * alone, so that followers see changes only. Answers how many changed.
     */
    long replace(Connection connection, ModelId model, int version, FeatureTable table, double[] values)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create temp table fresh_score (profile int not null, value double precision not null) on commit drop");
        }
        try (CopyRows rows = CopyRows.into(connection, "fresh_score (profile, value)")) {
            for (int row = 0; row < values.length; row++) {
                rows.value(table.profile(row)).value(values[row]).endRow();
            }
            rows.finish();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("analyze fresh_score");
        }
        long changed;
        try (PreparedStatement merge = connection.prepareStatement(
                "insert into score (model, profile, value, version) select ?, profile, value, ? from fresh_score"
                        + " on conflict (model, profile) do update set value = excluded.value, version = excluded.version"
                        + " where score.value is distinct from excluded.value")) {
            merge.setLong(1, model.value());
            merge.setInt(2, version);
            changed = merge.executeLargeUpdate();
        }
        try (PreparedStatement remove = connection.prepareStatement(
                "delete from score where model = ? and not exists (select from fresh_score where fresh_score.profile = score.profile)")) {
            remove.setLong(1, model.value());
            changed += remove.executeLargeUpdate();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop table fresh_score");
        }
        return changed;
    }

    /** The stored cluster number of each customer of the table; −1 where there is none. */
    int[] clusters(ModelId model, FeatureTable table) {
        int[] numbers = new int[table.size()];
        Arrays.fill(numbers, -1);
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select profile, value from score where model = ? order by profile")) {
            select.setLong(1, model.value());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    int at = Arrays.binarySearch(table.profiles(), row.getInt(1));
                    if (at >= 0) {
                        numbers[at] = (int) row.getDouble(2);
                    }
                }
            }
            return numbers;
        } catch (SQLException e) {
            throw new IllegalStateException("scores cannot be read", e);
        }
    }
}
