// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.platform.problem.ProblemException;
import io.kohorte.core.segment.SegmentStore;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/** Who is in the segments of a sync. */
@Singleton
class Memberships {

    private final SegmentStore segments;

    Memberships(SegmentStore segments) {
        this.segments = segments;
    }

    /** Members of any of these. */
    RoaringBitmap of(List<SegmentId> any) {
        var members = new RoaringBitmap();
        any.forEach(segment -> members(segment).ifPresent(members::or));
        return members;
    }

    /** A segment that was deleted has no members any more; the guard asks before that empties an audience. */
    private Optional<RoaringBitmap> members(SegmentId segment) {
        try {
            return Optional.of(segments.members(segment));
        } catch (ProblemException gone) {
            return Optional.empty();
        }
    }
}
