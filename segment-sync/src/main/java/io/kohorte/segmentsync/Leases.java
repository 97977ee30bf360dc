// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Hands out leases of this process and keeps them alive while a destination takes its time to answer. */
final class Leases implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Leases.class.getName());

    private final Transactions transactions;
    private final Duration length;
    private final String owner;
    private final Runnable further;
    private final Set<Lease> held = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService heartbeat;

    /**
     * @param owner names this process
     * @param further what else is to be kept alive
     */
    Leases(Transactions transactions, Duration length, String owner, Runnable further) {
        this.transactions = transactions;
        this.length = length;
        this.owner = owner;
        this.further = further;
        this.heartbeat = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "delivery-leases");
            thread.setDaemon(true);
            return thread;
        });
        var pulse = Math.max(1, length.toMillis() / 3);
        var unused = heartbeat.scheduleWithFixedDelay(this::prolong, pulse, pulse, TimeUnit.MILLISECONDS);
    }

    /** Empty when somebody, perhaps another thread of this process, has the sync. */
    Optional<Lease> acquire(SyncId sync) {
        Optional<Long> token = transactions.call(connection -> {
            try (var update = connection.prepareStatement("update delivery_sync set token = token + 1, owner = ?,"
                    + " leased_until = " + Lease.LATER + " where sync = ? and (leased_until is null"
                    + " or leased_until < clock_timestamp()) returning token")) {
                update.setString(1, owner);
                update.setLong(2, length.toMillis());
                update.setLong(3, sync.value());
                try (var rows = update.executeQuery()) {
                    return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
                }
            }
        });
        var lease = token.map(number -> new Lease(transactions, length, sync, number));
        lease.ifPresent(held::add);
        return lease;
    }

    /** @throws SyncBusyException when somebody has the sync */
    <T> T alone(SyncId sync, Function<Lease, T> work) {
        var lease = acquire(sync).orElseThrow(() -> new SyncBusyException(sync));
        try {
            return work.apply(lease);
        } finally {
            release(lease);
        }
    }

    void release(Lease lease) {
        held.remove(lease);
        try {
            lease.release();
        } catch (DeliveryStoreException unreachable) {
            LOG.log(Level.WARNING, "lease of sync {0} was not given back and will expire", lease.sync());
        }
    }

    private void prolong() {
        held.removeIf(this::isLost);
        further.run();
    }

    private boolean isLost(Lease lease) {
        try {
            lease.prolong();
        } catch (FencedOff lost) {
            return true;
        } catch (DeliveryStoreException unreachable) {
            LOG.log(Level.WARNING, "lease of sync {0} could not be prolonged", lease.sync());
        }
        return false;
    }

    @Override
    public void close() {
        heartbeat.shutdownNow();
    }
}
