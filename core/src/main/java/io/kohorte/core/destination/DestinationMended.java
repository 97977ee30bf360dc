// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.destination;

/** A destination got new settings, or passed a check: what it had stopped can go on. Fired after the commit. */
public record DestinationMended(DestinationId destination) {}
