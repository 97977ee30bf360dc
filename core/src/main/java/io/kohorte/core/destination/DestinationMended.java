// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

import io.kohorte.segmentsync.Cleared;

/**
 * A destination got new settings, or passed a check: what it had stopped can go on. Fired after the commit.
 *
 * @param what tells whether its settings are others now
 */
public record DestinationMended(DestinationId destination, Cleared what) {}
