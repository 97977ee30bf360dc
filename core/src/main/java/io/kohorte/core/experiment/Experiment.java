// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is compared, and by what.
 *
 * @param heldOutShare of all people in it, as drawn
 * @param startedAt nobody is enrolled before
 * @param endedAt nobody is enrolled later; whoever is already is followed to the end of their days
 */
record Experiment(
        ExperimentId id,
        String name,
        Division division,
        double heldOutShare,
        Outcome outcome,
        Instant startedAt,
        Optional<Instant> endedAt) {

    /** How people came into their groups. */
    sealed interface Division {
        /** The sync sends to some and holds others out. */
        record BySync(long sync) implements Division {}

        /** Somebody else divided them: one segment was treated, the other not. */
        record BySegments(long treated, long heldOut) implements Division {}
    }

    /**
     * @param event that is counted
     * @param withinDays after a person was enrolled
     */
    record Outcome(
            @NotBlank @Size(max = 200) String event, @Min(1) @Max(365) int withinDays, @NotNull Measure measure) {

        Duration window() {
            return Duration.ofDays(withinDays);
        }
    }

    boolean isRunning() {
        return endedAt.isEmpty();
    }
}
