// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells history from news. What a source tells of the time before it was connected is history: it counts as known when it happened, or
 * past moments would know nobody. All else is known from its arrival on.
 *
 * @param connectedAt by source; conversions have none, so they are always news
 */
record Arrival(Instant now, Map<Long, Instant> connectedAt) {

    static Arrival at(Connection connection, Instant now, Collection<Observation> batch) throws SQLException {
        Object[] sources = batch.stream().map(Observation::source).distinct().toArray();
        Map<Long, Instant> connectedAt = new HashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement("select id, created_at from source where id = any(?)")) {
            select.setArray(1, connection.createArrayOf("int8", sources));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    connectedAt.put(
                            row.getLong(1),
                            row.getObject(2, OffsetDateTime.class).toInstant());
                }
            }
        }
        return new Arrival(now, connectedAt);
    }

    /** Null for history. */
    @Nullable
    Instant knownAt(long source, EventFact event) {
        return event.at().isBefore(connectedAt.getOrDefault(source, Instant.MIN)) ? null : now;
    }
}
