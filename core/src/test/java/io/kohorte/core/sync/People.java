// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.segment.SegmentStore;
import jakarta.enterprise.context.Dependent;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/**
 * Puts people and segments into the database, as imports and evaluations would. Whoever asks for it gets people of their own,
 * whose addresses carry a mark: tests share a database.
 */
@Dependent
public class People {

    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final DataSource database;
    private final SegmentStore segments;

    People(DataSource database, SegmentStore segments) {
        this.database = database;
        this.segments = segments;
    }

    /** The name with the mark of these people. */
    public String named(String name) {
        return name + "-" + mark;
    }

    public String mail(String name) {
        return named(name) + "@example.com";
    }

    /** Somebody with an e-mail address who allows marketing. */
    public int person(String name) throws SQLException {
        return person(name, "{}");
    }

    public int person(String name, String traits) throws SQLException {
        var number = stranger(traits);
        called(number, "email", mail(name));
        consent(number, true);
        return number;
    }

    /** As many with an e-mail address who allow marketing. */
    public int[] crowd(int size) throws SQLException {
        var crowd = new int[size];
        for (var i = 0; i < size; i++) {
            crowd[i] = person("one" + i);
        }
        return crowd;
    }

    /** Gives somebody a further name. */
    public void called(int profile, String namespace, String value) throws SQLException {
        execute("insert into identity (namespace, value, profile) values (?, ?, ?)", namespace, value, profile);
    }

    /** Somebody without any identifier. */
    public int stranger(String traits) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(
                        "insert into profile (number, traits) select coalesce(max(number), 0) + 1, ?::jsonb from profile"
                                + " returning number")) {
            insert.setString(1, traits);
            var row = insert.executeQuery();
            row.next();
            return row.getInt(1);
        }
    }

    public void consent(int profile, boolean granted) throws SQLException {
        consent(profile, "marketing", granted);
    }

    public void consent(int profile, String purpose, boolean granted) throws SQLException {
        execute(
                "insert into consent (profile, purpose, granted, at) values (?, ?, ?, now())"
                        + " on conflict (profile, purpose) do update set granted = excluded.granted",
                profile,
                purpose,
                granted);
    }

    public void suppress(String name) throws SQLException {
        execute("insert into suppression (namespace, value, reason) values ('email', ?, 'complaint')", mail(name));
    }

    /** A model that was trained elsewhere. */
    public long model() throws SQLException {
        try (var connection = database.getConnection();
                var insert =
                        connection.prepareStatement("insert into model (name, kind, definition, created_at, updated_at)"
                                + " values (?, 'prediction', '{}', now(), now()) returning id")) {
            insert.setString(1, "model " + UUID.randomUUID());
            var row = insert.executeQuery();
            row.next();
            return row.getLong(1);
        }
    }

    public void score(long model, int profile, double value) throws SQLException {
        execute(
                "insert into score (model, profile, value, version) values (?, ?, ?, 1)"
                        + " on conflict (model, profile) do update set value = excluded.value",
                model,
                profile,
                value);
    }

    public void trait(int profile, String traits) throws SQLException {
        execute("update profile set traits = ?::jsonb where number = ?", traits, profile);
    }

    public long segment(int... members) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(
                        "insert into segment (name, kind, created_at, updated_at) values (?, 'list', now(), now()) returning id")) {
            insert.setString(1, "s-" + UUID.randomUUID());
            var row = insert.executeQuery();
            row.next();
            var id = row.getLong(1);
            members(id, members);
            return id;
        }
    }

    public void members(long segment, int... members) {
        segments.store(new SegmentId(segment), RoaringBitmap.bitmapOf(members), Instant.EPOCH, "test");
    }

    private void execute(String sql, Object... parameters) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
