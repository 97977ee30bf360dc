// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.consent;

import io.kohorte.core.profile.Identity;
import io.kohorte.core.profile.ProfilesChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/** Who must never be sent to any destination, known to us or not. */
@ApplicationScoped
class Suppressions {

    /** One entry. */
    record Suppression(String namespace, String value, String reason, Instant at) {}

    private final DataSource database;
    private final Clock clock;
    private final Event<ProfilesChanged> changed;
    private final Event<Suppressed> suppressed;

    Suppressions(DataSource database, Clock clock, Event<ProfilesChanged> changed, Event<Suppressed> suppressed) {
        this.suppressed = suppressed;
        this.database = database;
        this.clock = clock;
        this.changed = changed;
    }

    /** Adds entries; those there already keep their reason. Answers how many are new. */
    int add(List<Identity> identities, String reason) throws SQLException {
        String sql =
                """
                insert into suppression (namespace, value, reason, at)
                select namespace, value, ?, ? from unnest(?::text[], ?::text[]) as asked (namespace, value)
                on conflict (namespace, value) do nothing
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, reason);
            insert.setObject(2, clock.instant().atOffset(ZoneOffset.UTC));
            setIdentities(insert, 3, identities);
            int added = insert.executeUpdate();
            RoaringBitmap people = tell(connection, identities);
            if (!people.isEmpty()) {
                suppressed.fire(new Suppressed(people));
            }
            return added;
        }
    }

    boolean remove(Identity identity) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement delete =
                        connection.prepareStatement("delete from suppression where namespace = ? and value = ?")) {
            delete.setString(1, identity.namespace());
            delete.setString(2, identity.value());
            boolean removed = delete.executeUpdate() == 1;
            RoaringBitmap unused = tell(connection, List.of(identity));
            return removed;
        }
    }

    /** Whoever is suppressed or no longer is has to leave destinations, or to come back. */
    private RoaringBitmap tell(Connection connection, List<Identity> identities) throws SQLException {
        RoaringBitmap profiles = new RoaringBitmap();
        try (PreparedStatement select =
                connection.prepareStatement("select profile from identity join unnest(?::text[], ?::text[])"
                        + " as asked (namespace, value) using (namespace, value)")) {
            setIdentities(select, 1, identities);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    profiles.add(row.getInt(1));
                }
            }
        }
        if (!profiles.isEmpty()) {
            changed.fire(ProfilesChanged.permissions(profiles));
        }
        return profiles;
    }

    private static void setIdentities(PreparedStatement statement, int from, List<Identity> identities)
            throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(
                from,
                connection.createArrayOf(
                        "text", identities.stream().map(Identity::namespace).toArray()));
        statement.setArray(
                from + 1,
                connection.createArrayOf(
                        "text", identities.stream().map(Identity::value).toArray()));
    }

    /** Those of any identity of a person. */
    List<Suppression> of(int profile) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select namespace, value, reason, at from suppression join identity using (namespace, value) where profile = ? order by 1, 2")) {
            select.setInt(1, profile);
            return read(select);
        }
    }

    /** In order of namespace and value, those after {@code after}. */
    List<Suppression> list(Optional<Identity> after, int limit) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select namespace, value, reason, at from suppression where (namespace, value) > (?, ?) order by 1, 2 limit ?")) {
            select.setString(1, after.map(Identity::namespace).orElse(""));
            select.setString(2, after.map(Identity::value).orElse(""));
            select.setInt(3, limit);
            return read(select);
        }
    }

    private static List<Suppression> read(PreparedStatement select) throws SQLException {
        List<Suppression> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(new Suppression(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getObject(4, OffsetDateTime.class).toInstant()));
            }
        }
        return found;
    }
}
