// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.analytics.AsOf;
import io.kohorte.core.condition.SegmentId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/** Keeps lists about people: whoever was merged into another is in the list as that other. Definitions see to it themselves. */
@Singleton
class MergedMembers {

    private static final String ALL = "select number, merged_into from profile where merged_into is not null";
    private static final String OF_THESE = ALL + " and number = any(?)";
    private static final String INTO_THESE = ALL + " and merged_into = any(?)";

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
        follow(winners(ALL));
    }

    /** Of these profiles whoever was merged. */
    void follow(RoaringBitmap changed) {
        follow(winners(OF_THESE, changed));
    }

    /** Each of these as who they are now. */
    RoaringBitmap living(RoaringBitmap profiles) {
        return living(profiles, winners(OF_THESE, profiles));
    }

    /** These, and whoever became one of them: until it has followed, a list has them under the number they had. */
    RoaringBitmap underEveryNumber(RoaringBitmap profiles) {
        var numbers = profiles.clone();
        winners(INTO_THESE, profiles).keySet().forEach(numbers::add);
        return numbers;
    }

    private void follow(Map<Integer, Integer> winners) {
        if (winners.isEmpty()) {
            return;
        }
        var lists = QuarkusTransaction.requiringNew().call(() -> segments.list("kind", SegmentKind.LIST).stream()
                .map(Segment::id)
                .toList());
        var losers = new RoaringBitmap();
        winners.keySet().forEach(losers::add);
        for (var list : lists) {
            if (RoaringBitmap.intersects(store.members(list), losers)) {
                store.alone(list, () -> replace(list, winners));
            }
        }
    }

    private void replace(SegmentId list, Map<Integer, Integer> winners) {
        store.store(list, living(store.members(list), winners), asOf.instant(), "merge");
    }

    private static RoaringBitmap living(RoaringBitmap members, Map<Integer, Integer> winners) {
        var losers = new RoaringBitmap();
        winners.keySet().forEach(losers::add);
        var living = RoaringBitmap.andNot(members, losers);
        RoaringBitmap.and(members, losers).forEach((int loser) -> living.add(winners.get(loser)));
        return living;
    }

    private Map<Integer, Integer> winners(String sql, RoaringBitmap... profiles) {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(sql)) {
            for (var i = 0; i < profiles.length; i++) {
                select.setArray(
                        i + 1,
                        connection.createArrayOf(
                                "int4",
                                Arrays.stream(profiles[i].toArray()).boxed().toArray()));
            }
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
