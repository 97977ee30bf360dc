// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

/** Number of a segment, as the API shows it. */
public record SegmentId(long value) {}
