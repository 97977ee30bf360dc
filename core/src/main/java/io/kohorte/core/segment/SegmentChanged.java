// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.condition.SegmentId;
import org.roaringbitmap.RoaringBitmap;

/**
 * The members of a segment changed; fired after the commit.
 *
 * @param moved who entered or left; not to be modified
 * @param cause as in {@link SegmentVersion}
 */
public record SegmentChanged(SegmentId segment, int version, RoaringBitmap moved, String cause) {

    /** Whether it followed changes of profiles, so that {@link SegmentsFollowed} comes once all segments have. */
    public boolean isInRealTime() {
        return cause.equals(VersionTable.REAL_TIME);
    }
}
