// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.time.Instant;

/**
 * One member that stands rejected, invalid or skipped.
 *
 * @param change what was tried
 * @param request the row alone as it goes over the wire, without secrets; empty text when no example was kept
 * @param response what the destination said about it, without secrets; empty text when no example was kept
 * @param since when it was first refused
 * @param due whether the next run tries again
 */
public record RejectedMember(
        int profile,
        Change change,
        String state,
        String code,
        String field,
        String message,
        String request,
        String response,
        RunId run,
        Instant since,
        boolean due) {}
