// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.segmentsync.DeliveryEngine;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/** On whom our own deliveries were at work at a moment, and whether chance kept any like them out of it. */
@Singleton
class Treatment {

    private final DeliveryEngine deliveries;
    private final DataSource database;

    Treatment(DeliveryEngine deliveries, DataSource database) {
        this.deliveries = deliveries;
        this.database = database;
    }

    /** Everybody some audience held. */
    RoaringBitmap at(Instant moment) {
        return deliveries.heldAt(moment);
    }

    /** Of these, whoever was in an audience of a sync that holds nobody out by lot, or that is gone: nobody like them need have been left alone. */
    RoaringBitmap forSureAt(Instant moment) {
        Set<Long> drawing = drawing();
        return deliveries.heldAt(moment, sync -> !drawing.contains(sync.value()));
    }

    private Set<Long> drawing() {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select id from sync where holdout > 0");
                var row = select.executeQuery()) {
            Set<Long> drawing = new HashSet<>();
            while (row.next()) {
                drawing.add(row.getLong(1));
            }
            return drawing;
        } catch (SQLException e) {
            throw new IllegalStateException("the syncs could not be read", e);
        }
    }
}
