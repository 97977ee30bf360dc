// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.segment.SegmentStore.Held;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/** The versions of one segment in PostgreSQL: rows of {@code segment_version} and {@code segment_chunk}. */
final class VersionTable {

    static final String REAL_TIME = "change";

    private final Connection connection;
    private final long segment;

    VersionTable(Connection connection, SegmentId segment) {
        this.connection = connection;
        this.segment = segment.value();
    }

    /** The current version with its members, read in one snapshot; empty when there is no such segment. */
    Optional<Held> current() throws SQLException {
        return held("select s.version, c.chunk, c.bitmap from segment s left join segment_chunk c"
                + " on c.segment = s.id and c.version = s.version where s.id = ?");
    }

    boolean exists(int version) throws SQLException {
        try (PreparedStatement select =
                prepare("select 1 from segment_version where segment = ? and version = ?", segment, version)) {
            return select.executeQuery().next();
        }
    }

    boolean upToDate() throws SQLException {
        try (PreparedStatement select = prepare(
                "select 1 from segment s join segment_version v on v.segment = s.id and v.version = s.version"
                        + " where s.id = ? and v.definition is not distinct from s.definition",
                segment)) {
            return select.executeQuery().next();
        }
    }

    RoaringBitmap members(int version) throws SQLException {
        return held("select version, chunk, bitmap from segment_chunk where segment = ? and version = ?", version)
                .map(Held::members)
                .orElseGet(RoaringBitmap::new);
    }

    /** In the caller's transaction. The row of the segment is locked, so that versions follow one after the other. */
    Optional<Stored> store(RoaringBitmap members, Instant asOf, String cause, Instant now, SegmentConfig config)
            throws SQLException {
        if (!lock()) {
            return Optional.empty();
        }
        Held before = current().orElseThrow();
        if (before.version() > 0 && before.members().equals(members)) {
            execute("update segment set evaluated_at = ?, problem = null where id = ?", utc(now), segment);
            execute(
                    "update segment_version v set definition = s.definition from segment s where s.id = ?"
                            + " and v.segment = s.id and v.version = s.version and v.definition is distinct from s.definition",
                    segment);
            return Optional.empty();
        }
        long entered = RoaringBitmap.andNotCardinality(members, before.members());
        long left = RoaringBitmap.andNotCardinality(before.members(), members);
        SegmentVersion version = new SegmentVersion(
                new SegmentId(segment),
                before.version() + 1,
                members.getLongCardinality(),
                entered,
                left,
                asOf,
                cause,
                now);
        if (cause.equals(REAL_TIME) && moveOn(version, now.minus(config.changesShareAVersionFor()))) {
            rewrite(before.members(), members, version.version());
        } else {
            insert(version);
            BitmapChunks.cut(members).forEach((chunk, bytes) -> insert(version.version(), chunk, bytes));
            prune(config.versionsKept());
        }
        execute(
                "update segment set version = ?, size = ?, evaluated_at = ?, problem = null where id = ?",
                version.version(),
                version.size(),
                utc(now),
                segment);
        return Optional.of(new Stored(version, RoaringBitmap.xor(before.members(), members)));
    }

    /** @param moved who entered or left */
    record Stored(SegmentVersion version, RoaringBitmap moved) {}

