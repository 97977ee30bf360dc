// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.event;

import io.kohorte.core.profile.TraitFinding;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * What a batch came to, after its commit.
 *
 * @param outcomes one per observation, in their order
 * @param profiles the profile of each observation; of a duplicate, that of the first delivery, 0 if unknown
 * @param touched profiles that have something new, and those merged away
 * @param permissions profiles whose consents may be other than before
 * @param profilesUpdated profiles that were there before and are different now; new events alone do not count
 */
public record IntakeResult(
        List<Outcome> outcomes,
        List<Integer> profiles,
        RoaringBitmap touched,
        RoaringBitmap permissions,
        int events,
        int profilesCreated,
        int profilesUpdated,
        long traitsWritten,
        List<TraitFinding> findings) {

    /** What no observations come to. */
    public static IntakeResult nothing() {
        return new IntakeResult(List.of(), List.of(), new RoaringBitmap(), new RoaringBitmap(), 0, 0, 0, 0, List.of());
    }

    /** What became of one observation. */
    public enum Outcome {
        /** It told us something. */
        ACCEPTED,
        /** We knew it already. */
        DUPLICATE
    }
}
