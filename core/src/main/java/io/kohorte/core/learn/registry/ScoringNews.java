// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.ReplicaAdvanced;
import java.time.Instant;
import org.roaringbitmap.RoaringBitmap;

/**
 * What scores have yet to follow.
 *
 * @param people of whom something changed
 * @param moved who entered or left a segment
 * @param everybody anything of anybody may have changed
 * @param since when the first of it was noticed
 */
record ScoringNews(RoaringBitmap people, RoaringBitmap moved, boolean everybody, Instant since) {
    static final ScoringNews NONE = new ScoringNews(new RoaringBitmap(), new RoaringBitmap(), false, Instant.MAX);

    static ScoringNews of(ReplicaAdvanced advanced, Instant at) {
        return new ScoringNews(advanced.facts(), new RoaringBitmap(), advanced.rebuilt(), at);
    }

    static ScoringNews moved(RoaringBitmap moved, Instant at) {
        return new ScoringNews(new RoaringBitmap(), moved, false, at);
    }

    ScoringNews and(ScoringNews more) {
        return new ScoringNews(
                RoaringBitmap.or(people, more.people),
                RoaringBitmap.or(moved, more.moved),
                everybody || more.everybody,
                since.isBefore(more.since) ? since : more.since);
    }
}
