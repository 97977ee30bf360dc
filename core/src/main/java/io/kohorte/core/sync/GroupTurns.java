// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import io.kohorte.segmentsync.SyncId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Lets the syncs of one group deliver one at a time, whichever process executes them: what one of them reads about the
 * others stays true until it is done. The lock is the database session's, so it ends with the process that has it.
 */
@Singleton
class GroupTurns {

    /** The first half of the advisory locks' numbers: "GRUP" in ASCII. */
    private static final int LOCK = 0x47525550;

    private final Syncs syncs;
    private final DataSource database;

    GroupTurns(Syncs syncs, DataSource database) {
        this.syncs = syncs;
        this.database = database;
    }

    /** @return empty, with nothing done, when another sync of the group has its turn */
    <T> Optional<T> alone(SyncId sync, Supplier<T> work) {
        var group = QuarkusTransaction.requiringNew()
                .call(() -> syncs.findByIdOptional(sync.value()).flatMap(Sync::groupKey));
        return group.isEmpty() ? Optional.of(work.get()) : inTurn(group.get(), work);
    }

    private <T> Optional<T> inTurn(String group, Supplier<T> work) {
        try (var connection = database.getConnection()) {
            if (!ask(connection, "select pg_try_advisory_lock(?, hashtext(?))", group)) {
                return Optional.empty();
            }
            try {
                return Optional.of(work.get());
            } finally {
                ask(connection, "select pg_advisory_unlock(?, hashtext(?))", group);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the turn of a group of audiences cannot be had", e);
        }
    }

    private static boolean ask(Connection connection, String sql, String group) throws SQLException {
        try (var select = connection.prepareStatement(sql)) {
            select.setInt(1, LOCK);
            select.setString(2, group);
            try (var row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
