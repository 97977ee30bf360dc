// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.feedback;

import io.kohorte.segmentsync.Change;
import io.kohorte.segmentsync.DeliveryEngine;
import io.kohorte.segmentsync.Sent;
import io.kohorte.segmentsync.SyncId;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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

    /**
     * The last delivery before the moment, also of a profile merged into the person since. Empty when there was none, or
     * every audience had given the person back by then.
     */
    Optional<Sent> before(int profile, Instant moment, Set<Long> syncs) throws SQLException {
        if (syncs.isEmpty()) {
            return Optional.empty();
        }
        return numbersOf(profile).stream()
                .flatMap(number -> held(number, moment, syncs))
                .max(Comparator.comparing(Sent::at));
    }

    /** What each sync had sent last by then, unless it was the removal. */
    private Stream<Sent> held(int profile, Instant moment, Set<Long> syncs) {
        var last = new HashMap<SyncId, Sent>();
        engine.whatWasSent(profile).stream()
                .filter(sent ->
                        syncs.contains(sent.sync().value()) && !sent.at().isAfter(moment))
                .forEach(sent -> last.putIfAbsent(sent.sync(), sent));
        return last.values().stream().filter(sent -> sent.change() != Change.REMOVED);
    }

    private List<Integer> numbersOf(int profile) throws SQLException {
        var numbers = new ArrayList<>(List.of(profile));
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select number from profile where merged_into = ?")) {
            select.setInt(1, profile);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    numbers.add(rows.getInt(1));
                }
            }
        }
        return numbers;
    }
}
