// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.kohorte.core.condition.SegmentId;
import org.roaringbitmap.RoaringBitmap;

/** Who is in which segment, for conditions that build on segments. */
@FunctionalInterface
public interface SegmentMembers {

    /**
     * Members as last evaluated; none before the first evaluation. The bitmap belongs to the caller.
     *
     * @throws io.kohorte.core.platform.problem.ProblemException when there is no such segment
     */
    RoaringBitmap members(SegmentId id);
}
