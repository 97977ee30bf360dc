// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import io.kohorte.core.profile.CopyRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Appends events by {@code COPY}. */
final class EventRows {

    private static final String TARGET =
            "event (key, profile, name, at, known_at, order_ref, item, category, quantity, amount, properties, source)";

    /**
     * A merge that moved the event before counts no longer: whose it is was said anew. That it was misread does not make it news, so it
     * stays known since it came.
     */
    private static final String CORRECT =
            """
            insert into event as e (key, profile, name, at, known_at, order_ref, item, category, quantity, amount, properties, source)
            select key, profile, name, at, known_at, order_ref, item, category, quantity, amount, properties::jsonb, source
            from unnest(?::uuid[], ?::int[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::float8[],
                        ?::float8[], ?::text[], ?::bigint[])
              as said (key, profile, name, at, known_at, order_ref, item, category, quantity, amount, properties, source)
            on conflict (key) do update set profile = excluded.profile, name = excluded.name, at = excluded.at,
              known_at = case when excluded.known_at is not null then coalesce(e.known_at, excluded.known_at) end,
              order_ref = excluded.order_ref, item = excluded.item, category = excluded.category, quantity = excluded.quantity,
              amount = excluded.amount, properties = excluded.properties,
              recorded_for = case when e.profile = excluded.profile then e.recorded_for end
            where (e.profile, e.name, e.at, e.order_ref, e.item, e.category, e.quantity, e.amount, e.properties)
              is distinct from (excluded.profile, excluded.name, excluded.at, excluded.order_ref, excluded.item, excluded.category,
                                excluded.quantity, excluded.amount, excluded.properties)
            returning key
            """;

    private EventRows() {}

    /** Writes events anew, over what was told under the same keys. Answers the keys of those that are new or say something else now. */
    static Set<UUID> correct(Connection connection, List<Observation> batch, List<Integer> profiles, Instant now)
            throws SQLException {
        List<Observation> telling =
                batch.stream().filter(said -> said.event() != null).toList();
        if (telling.isEmpty()) {
            return Set.of();
        }
        Object[] owners = IntStream.range(0, batch.size())
                .filter(i -> batch.get(i).event() != null)
                .mapToObj(profiles::get)
                .toArray();
        Set<UUID> different = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(CORRECT)) {
            column(statement, 1, "uuid", telling, said -> said.key().orElseThrow());
            statement.setArray(2, connection.createArrayOf("int4", owners));
            fact(statement, 3, "text", telling, EventFact::name);
            fact(statement, 4, "timestamptz", telling, event -> event.at().atOffset(ZoneOffset.UTC));
            Arrival arrival = Arrival.at(connection, now, telling);
            column(statement, 5, "timestamptz", telling, said -> knownAt(arrival, said));
            fact(statement, 6, "text", telling, EventFact::orderRef);
            fact(statement, 7, "text", telling, EventFact::item);
            fact(statement, 8, "text", telling, EventFact::category);
            fact(statement, 9, "float8", telling, EventFact::quantity);
            fact(statement, 10, "float8", telling, EventFact::amount);
            fact(statement, 11, "text", telling, event -> event.properties().toString());
            column(statement, 12, "int8", telling, Observation::source);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    different.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return different;
    }

    private static @Nullable Object knownAt(Arrival arrival, Observation said) {
        Instant at = said.event() == null ? null : arrival.knownAt(said.source(), said.event());
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    private static void fact(
            PreparedStatement statement,
            int place,
            String type,
            List<Observation> telling,
            Function<EventFact, @Nullable Object> value)
            throws SQLException {
        column(statement, place, type, telling, said -> said.event() == null ? null : value.apply(said.event()));
    }

    private static void column(
            PreparedStatement statement,
            int place,
            String type,
            List<Observation> telling,
            Function<Observation, @Nullable Object> value)
            throws SQLException {
        statement.setArray(
                place,
                statement
                        .getConnection()
                        .createArrayOf(type, telling.stream().map(value).toArray()));
    }

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
