// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.analytics.AsOf;
import io.kohorte.core.condition.SegmentId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/** Keeps lists about people: whoever was merged into another is in the list as that other. Definitions see to it themselves. */
@Singleton
class MergedMembers {

    private final Segments segments;
    private final SegmentStore store;
    private final DataSource database;
    private final AsOf asOf;

    MergedMembers(Segments segments, SegmentStore store, DataSource database, AsOf asOf) {
        this.segments = segments;
        this.store = store;
        this.database = database;
        this.asOf = asOf;
    }

    /** Whoever was merged at any time. */
    void follow() {
        follow(Optional.empty());
    }

    /** Of these profiles whoever was merged. */
    void follow(RoaringBitmap changed) {
        follow(Optional.of(changed));
    }

    private void follow(Optional<RoaringBitmap> changed) {
        var lists = QuarkusTransaction.requiringNew().call(() -> segments.list("kind", SegmentKind.LIST).stream()
                .map(Segment::id)
                .toList());
        var winners = lists.isEmpty() ? Map.<Integer, Integer>of() : winners(changed);
        if (!winners.isEmpty()) {
            follow(lists, winners);
        }
    }

    private void follow(List<SegmentId> lists, Map<Integer, Integer> winners) {
        var losers = new RoaringBitmap();
        winners.keySet().forEach(losers::add);
        for (var list : lists) {
            if (RoaringBitmap.intersects(store.members(list), losers)) {
                store.alone(list, () -> replace(list, losers, winners));
            }
        }
    }

    private void replace(SegmentId list, RoaringBitmap losers, Map<Integer, Integer> winners) {
        var members = store.members(list);
        var merged = RoaringBitmap.and(members, losers);
        members.andNot(merged);
        merged.forEach((int loser) -> members.add(winners.get(loser)));
        store.store(list, members, asOf.instant(), "merge");
    }

    private Map<Integer, Integer> winners(Optional<RoaringBitmap> changed) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select number, merged_into from profile"
                        + " where merged_into is not null and (?::int[] is null or number = any(?))")) {
            var numbers = changed.isEmpty()
                    ? null
                    : connection.createArrayOf(
                            "int4",
                            Arrays.stream(changed.get().toArray()).boxed().toArray());
            select.setArray(1, numbers);
            select.setArray(2, numbers);
            try (var row = select.executeQuery()) {
                var winners = new HashMap<Integer, Integer>();
                while (row.next()) {
                    winners.put(row.getInt(1), row.getInt(2));
                }
                return winners;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("merged profiles cannot be read", e);
        }
    }
}
