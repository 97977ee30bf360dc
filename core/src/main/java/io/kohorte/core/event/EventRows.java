// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import io.kohorte.core.profile.CopyRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Appends events by {@code COPY}. */
final class EventRows {

    private static final String TARGET =
            "event (key, profile, name, at, known_at, order_ref, item, category, quantity, amount, properties, source)";

    private EventRows() {}

    /**
     * Writes the events among the observations. In order of their keys: two writers of the same events then wait for each other
     * instead of blocking each other.
     */
    static int write(Connection connection, List<Observation> batch, List<Integer> profiles, Instant now)
            throws SQLException {
        int[] order = IntStream.range(0, profiles.size())
                .filter(i -> batch.get(i).event() != null)
                .boxed()
                .sorted(Comparator.<Integer, UUID>comparing(
                        i -> batch.get(i).key().orElseThrow()))
                .mapToInt(Integer::intValue)
                .toArray();
        if (order.length == 0) {
            return 0;
        }
        Arrival arrival = Arrival.at(connection, now, batch);
        try (CopyRows rows = CopyRows.into(connection, TARGET)) {
            for (int i : order) {
                EventFact event = batch.get(i).event();
                if (event != null) {
                    rows.value(batch.get(i).key().orElseThrow())
                            .value(profiles.get(i))
                            .value(event.name())
                            .value(event.at())
                            .value(arrival.knownAt(batch.get(i).source(), event));
                    rows.value(event.orderRef()).value(event.item()).value(event.category());
                    rows.value(event.quantity())
                            .value(event.amount())
                            .value(event.properties())
                            .value(batch.get(i).source());
                    rows.endRow();
                }
            }
            return Math.toIntExact(rows.finish());
        }
    }
}
