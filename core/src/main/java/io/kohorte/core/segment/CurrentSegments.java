// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.condition.SegmentId;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Who is where right now, from memory: PostgreSQL is asked at most once a second which versions are current. */
@Singleton
class CurrentSegments {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final DataSource dataSource;
    private final SegmentStore store;
    private final Clock clock;
    private volatile Known known = new Known(Instant.MIN, List.of());

    @Inject
    CurrentSegments(DataSource dataSource, SegmentStore store, Clock clock) {
        this.dataSource = dataSource;
        this.store = store;
        this.clock = clock;
    }

    /** A segment by number and name. */
    record Named(long id, String name) {}

    List<Named> of(int profile) {
        return known().versions().stream()
                .filter(segment -> store.contains(segment.id(), segment.version(), profile))
                .map(segment -> new Named(segment.id().value(), segment.name()))
                .toList();
    }

    boolean contains(SegmentId id, int profile) {
        return store.members(id).contains(profile);
    }

    void on(@Observes SegmentChanged changed) {
        known = new Known(Instant.MIN, List.of());
    }

    private Known known() {
        Known at = known;
        if (at.readAt().isBefore(clock.instant().minus(FRESH))) {
            at = read();
            known = at;
        }
        return at;
    }

    private Known read() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select id, name, version from segment where version > 0 order by id");
                ResultSet row = select.executeQuery()) {
            Instant now = clock.instant();
            List<Version> versions = new ArrayList<>();
            while (row.next()) {
                versions.add(new Version(new SegmentId(row.getLong(1)), row.getString(2), row.getInt(3)));
            }
            return new Known(now, versions);
        } catch (SQLException e) {
            throw new IllegalStateException("segments cannot be read", e);
        }
    }

    private record Version(SegmentId id, String name, int version) {}

    private record Known(Instant readAt, List<Version> versions) {}
}
