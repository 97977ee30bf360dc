// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import io.kohorte.core.event.IntakeResult.Outcome;
import io.kohorte.core.profile.CopyRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.roaringbitmap.RoaringBitmap;

/** Tells in a batch what is new from what was delivered before, earlier or in the same batch. */
final class Deliveries {

    private static final int UNKNOWN = 0;

    /** Where each observation is in {@link #fresh}, or of a duplicate: minus 1 minus where its first delivery is. */
    private final int[] places;

    private final int[] earlier;
    private final List<Observation> fresh = new ArrayList<>();

    private Deliveries(List<Observation> batch, Map<UUID, Integer> known) {
        this.places = new int[batch.size()];
        this.earlier = new int[batch.size()];
        Map<UUID, Integer> first = new HashMap<>();
        for (int i = 0; i < places.length; i++) {
            UUID key = batch.get(i).key().orElse(null);
            if (key != null && known.containsKey(key)) {
                places[i] = Integer.MIN_VALUE;
                earlier[i] = known.get(key);
                continue;
            }
            Integer before = key == null ? null : first.putIfAbsent(key, fresh.size());
            if (before == null) {
                places[i] = fresh.size();
                fresh.add(batch.get(i));
            } else {
                places[i] = -1 - before;
            }
        }
    }

    static Deliveries sort(Connection connection, List<Observation> batch) throws SQLException {
        return new Deliveries(batch, known(connection, batch));
    }

    /** Keys that were delivered before, and whose events they are; 0 where none was left behind. */
    static Map<UUID, Integer> known(Connection connection, List<Observation> batch) throws SQLException {
        Object[] keys = batch.stream()
                .flatMap(observation -> observation.key().stream())
                .toArray();
        Map<UUID, Integer> known = new HashMap<>();
        if (keys.length > 0) {
            String sql =
                    """
                    select key, profile from event where key = any(?)
                    union all
                    select key, %d from message_seen where key = any(?)
                    """
                            .formatted(UNKNOWN);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(1, connection.createArrayOf("uuid", keys));
                statement.setArray(2, connection.createArrayOf("uuid", keys));
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        known.put(rows.getObject(1, UUID.class), rows.getInt(2));
                    }
                }
            }
        }
        return known;
    }

    /** What is new, in the order it came. */
    List<Observation> fresh() {
        return fresh;
    }

    /** Of values of the whole batch, those of what is new. */
    <T> List<T> fresh(List<T> all) {
        List<T> values = new ArrayList<>(fresh.size());
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
                values.add(all.get(i));
            }
        }
        return values;
    }

    /** Remembers the messages that leave no event behind. */
    void remember(Connection connection, Instant now) throws SQLException {
        List<UUID> keys = fresh.stream()
                .filter(observation -> observation.event() == null)
                .flatMap(observation -> observation.key().stream())
                .toList();
        if (keys.isEmpty()) {
            return;
        }
        try (CopyRows rows = CopyRows.into(connection, "message_seen (key, at)")) {
            for (UUID key : keys) {
                rows.value(key).value(now).endRow();
            }
            rows.finish();
        }
    }

    /** @param news whether an observation of {@link #fresh} told something */
    List<Outcome> outcomes(IntPredicate news) {
        return Arrays.stream(places)
                .mapToObj(place -> place >= 0 && news.test(place) ? Outcome.ACCEPTED : Outcome.DUPLICATE)
                .toList();
    }

    /** @param found profiles of {@link #fresh} */
    List<Integer> profiles(List<Integer> found) {
        List<Integer> profiles = new ArrayList<>(places.length);
        for (int i = 0; i < places.length; i++) {
            int place = places[i];
            profiles.add(place == Integer.MIN_VALUE ? earlier[i] : found.get(place >= 0 ? place : -1 - place));
        }
        return profiles;
    }

    /** The result where only events were appended. */
    IntakeResult appended(List<Integer> found) {
        RoaringBitmap touched = new RoaringBitmap();
        found.forEach(touched::add);
        return new IntakeResult(
                outcomes(place -> true),
                profiles(found),
                touched,
                new RoaringBitmap(),
                fresh.size(),
                0,
                0,
                0,
                List.of());
    }
}
