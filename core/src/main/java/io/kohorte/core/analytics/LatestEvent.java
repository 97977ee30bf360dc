// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.Condition;

/**
 * When the latest event up to a moment happened. Remembers its last answer: events since then are looked for first, of which DuckDB's smallest and
 * largest values of each block find the few blocks to read. For any thread.
 */
final class LatestEvent {

    private final AtomicReference<Optional<LocalDateTime>> last = new AtomicReference<>(Optional.empty());

    /** Empty where there is none. */
    Optional<Instant> upTo(Instant moment, ReplicaSession session) {
        LocalDateTime end = moment.atOffset(ZoneOffset.UTC).toLocalDateTime();
        Condition happened = ReplicaTables.EVENT_AT.le(end);
        Optional<LocalDateTime> latest = last.get()
                .filter(known -> !known.isAfter(end))
                .flatMap(known -> latest(happened.and(ReplicaTables.EVENT_AT.ge(known)), session))
                .or(() -> latest(happened, session));
        last.set(latest);
        return latest.map(at -> at.toInstant(ZoneOffset.UTC));
    }

    private static Optional<LocalDateTime> latest(Condition among, ReplicaSession session) {
        return session.query(
                        select(max(ReplicaTables.EVENT_AT))
                                .from(ReplicaTables.EVENT)
                                .where(among),
                        row -> Optional.ofNullable(row.getObject(1, LocalDateTime.class)))
                .get(0);
    }
}