    List<SegmentVersion> history() throws SQLException {
        try (PreparedStatement select = prepare(
                        "select version, size, entered, left_count, as_of, cause, created_at from segment_version"
                                + " where segment = ? order by version desc",
                        segment);
                ResultSet row = select.executeQuery()) {
            List<SegmentVersion> versions = new ArrayList<>();
            while (row.next()) {
                versions.add(new SegmentVersion(
                        new SegmentId(segment),
                        row.getInt(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getObject(5, OffsetDateTime.class).toInstant(),
                        row.getString(6),
                        row.getObject(7, OffsetDateTime.class).toInstant()));
            }
            return versions;
        }
    }

    static Map<SegmentId, SegmentStore.Flow> flows(Connection connection, Instant since) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select segment, sum(entered), sum(left_count) from segment_version where created_at > ? group by segment")) {
            select.setObject(1, utc(since));
            Map<SegmentId, SegmentStore.Flow> flows = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    flows.put(new SegmentId(row.getLong(1)), new SegmentStore.Flow(row.getLong(2), row.getLong(3)));
                }
            }
            return flows;
        }
    }

    private boolean lock() throws SQLException {
        try (PreparedStatement select = prepare("select 1 from segment where id = ? for update", segment)) {
            return select.executeQuery().next();
        }
    }

    /** Lets the latest version become this one when it is of the same hour; its chunks come along unchanged. */
    private boolean moveOn(SegmentVersion version, Instant begunAfter) throws SQLException {
        return execute(
                        "update segment_version set version = ?, size = ?, entered = entered + ?, left_count = left_count + ?,"
                                + " as_of = ?, created_at = ? where segment = ? and version = ? and cause = ? and begun_at > ?",
                        version.version(),
                        version.size(),
                        version.entered(),
                        version.left(),
                        utc(version.asOf()),
                        utc(version.createdAt()),
                        segment,
                        version.version() - 1,
                        REAL_TIME,
                        utc(begunAfter))
                == 1;
    }

    private void rewrite(RoaringBitmap before, RoaringBitmap after, int version) throws SQLException {
        Map<Integer, byte[]> old = BitmapChunks.cut(before);
        for (Map.Entry<Integer, byte[]> chunk : BitmapChunks.cut(after).entrySet()) {
            byte[] known = old.remove(chunk.getKey());
            if (known == null || !Arrays.equals(known, chunk.getValue())) {
                insert(version, chunk.getKey(), chunk.getValue());
            }
        }
        for (int emptied : old.keySet()) {
            execute(
                    "delete from segment_chunk where segment = ? and version = ? and chunk = ?",
                    segment,
                    version,
                    emptied);
        }
    }

    private void insert(SegmentVersion version) throws SQLException {
        execute(
                "insert into segment_version (segment, version, definition, size, entered, left_count, as_of, cause, begun_at, created_at)"
                        + " select id, ?, definition, ?, ?, ?, ?, ?, ?, ? from segment where id = ?",
                version.version(),
                version.size(),
                version.entered(),
                version.left(),
                utc(version.asOf()),
                version.cause(),
                utc(version.createdAt()),
                utc(version.createdAt()),
                segment);
    }

    private void insert(int version, int chunk, byte[] bytes) {
        try {
            execute(
                    "insert into segment_chunk (segment, version, chunk, bitmap) values (?, ?, ?, ?)"
                            + " on conflict (segment, version, chunk) do update set bitmap = excluded.bitmap",
                    segment,
                    version,
                    chunk,
                    bytes);
        } catch (SQLException e) {
            throw new IllegalStateException("members cannot be stored", e);
        }
    }

    private void prune(int kept) throws SQLException {
        execute(
                "delete from segment_version where segment = ? and version <="
                        + " (select version from segment_version where segment = ? order by version desc offset ? limit 1)",
                segment,
                segment,
                kept);
    }

    private Optional<Held> held(String sql, Object... more) throws SQLException {
        try (PreparedStatement select = prepare(sql, segment, more);
                ResultSet row = select.executeQuery()) {
            boolean found = false;
            int version = 0;
            RoaringBitmap members = new RoaringBitmap();
            while (row.next()) {
                found = true;
                version = row.getInt(1);
                byte[] bytes = row.getBytes(3);
                if (bytes != null) {
                    BitmapChunks.join(members, row.getInt(2), bytes);
                }
            }
            return found ? Optional.of(new Held(version, members)) : Optional.empty();
        }
    }

    private int execute(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, 0, values);
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepare(String sql, Object first, Object... more) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setObject(1, first);
        bind(statement, 1, more);
        return statement;
    }

    private static void bind(PreparedStatement statement, int offset, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(offset + i + 1, values[i]);
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
