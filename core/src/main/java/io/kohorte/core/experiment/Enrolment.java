// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import java.time.Instant;
import org.roaringbitmap.RoaringBitmap;

/** Who came into an experiment at a moment, and from then on is followed. */
record Enrolment(Instant at, RoaringBitmap treated, RoaringBitmap heldOut) {

    RoaringBitmap everybody() {
        return RoaringBitmap.or(treated, heldOut);
    }

    boolean isEmpty() {
        return treated.isEmpty() && heldOut.isEmpty();
    }
}
