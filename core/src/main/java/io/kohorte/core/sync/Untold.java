// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.condition.SegmentId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.roaringbitmap.RoaringBitmap;

/** Who moved or changed since delivery was last told. Thread-safe. */
final class Untold {

    private Map<SegmentId, RoaringBitmap> moved = new HashMap<>();
    private RoaringBitmap changed = new RoaringBitmap();
    private boolean everybody;

    /** @param everybody anything of anybody may have changed */
    record News(Map<SegmentId, RoaringBitmap> moved, RoaringBitmap changed, boolean everybody) {

        boolean isEmpty() {
            return moved.isEmpty() && changed.isEmpty() && !everybody;
        }

        /** Whom a sync of these segments has to look at: whoever moved, and members that changed. */
        RoaringBitmap of(List<SegmentId> segments, Function<SegmentId, RoaringBitmap> members) {
            var concerned = new RoaringBitmap();
            for (var segment : segments) {
                concerned.or(moved.getOrDefault(segment, new RoaringBitmap()));
                if (!changed.isEmpty()) {
                    concerned.or(RoaringBitmap.and(changed, members.apply(segment)));
                }
            }
            return concerned;
        }
    }

    synchronized void moved(SegmentId segment, RoaringBitmap profiles) {
        moved.merge(segment, profiles, (before, more) -> RoaringBitmap.or(before, more));
    }

    synchronized void changed(RoaringBitmap profiles) {
        changed.or(profiles);
    }

    synchronized void everybody() {
        everybody = true;
    }

    /** All of it; whoever takes it tells it. */
    synchronized News take() {
        var news = new News(moved, changed, everybody);
        moved = new HashMap<>();
        changed = new RoaringBitmap();
        everybody = false;
        return news;
    }
}
