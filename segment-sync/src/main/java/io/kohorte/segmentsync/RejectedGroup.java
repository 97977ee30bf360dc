// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.util.List;

/**
 * Members not at the destination (or not gone from it) for one cause.
 *
 * @param state {@code rejected} by the destination, {@code invalid} to us, {@code skipped} on purpose
 * @param code see {@link Explanations}
 * @param field the destination's field at fault; empty text when none
 * @param due how many of them the next run tries again
 * @param sample a few of them; the first has the example, if there is one
 */
public record RejectedGroup(
        String state, String code, String field, String message, long count, long due, List<RejectedMember> sample) {}
