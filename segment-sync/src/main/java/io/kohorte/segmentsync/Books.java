// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.time.Clock;
import javax.sql.DataSource;

/** All that delivery keeps on record. */
record Books(Transactions transactions, Ledger ledger, Merge merge, Outbox outbox, Refusals refusals, Runs runs) {

    static Books in(DataSource dataSource, Clock clock) {
        var transactions = new Transactions(dataSource);
        return new Books(
                transactions,
                new Ledger(transactions),
                new Merge(),
                new Outbox(transactions),
                new Refusals(transactions),
                new Runs(transactions, clock));
    }
}
