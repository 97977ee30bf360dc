// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;

/** All that delivery keeps on record. */
record Books(
        Transactions transactions,
        Ledger ledger,
        Merge merge,
        Outbox outbox,
        Refusals refusals,
        Workbench workbench,
        RunQueue queue,
        Runs runs,
        RunReports reports) {

    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(2);

    /** @param lease how long a process may be silent before another takes over */
    static Books in(DataSource dataSource, Duration lease, Clock clock) {
        var transactions =
                new Transactions(dataSource, lease.compareTo(SHORTEST_SILENCE) > 0 ? lease : SHORTEST_SILENCE);
        var queue = new RunQueue(transactions, clock);
        return new Books(
                transactions,
                new Ledger(transactions),
                new Merge(),
                new Outbox(transactions),
                new Refusals(transactions),
                new Workbench(transactions),
                queue,
                new Runs(transactions, queue, clock),
                new RunReports(transactions));
    }
}
