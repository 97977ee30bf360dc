// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/** The experiments there are, as models learn from them. Whoever runs experiments answers, so that learning knows nothing of how people are drawn. */
public interface Trials {

    boolean exists(long experiment);

    /** Throws {@link io.kohorte.core.learn.LearningRefused} where the experiment is gone. */
    Drawn drawn(long experiment);

    /**
     * Whom chance divided.
     *
     * @param event that is counted
     * @param within after somebody was drawn
     * @param heldOutShare of all people, as drawn
     * @param draws nobody is in two of them
     */
    record Drawn(String event, Duration within, double heldOutShare, List<Draw> draws) {

        /** Those whose days are over by then: what they did is known whole. */
        List<Draw> over(Instant asOf) {
            return draws.stream()
                    .filter(draw -> !draw.at().plus(within).isAfter(asOf))
                    .filter(draw -> !draw.everybody().isEmpty())
                    .toList();
        }
    }

    /** Whom chance divided at one moment. */
    record Draw(Instant at, RoaringBitmap treated, RoaringBitmap heldOut) {

        RoaringBitmap everybody() {
            return RoaringBitmap.or(treated, heldOut);
        }
    }
}
