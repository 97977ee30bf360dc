// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Which identity of a namespace a batch told last of whom: that one counts from now on, see the view {@code current_identity}. What is
 * new counts as told, whatever mentions it.
 */
final class LastTold {

    private record Place(int profile, String namespace) {}

    private final Map<Place, String> values = new HashMap<>();

    private LastTold() {}

    /**
     * @param profiles of the links
     * @param owner whose an identity is, which a refused link does not change
     */
    static LastTold of(List<Link> links, List<Integer> profiles, ToIntFunction<Identity> owner, Set<Identity> added) {
        LastTold last = new LastTold();
        Set<Identity> unheard = new HashSet<>(added);
        for (int i = 0; i < links.size(); i++) {
            int profile = profiles.get(i);
            for (Identity identity : links.get(i).identities()) {
                boolean told = unheard.remove(identity) || links.get(i).tells(identity);
                if (told && owner.applyAsInt(identity) == profile) {
                    last.values.put(new Place(profile, identity.namespace()), identity.value());
                }
            }
        }
        return last;
    }

    /** Leaves out profiles that are just written, for whom the order of writing says it already. */
    LastTold without(Collection<Integer> created, Map<Identity, Integer> added) {
        Set<Integer> fresh = new HashSet<>(created);
        Map<Place, String> written = new HashMap<>();
        added.forEach((identity, profile) -> written.put(new Place(profile, identity.namespace()), identity.value()));
        values.entrySet()
                .removeIf(told -> fresh.contains(told.getKey().profile())
                        && told.getValue().equals(written.get(told.getKey())));
        return this;
    }

    /** Whether everything told counts already. */
    boolean isCurrent(Connection connection) throws SQLException {
        return news(connection).isEmpty();
    }

    /**
     * Makes what was told count. A clock that goes backwards does not matter: later than what counts now it always is.
     *
     * @return whose identity of now is another
     */
    Set<Integer> write(Connection connection, Instant now) throws SQLException {
        Map<Place, String> news = news(connection);
        if (news.isEmpty()) {
            return Set.of();
        }
        String sql =
                """
                update identity i set told_at = greatest(?::timestamptz, (select max(o.told_at) + interval '1 microsecond' from identity o
                                                                          where o.profile = i.profile and o.namespace = i.namespace))
                from unnest(?::text[], ?::text[]) as told (namespace, value)
                where i.namespace = told.namespace and i.value = told.value
                """;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setObject(1, now.atOffset(ZoneOffset.UTC));
            update.setArray(
                    2,
                    connection.createArrayOf(
                            "text", news.keySet().stream().map(Place::namespace).toArray()));
            update.setArray(3, connection.createArrayOf("text", news.values().toArray()));
            update.executeUpdate();
        }
        Set<Integer> changed = new HashSet<>();
        news.keySet().forEach(place -> changed.add(place.profile()));
        return changed;
    }

    private Map<Place, String> news(Connection connection) throws SQLException {
        Map<Place, String> news = new HashMap<>(values);
        if (news.isEmpty()) {
            return news;
        }
        // not by namespace too: without fresh statistics PostgreSQL would walk through everybody who has a name in it
        String sql = "select profile, namespace, value from current_identity where profile = any(?)";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "int4",
                            values.keySet().stream()
                                    .map(Place::profile)
                                    .distinct()
                                    .toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    news.remove(new Place(row.getInt(1), row.getString(2)), row.getString(3));
                }
            }
        }
        return news;
    }
}
