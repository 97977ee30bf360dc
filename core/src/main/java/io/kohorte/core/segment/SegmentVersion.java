// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.segment;

import io.kohorte.core.condition.SegmentId;
import java.time.Instant;

/**
 * The members of a segment as they were found once.
 *
 * @param version counts from 1; 0 stands for a segment never evaluated
 * @param entered profiles that were not in the version before
 * @param left profiles that were only in the version before
 * @param asOf the moment relative dates counted from
 * @param cause what led to it: {@code saved}, {@code import}, {@code change}, {@code schedule} …
 */
public record SegmentVersion(
        SegmentId segment,
        int version,
        long size,
        long entered,
        long left,
        Instant asOf,
        String cause,
        Instant createdAt) {}
