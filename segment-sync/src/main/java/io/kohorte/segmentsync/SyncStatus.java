// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.time.Instant;
import java.util.Optional;

/**
 * Figures of one sync, for lists and metrics.
 *
 * @param acknowledged members the destination confirmed
 * @param rejected members that stand rejected or invalid
 * @param unclear batches of which we do not know whether they arrived
 * @param jobs batches the destination is still working on
 * @param stateBytes what the acknowledged state takes in the database
 * @param failingSince when the destination was last well, if it is not
 * @param circuit of the account: {@code closed}, {@code open} or {@code half-open}
 */
public record SyncStatus(
        SyncId sync,
        String account,
        long acknowledged,
        long rejected,
        long unclear,
        long jobs,
        long stateBytes,
        Optional<Instant> failingSince,
        String circuit,
        Optional<RunProblem> paused) {}
