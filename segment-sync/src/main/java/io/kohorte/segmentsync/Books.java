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

    static Books in(DataSource dataSource, DeliveryPolicy policy, Clock clock) {
        var silence = policy.lease().compareTo(SHORTEST_SILENCE) > 0 ? policy.lease() : SHORTEST_SILENCE;
        var transactions = new Transactions(dataSource, silence);
        var refusals = new Refusals(transactions);
        var queue = new RunQueue(transactions, clock);
        return new Books(
                transactions,
                new Ledger(transactions),
                new Merge(),
                new Outbox(transactions),
                refusals,
                new Workbench(transactions, refusals, clock, policy.examplesKept()),
                queue,
                new Runs(transactions, queue, clock),
                new RunReports(transactions));
    }
}
