// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.googleads;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.JobTicket;
import io.kohorte.spi.Preview;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Google is working on, as a ticket remembers it.
 *
 * @param requests to be asked after, in order
 * @param sent rows in them
 * @param sweep the list from which, once they are through, everybody is to go who was added before a moment
 * @param swept whether that is what Google works on now; then {@code refused} rows had failed before
 * @param looks how often we have asked
 */
record Work(
        List<String> requests,
        int rows,
        int sent,
        Optional<Sweep> sweep,
        boolean swept,
        long refused,
        int looks,
        List<Preview.Refusal> heldBack) {

    /** Google's jobs take seconds where a list is small, and hours where it is not. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(10);

    /** To 21 minutes. */
    private static final int LONGEST_DOUBLING = 7;

    /** The end of a snapshot. */
    record Sweep(String list, Instant asOf) {}

    static Work of(JobTicket ticket) {
        var memo = ticket.memo();
        return new Work(
                List.of(ticket.jobId().split(" ", -1)),
                ticket.rows(),
                Integer.parseInt(memo.getOrDefault("sent", "0")),
                Optional.ofNullable(memo.get("sweep")).map(list -> new Sweep(list, Instant.parse(memo.get("asOf")))),
                Boolean.parseBoolean(memo.get("swept")),
                Long.parseLong(memo.getOrDefault("refused", "0")),
                Integer.parseInt(memo.getOrDefault("looks", "0")),
                HeldBack.read(memo));
    }

    /** Asked again later, and later each time, at last every 21 minutes. */
    BatchResult.Pending pending() {
        var memo = new HashMap<>(HeldBack.written(heldBack));
        memo.putAll(Map.of("sent", Integer.toString(sent), "looks", Integer.toString(looks + 1)));
        sweep.ifPresent(end ->
                memo.putAll(Map.of("sweep", end.list(), "asOf", end.asOf().toString())));
        if (swept) {
            memo.putAll(Map.of("swept", "true", "refused", Long.toString(refused)));
        }
        return new BatchResult.Pending(
                new JobTicket(String.join(" ", requests), rows, memo),
                FIRST_LOOK.multipliedBy(1L << Math.min(looks, LONGEST_DOUBLING)));
    }

    Work sweeping(String request, long failed) {
        return new Work(List.of(request), rows, sent, Optional.empty(), true, failed, 0, heldBack);
    }
}
