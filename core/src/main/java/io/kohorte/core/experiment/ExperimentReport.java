// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.uplift.Effect;
import io.kohorte.core.learn.uplift.Interval;
import io.kohorte.core.learn.uplift.SampleRatio;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment shows so far.
 *
 * @param asOf whoever was enrolled later than the days of the outcome before is left out
 * @param effect of meaning to treat: everybody counts in the group they were drawn into, reached or not; {@code null} while nobody's days are over
 * @param reachedOnly those reached against all held out; {@code null} where nobody was reached, or nothing tells who was
 * @param course the effect by the days after enrolment, cumulated
 */
record ExperimentReport(
        Instant asOf,
        Group treated,
        Group heldOut,
        SampleRatio sampleRatio,
        @Nullable Effect effect,
        @Nullable Reached reachedOnly,
        List<FollowUp.Day> course,
        Judged verdict,
        List<Note> notes) {

    /**
     * One of the two groups.
     *
     * @param people drawn into it
     * @param measured those whose days are over
     * @param immature those whose days are not over yet
     * @param reached to whom a destination confirmed a delivery; {@code null} where no sync tells
     * @param did how many of the measured had the event
     * @param mean outcome of the measured; a share for the measure rate
     */
    record Group(long people, long measured, long immature, @Nullable Long reached, long did, double mean) {}

    /**
     * What the people reached did. Who is reached was not drawn by lot: people who can be reached differ from others, so the first figure is no effect.
     *
     * @param compared the outcome of those reached less that of all held out
     * @param perReached the effect spread over those reached, which is fair as long as sending does nothing to those it does not reach (Bloom 1984)
     */
    record Reached(long people, double share, Interval compared, @Nullable Interval perReached, Wording sentence) {}

    record Judged(Verdict word, Wording sentence) {}

    /** Something to know before trusting the figures. */
    record Note(String code, Wording sentence) {}
}
