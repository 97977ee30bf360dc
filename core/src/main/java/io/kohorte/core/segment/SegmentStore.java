// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.analytics.SegmentMembers;
import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.platform.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/**
 * The members of segments, version by version, as bitmaps over profile numbers. What is current stays in memory: a
 * segment over ten million profiles takes at most 1.3 MB.
 */
@Singleton
public class SegmentStore implements SegmentMembers {

    /** The first half of the advisory locks' numbers: "SEGM" in ASCII. */
    private static final int EVALUATION_LOCK = 0x5345474D;

    private static final int LONGEST_EVALUATION_SECONDS = 600;

    private final DataSource dataSource;
    private final SegmentConfig config;
    private final Clock clock;
    private final Event<SegmentChanged> changed;
    private final Map<SegmentId, Held> held = new ConcurrentHashMap<>();

    @Inject
    SegmentStore(DataSource dataSource, SegmentConfig config, Clock clock, Event<SegmentChanged> changed) {
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
        this.changed = changed;
    }

    @Override
    public RoaringBitmap members(SegmentId id) {
        return current(id).members().clone();
    }

    /** Members of an earlier version; empty when it is no longer kept. */
    public Optional<RoaringBitmap> members(SegmentId id, int version) {
        return read(connection -> {
            VersionTable versions = new VersionTable(connection, id);
            return versions.exists(version) ? Optional.of(versions.members(version)) : Optional.empty();
        });
    }

    /** Whether the current members were found by the definition as it is now; never for a segment not evaluated yet. */
    boolean upToDate(SegmentId id) {
        return read(connection -> new VersionTable(connection, id).upToDate());
    }

    /** Whether a profile is in the current version, answered from memory unless the segment changed. */
    boolean contains(SegmentId id, int version, int profile) {
        Held known = held.get(id);
        return (known != null && known.version() == version ? known : current(id))
                .members()
                .contains(profile);
    }

    /**
     * Keeps what was found as the current version, and tells of it after the commit. Members equal to the current ones
     * make no version.
     *
     * @param cause in a word; {@code change} for what follows profiles in real time, of which an hour shares a version
     * @return the new version; empty when nothing changed or the segment is gone
     */
    public Optional<SegmentVersion> store(SegmentId id, RoaringBitmap members, Instant asOf, String cause) {
        Optional<VersionTable.Stored> stored = QuarkusTransaction.requiringNew().call(() -> {
            try (Connection connection = dataSource.getConnection()) {
                return new VersionTable(connection, id).store(members, asOf, cause, clock.instant(), config);
            }
        });
        stored.ifPresent(news -> {
            int version = news.version().version();
            held.put(id, new Held(version, members.clone()));
            changed.fire(new SegmentChanged(id, version, news.moved(), cause));
        });
        return stored.map(VersionTable.Stored::version);
    }

    /** Makes the definition of a kept version the segment's definition again. */
    void restoreDefinition(SegmentId id, int version) {
        QuarkusTransaction.requiringNew().run(() -> {
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement update = connection.prepareStatement(
                            "update segment s set definition = v.definition, updated_at = ? from segment_version v"
                                    + " where s.id = ? and v.segment = s.id and v.version = ?")) {
                update.setObject(1, clock.instant().atOffset(ZoneOffset.UTC));
                update.setLong(2, id.value());
                update.setInt(3, version);
                update.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException("a definition cannot be restored", e);
            }
        });
    }

    /** Kept versions, latest first. */
    public List<SegmentVersion> history(SegmentId id) {
        return read(connection -> new VersionTable(connection, id).history());
    }

    /** Members that entered and left since a moment, for every segment where any did. */
    Map<SegmentId, Flow> flows(Instant since) {
        return read(connection -> VersionTable.flows(connection, since));
    }

    /** Notes why a segment could not be evaluated; its members stay as they are. */
    void mark(SegmentId id, String problem) {
        QuarkusTransaction.requiringNew().run(() -> {
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement update =
                            connection.prepareStatement("update segment set problem = ?::jsonb where id = ?")) {
                update.setString(1, problem);
                update.setLong(2, id.value());
                update.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException("a segment cannot be marked", e);
            }
        });
    }

    /**
     * Does something while no other node evaluates the same segment.
     *
     * @param deed runs in a transaction that writes nothing itself
     */
    void alone(SegmentId id, Runnable deed) {
        QuarkusTransaction.requiringNew().timeout(LONGEST_EVALUATION_SECONDS).run(() -> {
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement lock = connection.prepareStatement("select pg_advisory_xact_lock(?, ?)")) {
                lock.setInt(1, EVALUATION_LOCK);
                lock.setInt(2, (int) id.value());
                lock.execute();
                deed.run();
            } catch (SQLException e) {
                throw new IllegalStateException("a segment cannot be locked", e);
            }
        });
    }

    void forget(SegmentId id) {
        held.remove(id);
    }

    private Held current(SegmentId id) {
        return read(connection -> {
            int version = currentVersion(connection, id);
            Held known = held.get(id);
            if (known != null && known.version() == version) {
                return known;
            }
            Held loaded = new VersionTable(connection, id)
                    .current()
                    .orElseThrow(() -> ProblemException.notFound("segment", id.value()));
            held.put(id, loaded);
            return loaded;
        });
    }

    private static int currentVersion(Connection connection, SegmentId id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select version from segment where id = ?")) {
            select.setLong(1, id.value());
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    return row.getInt(1);
                }
                throw ProblemException.notFound("segment", id.value());
            }
        }
    }

    private <T> T read(Reading<T> reading) {
        try (Connection connection = dataSource.getConnection()) {
            return reading.on(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("segments cannot be read", e);
        }
    }

    /** A version with its members, which nobody changes. */
    record Held(int version, RoaringBitmap members) {}

    record Flow(long entered, long left) {}

    @FunctionalInterface
    private interface Reading<T> {
        T on(Connection connection) throws SQLException;
    }
}
