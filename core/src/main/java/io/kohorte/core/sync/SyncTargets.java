// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** To which destination each sync goes, for labels: it never goes to another. */
@Singleton
class SyncTargets {

    /** Of a sync that is gone. */
    private static final long NONE = 0;

    private final DataSource database;
    private final Map<Long, Long> known = new ConcurrentHashMap<>();

    SyncTargets(DataSource database) {
        this.database = database;
    }

    /** Zero when the sync is gone, or the database does not answer: a label is no reason for a delivery to fail. */
    long destination(long sync) {
        if (!known.containsKey(sync)) {
            try {
                read();
            } catch (IllegalStateException unreachable) {
                return NONE;
            }
        }
        return known.getOrDefault(sync, NONE);
    }

    /** All there are now, by number. */
    Map<Long, Long> read() {
        var all = new HashMap<Long, Long>();
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select id, destination from sync");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                all.put(rows.getLong(1), rows.getLong(2));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the syncs cannot be read", e);
        }
        known.putAll(all);
        known.keySet().retainAll(all.keySet());
        return all;
    }
}
