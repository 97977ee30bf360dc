// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The vendor accounts this process has. An account belongs to one process at a time, for as long as that executes any run
 * of it, so that pace, calls at a time and circuit hold for all processes together although one keeps them in memory.
 */
final class Accounts {

    private static final Logger LOG = System.getLogger(Accounts.class.getName());

    private final Transactions transactions;
    private final Clock clock;
    private final DeliveryPolicy.CircuitPolicy policy;
    private final Duration lease;
    private final String owner;
    private final Map<String, Tenancy> held = new HashMap<>();

    /** @param owner names this process */
    Accounts(
            Transactions transactions, Clock clock, DeliveryPolicy.CircuitPolicy policy, Duration lease, String owner) {
        this.transactions = transactions;
        this.clock = clock;
        this.policy = policy;
        this.lease = lease;
        this.owner = owner;
    }

    private record Tenancy(Account account, int users) {}

    /** To be given back. Empty while another process has it. */
    synchronized Optional<Account> take(String name) {
        var known = Optional.ofNullable(held.get(name))
                .filter(tenancy -> !tenancy.account().isLost());
        var account = known.map(Tenancy::account).or(() -> acquired(name));
        account.ifPresent(some ->
                held.put(name, new Tenancy(some, known.map(Tenancy::users).orElse(0) + 1)));
        return account;
    }

    synchronized void giveBack(String name, Account account) {
        var tenancy = held.get(name);
        if (tenancy == null || tenancy.account() != account) {
            return; // lost, and perhaps taken anew
        }
        if (tenancy.users() > 1) {
            held.put(name, new Tenancy(account, tenancy.users() - 1));
            return;
        }
        held.remove(name);
        try {
            note(name, account.state());
            transactions.run(connection -> {
                try (var update = connection.prepareStatement("update delivery_account set owner = null,"
                        + " leased_until = null where account = ? and owner = ?")) {
                    update.setString(1, name);
                    update.setString(2, owner);
                    update.executeUpdate();
                }
            });
        } catch (DeliveryStoreException unreachable) {
            LOG.log(Level.WARNING, "an account was not given back and will be free when its lease is over");
        }
    }

    private void note(String name, Account.State state) {
        transactions.run(connection -> {
            try (var update = connection.prepareStatement("update delivery_account set throttled_until = ?,"
                    + " open_until = ?, failures = ?, paid_until = ? where account = ? and owner = ?")) {
                update.setTimestamp(1, Timestamp.from(state.throttledUntil()));
                update.setTimestamp(2, Timestamp.from(state.openUntil()));
                update.setInt(3, state.failures());
                update.setTimestamp(4, Timestamp.from(state.paidUntil()));
                update.setString(5, name);
                update.setString(6, owner);
                update.executeUpdate();
            }
        });
    }

    /** For a call by hand, which does not wait until another process is done with the account. */
    synchronized Account visited(String name) {
        return Optional.ofNullable(held.get(name))
                .map(Tenancy::account)
                .orElseGet(() -> new Account(clock, policy, state(name), lease, new Visit()));
    }

    /** Keeps what is held; called now and then. */
    synchronized void prolong() {
        held.values().forEach(tenancy -> {
            try {
                tenancy.account().prolong();
            } catch (DeliveryStoreException unreachable) {
                LOG.log(Level.WARNING, "the lease of an account could not be prolonged");
            }
        });
    }

    static void forgetUnused(Connection connection) throws SQLException {
        try (var delete = connection.prepareStatement("delete from delivery_account a where a.owner is null"
                + " and not exists (select from delivery_sync s where s.account = a.account)")) {
            delete.executeUpdate();
        }
    }

    private Optional<Account> acquired(String name) {
        return transactions.call(connection -> {
            try (var insert = connection.prepareStatement("insert into delivery_account as a (account, owner,"
                    + " leased_until) values (?, ?, " + Lease.LATER + ") on conflict (account) do update"
                    + " set owner = excluded.owner, leased_until = excluded.leased_until where a.owner is null"
                    + " or a.owner = excluded.owner or a.leased_until < clock_timestamp()"
                    + " returning throttled_until, open_until, failures, paid_until")) {
                insert.setString(1, name);
                insert.setString(2, owner);
                insert.setLong(3, lease.toMillis());
                return state(insert).map(state -> new Account(clock, policy, state, lease, new Row(name)));
            }
        });
    }

    private Account.State state(String name) {
        return transactions.call(connection -> {
            try (var query = connection.prepareStatement("select throttled_until, open_until, failures, paid_until"
                    + " from delivery_account where account = ?")) {
                query.setString(1, name);
                return state(query).orElse(Account.State.WELL);
            }
        });
    }

    private static Optional<Account.State> state(PreparedStatement statement) throws SQLException {
        try (var rows = statement.executeQuery()) {
            return rows.next()
                    ? Optional.of(new Account.State(moment(rows, 1), moment(rows, 2), rows.getInt(3), moment(rows, 4)))
                    : Optional.empty();
        }
    }

    private static Instant moment(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column))
                .map(Timestamp::toInstant)
                .orElse(Instant.EPOCH);
    }

    /** The row of an account that this process has. */
    private final class Row implements Account.Register {

        private final String name;

        Row(String name) {
            this.name = name;
        }

        @Override
        public void note(Account.State state) {
            try {
                Accounts.this.note(name, state);
            } catch (DeliveryStoreException unreachable) {
                LOG.log(Level.WARNING, "the circuit of an account could not be noted");
            }
        }

        @Override
        public boolean prolong() {
            return transactions.call(connection -> {
                try (var update = connection.prepareStatement("update delivery_account set leased_until = "
                        + Lease.LATER + " where account = ? and owner = ?")) {
                    update.setLong(1, lease.toMillis());
                    update.setString(2, name);
                    update.setString(3, owner);
                    return update.executeUpdate() > 0;
                }
            });
        }
    }

    /** Whoever makes one call by hand leaves no trace. */
    private static final class Visit implements Account.Register {

        @Override
        public void note(Account.State state) {
            // the account is another process's, or nobody's
        }

        @Override
        public boolean prolong() {
            return true;
        }
    }
}
