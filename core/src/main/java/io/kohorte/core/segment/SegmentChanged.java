// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.condition.SegmentId;

/** The members of a segment changed; fired after the commit. */
public record SegmentChanged(SegmentId segment, int version) {}
