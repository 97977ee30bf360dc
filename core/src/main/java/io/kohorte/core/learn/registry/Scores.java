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
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/** What the champions say about each customer. */
@ApplicationScoped
public class Scores {
    private final DataSource database;

    Scores(DataSource database) {
        this.database = database;
    }

    /**
     * Makes a model's scores those given: rows that are new or differ are written, rows of customers not among them go, all others are left
     * alone, so that followers see changes only. Answers how many changed.
     */
    long replace(Connection connection, ModelId model, int version, int[] profiles, double[] values)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create temp table fresh_score (profile int not null, value double precision not null) on commit drop");
        }
        try (CopyRows rows = CopyRows.into(connection, "fresh_score (profile, value)")) {
            for (int row = 0; row < values.length; row++) {
                rows.value(profiles[row]).value(values[row]).endRow();
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

    /**
     * Makes the scores of these customers those given, in a transaction of its own; who of them has none any more loses it. Empty, and nothing
     * done, when another version speaks by now or is about to. Answers how many changed.
     */
    OptionalLong update(
            Connection connection, ModelId model, int version, RoaringBitmap customers, Scoring.Scored fresh)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            if (!speaks(connection, model, version)) {
                return OptionalLong.empty();
            }
            long changed = write(connection, model, version, fresh)
                    + remove(
                            connection,
                            model,
                            RoaringBitmap.andNot(customers, RoaringBitmap.bitmapOf(fresh.profiles())));
            connection.commit();
            return OptionalLong.of(changed);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Until the transaction ends no other can. Whoever makes another one champion is not waited for. */
    private static boolean speaks(Connection connection, ModelId model, int version) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select from model where id = ? and champion = ? for share skip locked")) {
            select.setLong(1, model.value());
            select.setInt(2, version);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static long write(Connection connection, ModelId model, int version, Scoring.Scored fresh)
            throws SQLException {
        try (PreparedStatement merge = connection.prepareStatement(
                "insert into score (model, profile, value, version) select ?, profile, value, ?"
                        + " from unnest(?::int[], ?::float8[]) as fresh (profile, value)"
                        + " on conflict (model, profile) do update set value = excluded.value, version = excluded.version"
                        + " where score.value is distinct from excluded.value")) {
            merge.setLong(1, model.value());
            merge.setInt(2, version);
            merge.setObject(3, fresh.profiles());
            merge.setObject(4, fresh.values());
            return merge.executeLargeUpdate();
        }
    }

    private static long remove(Connection connection, ModelId model, RoaringBitmap customers) throws SQLException {
        if (customers.isEmpty()) {
            return 0;
        }
        try (PreparedStatement remove =
                connection.prepareStatement("delete from score where model = ? and profile = any (?)")) {
            remove.setLong(1, model.value());
            remove.setObject(2, customers.toArray());
            return remove.executeLargeUpdate();
        }
    }

    /** 0 without profiles. */
    static int highestProfile(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select coalesce(max(number), 0) from profile")) {
            row.next();
            return row.getInt(1);
        }
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
