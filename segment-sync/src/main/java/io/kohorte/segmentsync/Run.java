// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.time.Instant;
import java.util.Optional;

/**
 * A run as it stands.
 *
 * @param trigger why it was queued, for example {@code manual}
 * @param waitingUntil when a waiting run goes on by itself
 * @param undoes the run that this one takes back
 * @param problem why it waits, stopped or failed
 * @param guard the numbers a person has to confirm
 */
public record Run(
        RunId id,
        SyncId sync,
        RunState state,
        String trigger,
        Instant queuedAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<Instant> waitingUntil,
        RunCounts counts,
        Progress progress,
        Optional<RunId> undoes,
        Optional<RunProblem> problem,
        Optional<GuardStop> guard) {

    /** Trigger of a run that a person asked for: it does not wait for a destination that was down. */
    public static final String MANUAL = "manual";

    /** Members done of those to be done in {@code phase}: {@code compare remove write jobs finish}. */
    public record Progress(String phase, long done, long total) {}
}
