// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/** Who was held in an audience at a moment, from the receipts of delivery: read only, they belong to segment-sync. */
@ApplicationScoped
public class Exposures {
    private final DataSource database;

    Exposures(DataSource database) {
        this.database = database;
    }

    /** Customers that some destination had accepted and not yet given back at the moment. */
    RoaringBitmap at(Instant moment) {
        Map<Long, RoaringBitmap> held = new HashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select sync, change, members from delivery_receipt where at <= ?"
                                + " and change in ('added', 'removed') order by at, id")) {
            select.setTimestamp(1, Timestamp.from(moment));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    RoaringBitmap members = new RoaringBitmap();
                    members.deserialize(ByteBuffer.wrap(row.getBytes(3)));
                    RoaringBitmap audience = held.computeIfAbsent(row.getLong(1), sync -> new RoaringBitmap());
                    if (row.getString(2).equals("added")) {
                        audience.or(members);
                    } else {
                        audience.andNot(members);
                    }
                }
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("receipts of delivery cannot be read", e);
        }
        RoaringBitmap all = new RoaringBitmap();
        held.values().forEach(all::or);
        return all;
    }
}
