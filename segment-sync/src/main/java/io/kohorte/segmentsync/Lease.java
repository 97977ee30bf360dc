// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The right to write one audience, for a while. Its token grows with every new holder; each recording transaction locks
 * the sync's row and checks the token, so a holder that slept through its lease can record nothing.
 */
final class Lease {

    private final Transactions transactions;
    private final Clock clock;
    private final Duration length;
    private final SyncId sync;
    private final long token;
    private volatile Instant until;

    Lease(Transactions transactions, Clock clock, Duration length, SyncId sync, long token, Instant until) {
        this.transactions = transactions;
        this.clock = clock;
        this.length = length;
        this.sync = sync;
        this.token = token;
        this.until = until;
    }

    SyncId sync() {
        return sync;
    }

    /** Whether a quarter of the lease is left: enough to start a call without asking the database once more. */
    boolean isFresh() {
        return clock.instant().isBefore(until.minus(length.dividedBy(4)));
    }

    /**
     * Does the work if, and only if, this lease still holds, and prolongs it.
     *
     * @throws FencedOff when somebody else has the sync; nothing is recorded then
     */
    <T> T fenced(Transactions.Work<T> work) {
        var prolonged = clock.instant().plus(length);
        var result = transactions.callUnlimited(connection -> {
            fence(connection, prolonged);
            return work.in(connection);
        });
        until = prolonged;
        return result;
    }

    /** Locks the row, checks the token, prolongs the lease and limits the silence of this transaction, in one go. */
    private void fence(Connection connection, Instant prolonged) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_sync set leased_until = ? where sync = ?"
                + " and token = ? returning set_config('idle_in_transaction_session_timeout', ?, true)")) {
            update.setTimestamp(1, Timestamp.from(prolonged));
            update.setLong(2, sync.value());
            update.setLong(3, token);
            update.setString(4, Long.toString(transactions.longestSilence().toMillis()));
            try (var rows = update.executeQuery()) {
                if (!rows.next()) {
                    throw new FencedOff(sync);
                }
            }
        }
    }

    void record(Transactions.Deed deed) {
        this.<Object>fenced(connection -> {
            deed.in(connection);
            return "";
        });
    }

    void prolong() {
        record(connection -> {});
    }

    /** Gives the sync back; somebody else may have it already. */
    void release() {
        transactions.run(connection -> {
            try (var update = connection.prepareStatement(
                    "update delivery_sync set leased_until = null, owner = null where sync = ? and token = ?")) {
                update.setLong(1, sync.value());
                update.setLong(2, token);
                update.executeUpdate();
            }
        });
    }
}
