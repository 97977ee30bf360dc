// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

/**
 * Why a run waits or stopped.
 *
 * @param code a {@link io.kohorte.spi.ProblemCode}, a {@link GuardStop.Reason}, {@code PAUSED_BY_HAND}, {@code UNDONE} or {@code SYNC_GONE}; see {@link Explanations}
 * @param message one sentence, safe to show
 * @param field the setting or field at fault; empty text when none
 * @param incident to be named to the maintainers; empty text unless it is a defect
 */
public record RunProblem(String code, String message, String field, String incident) {

    /** Code of a sync that a person paused. */
    public static final String PAUSED_BY_HAND = "PAUSED_BY_HAND";

    /** Code of a sync of which a run was undone. */
    public static final String UNDONE = "UNDONE";
}
