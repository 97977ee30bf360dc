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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
     * What a version says anew.
     *
     * @param customers whom it was asked about; who of them has no score any more loses it
     */
    record Fresh(ModelId model, int version, RoaringBitmap customers, Scoring.Scored scored) {}

    /**
     * What became of it.
     *
     * @param models those whose scores are now those given; another version of the others speaks by now or is about to
     * @param changed how many scores are new, other or gone
     */
    record Updated(Set<ModelId> models, long changed) {}

    /** Makes scores those given, each model once, in a transaction of its own. */
    Updated update(Connection connection, List<Fresh> fresh) throws SQLException {
        if (fresh.isEmpty()) {
            return new Updated(Set.of(), 0);
        }
        connection.setAutoCommit(false);
        try {
            Set<ModelId> speaking = speaking(connection, fresh);
            long changed = 0;
            for (Fresh one : fresh) {
                if (speaking.contains(one.model())) {
                    changed += write(connection, one) + remove(connection, one);
                }
            }
            connection.commit();
            return new Updated(speaking, changed);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Until the transaction ends no others can. Whoever makes another one champion is not waited for. */
    private static Set<ModelId> speaking(Connection connection, List<Fresh> fresh) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select id from model join unnest(?::bigint[], ?::int[]) as asked (model, version)"
                        + " on id = asked.model and champion = asked.version for share of model skip locked")) {
            select.setObject(
                    1, fresh.stream().mapToLong(one -> one.model().value()).toArray());
            select.setObject(2, fresh.stream().mapToInt(Fresh::version).toArray());
            try (ResultSet row = select.executeQuery()) {
                Set<ModelId> speaking = new HashSet<>();
                while (row.next()) {
                    speaking.add(new ModelId(row.getLong(1)));
                }
                return speaking;
            }
        }
    }

    private static long write(Connection connection, Fresh fresh) throws SQLException {
        try (PreparedStatement merge = connection.prepareStatement(
                "insert into score (model, profile, value, version) select ?, profile, value, ?"
                        + " from unnest(?::int[], ?::float8[]) as fresh (profile, value)"
                        + " on conflict (model, profile) do update set value = excluded.value, version = excluded.version"
                        + " where score.value is distinct from excluded.value")) {
            merge.setLong(1, fresh.model().value());
            merge.setInt(2, fresh.version());
            merge.setObject(3, fresh.scored().profiles());
            merge.setObject(4, fresh.scored().values());
            return merge.executeLargeUpdate();
        }
    }

    private static long remove(Connection connection, Fresh fresh) throws SQLException {
        RoaringBitmap silent = RoaringBitmap.andNot(
                fresh.customers(), RoaringBitmap.bitmapOf(fresh.scored().profiles()));
        if (silent.isEmpty()) {
            return 0;
        }
        try (PreparedStatement remove =
                connection.prepareStatement("delete from score where model = ? and profile = any (?)")) {
            remove.setLong(1, fresh.model().value());
            remove.setObject(2, silent.toArray());
            return remove.executeLargeUpdate();
        }
    }

    /** At most so many of whom the model says something, as if drawn at random but always the same. */
    RoaringBitmap some(ModelId model, int most) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select profile from score where model = ? order by hashint4(profile), profile limit ?")) {
            select.setLong(1, model.value());
            select.setInt(2, most);
            try (ResultSet row = select.executeQuery()) {
                RoaringBitmap some = new RoaringBitmap();
                while (row.next()) {
                    some.add(row.getInt(1));
                }
                return some;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("scores cannot be read", e);
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
