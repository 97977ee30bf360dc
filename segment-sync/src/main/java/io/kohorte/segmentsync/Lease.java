// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The right to write one audience, for a while. Its token grows with every new holder; each recording transaction locks
 * the sync's row and checks the token, so a holder that slept through its lease can record nothing. How long it lasts, the
 * database's clock says: that of a process may be wrong.
 */
final class Lease {

    /** So many milliseconds from now. */
    static final String LATER = "clock_timestamp() + ? * interval '1 millisecond'";

    private final Transactions transactions;
    private final Duration length;
    private final SyncId sync;
    private final long token;

    Lease(Transactions transactions, Duration length, SyncId sync, long token) {
        this.transactions = transactions;
        this.length = length;
        this.sync = sync;
        this.token = token;
    }

    SyncId sync() {
        return sync;
    }

    /** Whether a quarter of the lease is left: enough to start a call without prolonging it. */
    boolean isFresh(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement(
                "select from delivery_sync where sync = ? and token = ? and leased_until > " + LATER)) {
            query.setLong(1, sync.value());
            query.setLong(2, token);
            query.setLong(3, length.dividedBy(4).toMillis());
            try (var rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    /**
     * Does the work if, and only if, this lease still holds, and prolongs it.
     *
     * @throws FencedOff when somebody else has the sync; nothing is recorded then
     */
    <T> T fenced(Transactions.Work<T> work) {
        return transactions.callUnlimited(connection -> {
            fence(connection);
            return work.in(connection);
        });
    }

    /**
     * Locks the row, checks the token, prolongs the lease and limits the silence of this transaction, in one go. What was
     * given back has no owner, or a heartbeat at the wrong moment would take it for another while.
     */
    private void fence(Connection connection) throws SQLException {
        try (var update = connection.prepareStatement(
                "update delivery_sync set leased_until = " + LATER
                        + " where sync = ? and token = ? and owner is not null returning set_config('idle_in_transaction_session_timeout', ?, true)")) {
            update.setLong(1, length.toMillis());
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
