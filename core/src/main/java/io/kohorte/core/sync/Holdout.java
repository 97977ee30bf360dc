// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.core.condition.SegmentId;
import io.kohorte.core.platform.SplitMix;
import java.util.List;

/**
 * Who of a segment is never sent, to measure the effect. By chance, but always the same people: the draw depends on the
 * segments and the profile only, so that all destinations of a segment hold out the same ones.
 *
 * @param share from 0 to below 1
 * @param salt from the segments
 */
record Holdout(double share, long salt) {

    private static final double RANGE = 0x1.0p53;

    static Holdout of(double share, List<SegmentId> segments) {
        long salt = 0;
        for (var segment : segments.stream().map(SegmentId::value).sorted().toList()) {
            salt = mix(salt ^ segment);
        }
        return new Holdout(share, salt);
    }

    boolean holds(int profile) {
        return share > 0 && (mix(salt ^ profile) >>> 11) / RANGE < share;
    }

    private static long mix(long value) {
        return SplitMix.mixed(value + SplitMix.STEP);
    }
}
