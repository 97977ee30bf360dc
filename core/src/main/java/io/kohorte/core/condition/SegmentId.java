// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.condition;

import com.fasterxml.jackson.annotation.JsonValue;

/** Number of a segment, as the API shows it. */
public record SegmentId(@JsonValue long value) {}
