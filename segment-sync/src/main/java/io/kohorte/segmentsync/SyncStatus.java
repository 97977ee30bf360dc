// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.time.Instant;
import java.util.Optional;

/**
 * Figures of one sync, for lists and metrics.
 *
 * @param acknowledged members the destination confirmed
 * @param rejected members that stand rejected or invalid
 * @param lag members known not to be as they should, and not refused; at least so many: what the open run has not done yet, and rows to be
 *     tried again. A run that has not compared yet knows of none
 * @param lagSince how long there has been something to do: since the open run was asked for, or the first of those rows
 *     was not taken
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
        long lag,
        Optional<Instant> lagSince,
        long unclear,
        long jobs,
        long stateBytes,
        Optional<Instant> failingSince,
        String circuit,
        Optional<RunProblem> paused) {}
