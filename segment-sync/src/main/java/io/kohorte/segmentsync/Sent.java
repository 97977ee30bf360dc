// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.time.Instant;

/** On record: this change about a profile was accepted by the destination of {@code sync}, at that time, in that run. */
public record Sent(SyncId sync, RunId run, Change change, Instant at) {}
