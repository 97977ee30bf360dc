// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.Snapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * A snapshot on its way: everybody is told, part by part. Outlives executions, so that one whose parts are jobs of hours is
 * gone on with; one of which a part may or may not have arrived is not, and another takes its place.
 */
final class Telling {

    private final String key;
    private final Instant asOf;
    private int parts;
    private Optional<String> end;

    private Telling(String key, Instant asOf, int parts, Optional<String> end) {
        this.key = key;
        this.asOf = asOf;
        this.parts = parts;
        this.end = end;
    }

    /** What the next part is told as. */
    Snapshot part(boolean last) {
        return new Snapshot(key, asOf, parts, last);
    }

    /** The destination took a part, or works on it. */
    void taken(Shipment shipment, boolean last) {
        parts++;
        if (last) {
            end = Optional.of(shipment.key());
        }
    }

    /** Whether the part that ends it was taken. */
    boolean hasEnded() {
        return end.isPresent();
    }

    /** The part that was to end it has to be told again. */
    void reopen() {
        end = Optional.empty();
    }

    boolean endsWith(Shipment shipment) {
        return end.filter(shipment.key()::equals).isPresent();
    }

    static Optional<Telling> find(Connection connection, SyncId sync) throws SQLException {
        try (var query = connection.prepareStatement("select snapshot_key, snapshot_as_of, snapshot_parts, snapshot_end"
                + " from delivery_sync where sync = ? and snapshot_key is not null")) {
            query.setLong(1, sync.value());
            try (var rows = query.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Telling(
                                rows.getString(1),
                                rows.getTimestamp(2).toInstant(),
                                rows.getInt(3),
                                Optional.ofNullable(rows.getString(4))))
                        : Optional.empty();
            }
        }
    }

    /** A new one, instead of whichever was on. */
    static Telling begin(Connection connection, SyncId sync, Instant now) throws SQLException {
        try (var delete = connection.prepareStatement("delete from delivery_batch where sync = ?"
                + " and exists (select from delivery_sync s where s.sync = ? and s.snapshot_key is not null)")) {
            delete.setLong(1, sync.value());
            delete.setLong(2, sync.value());
            delete.executeUpdate();
        }
        var asOf = now.truncatedTo(ChronoUnit.MICROS);
        var telling = new Telling(UUID.randomUUID().toString(), asOf, 0, Optional.empty());
        telling.note(connection, sync);
        return telling;
    }

    void note(Connection connection, SyncId sync) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_sync set snapshot_key = ?, snapshot_as_of = ?,"
                + " snapshot_parts = ?, snapshot_end = ? where sync = ?")) {
            update.setString(1, key);
            update.setTimestamp(2, Timestamp.from(asOf));
            update.setInt(3, parts);
            update.setString(4, end.orElse(null));
            update.setLong(5, sync.value());
            update.executeUpdate();
        }
    }

    /** It is through, or nobody asks for one any more. */
    static void over(Connection connection, SyncId sync) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_sync set snapshot_key = null,"
                + " snapshot_as_of = null, snapshot_parts = 0, snapshot_end = null where sync = ?")) {
            update.setLong(1, sync.value());
            update.executeUpdate();
        }
    }
}
