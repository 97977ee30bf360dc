// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import io.kohorte.segmentsync.Change;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.Sent;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** Finds, from the receipts of deliveries, what a person was exposed to before they acted. */
@Singleton
class Exposures {

    private final DeliveryEngine engine;
    private final DataSource database;

    Exposures(DeliveryEngine engine, DataSource database) {
        this.engine = engine;
        this.database = database;
    }

    /** Numbers of the syncs whose deliveries count: those to the destination, or all when none is named. */
    Set<Long> syncs(Optional<Long> destination) throws SQLException {
        var syncs = new HashSet<Long>();
        try (var connection = database.getConnection();
                var select =
                        connection.prepareStatement("select id from sync where ?::bigint is null or destination = ?")) {
            select.setObject(1, destination.orElse(null), java.sql.Types.BIGINT);
            select.setObject(2, destination.orElse(null), java.sql.Types.BIGINT);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    syncs.add(rows.getLong(1));
                }
            }
        }
        return syncs;
    }

    /** The last delivery before the moment; empty when there was none, or the person had been removed again by then. */
    Optional<Sent> before(int profile, Instant moment, Set<Long> syncs) {
        if (syncs.isEmpty()) {
            return Optional.empty();
        }
        return engine.whatWasSent(profile).stream()
                .filter(sent ->
                        syncs.contains(sent.sync().value()) && !sent.at().isAfter(moment))
                .findFirst()
                .filter(sent -> sent.change() != Change.REMOVED);
    }
}
