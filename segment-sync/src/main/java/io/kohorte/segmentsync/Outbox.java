// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.spi.JobTicket;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/** Batches on their way: written before they are sent, gone once their fate is recorded. */
final class Outbox {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Transactions transactions;

    Outbox(Transactions transactions) {
        this.transactions = transactions;
    }

    /** What is done with one part of a snapshot. */
    interface PartDeed {
        void with(Shipment part) throws SQLException;
    }

    /** A batch that a job at the destination works on. */
    record Job(Shipment shipment, JobTicket ticket, Instant openedAt, Instant lookAgain) {}

    /** Sending starts after this is committed. A further attempt under the same key changes nothing. */
    void open(Connection connection, SyncId sync, RunId run, Shipment shipment, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement("insert into delivery_batch (key, sync, run, change, state, size,"
                + " members, fingerprints, decided_at, opened_at) values (?, ?, ?, ?, 'sending', ?, ?, ?, ?, ?)"
                + " on conflict (key) do update set state = 'sending', run = excluded.run")) {
            insert.setString(1, shipment.key());
            insert.setLong(2, sync.value());
            insert.setLong(3, run.value());
            insert.setString(4, shipment.change().wire());
            insert.setInt(5, shipment.size());
            insert.setBytes(6, Packing.bytes(shipment.members()));
            insert.setBytes(7, Packing.bytes(shipment.fingerprints()));
            insert.setTimestamp(8, Timestamp.from(shipment.decidedAt()));
            insert.setTimestamp(9, Timestamp.from(now));
            insert.executeUpdate();
        }
    }

    void close(Connection connection, String key) throws SQLException {
        try (var delete = connection.prepareStatement("delete from delivery_batch where key = ?")) {
            delete.setString(1, key);
            delete.executeUpdate();
        }
    }

    /** Its members are marked as maybe there; the batch is kept, since it may go out again under its key. */
    void unclear(Connection connection, String key) throws SQLException {
        try (var update = connection.prepareStatement(
                "update delivery_batch set state = 'unclear', ticket = null, look_again = null where key = ?")) {
            update.setString(1, key);
            update.executeUpdate();
        }
    }

    /** Taken, as a part of a snapshot: these of its rows wait for the other parts. */
    void part(Connection connection, Shipment taken) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_batch set state = 'part', size = ?, members = ?,"
                + " fingerprints = ?, ticket = null, look_again = null where key = ?")) {
            update.setInt(1, taken.size());
            update.setBytes(2, Packing.bytes(taken.members()));
            update.setBytes(3, Packing.bytes(taken.fingerprints()));
            update.setString(4, taken.key());
            update.executeUpdate();
        }
    }

    /** Does this with every part, few in memory, and takes them out. */
    void takeParts(Connection connection, SyncId sync, PartDeed deed) throws SQLException {
        try (var query = connection.prepareStatement("select key, change, decided_at, members, fingerprints"
                + " from delivery_batch where sync = ? and state = 'part' order by opened_at, key")) {
            query.setFetchSize(8);
            query.setLong(1, sync.value());
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    deed.with(shipment(rows));
                }
            }
        }
        try (var delete = connection.prepareStatement("delete from delivery_batch where sync = ? and state = 'part'")) {
            delete.setLong(1, sync.value());
            delete.executeUpdate();
        }
    }

    void job(Connection connection, String key, JobTicket ticket, Instant lookAgain) throws SQLException {
        try (var update = connection.prepareStatement(
                "update delivery_batch set state = 'job', ticket = ?::jsonb, look_again = ? where key = ?")) {
            update.setString(1, JSON.writeValueAsString(ticket));
            update.setTimestamp(2, Timestamp.from(lookAgain));
            update.setString(3, key);
            update.executeUpdate();
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Batches whose answer never was recorded: their process died, or the answer got lost. */
    List<Shipment> sending(SyncId sync) {
        return shipments(sync, "sending");
    }

    List<Shipment> unclear(SyncId sync) {
        return shipments(sync, "unclear");
    }

    /** Everybody in parts of the snapshot under way that the destination took or works on. */
    RoaringBitmap told(SyncId sync) {
        return members("select members from delivery_batch where sync = ? and state in ('part', 'job')", sync);
    }

    private List<Shipment> shipments(SyncId sync, String state) {
        return transactions.call(connection -> {
            var found = new ArrayList<Shipment>();
            try (var query = connection.prepareStatement("select key, change, decided_at, members, fingerprints"
                    + " from delivery_batch where sync = ? and state = ? order by opened_at, key")) {
                query.setLong(1, sync.value());
                query.setString(2, state);
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(shipment(rows));
                    }
                }
            }
            return found;
        });
    }

    /** The job to be looked at first. */
    Optional<Job> nextJob(SyncId sync) {
        return transactions.call(connection -> {
            try (var query = connection.prepareStatement("select key, change, decided_at, members, fingerprints,"
                    + " ticket, opened_at, look_again from delivery_batch where sync = ? and state = 'job'"
                    + " order by look_again, key limit 1")) {
                query.setLong(1, sync.value());
                try (var rows = query.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new Job(
                                    shipment(rows),
                                    ticket(rows.getString(6)),
                                    rows.getTimestamp(7).toInstant(),
                                    rows.getTimestamp(8).toInstant()))
                            : Optional.empty();
                }
            }
        });
    }

    /** Everybody a job at the destination is working on. */
    RoaringBitmap inJobs(SyncId sync) {
        return members("select members from delivery_batch where sync = ? and state = 'job'", sync);
    }

    /** Everybody in a batch whose fate is not recorded. */
    RoaringBitmap members(SyncId sync) {
        return members("select members from delivery_batch where sync = ?", sync);
    }

    private RoaringBitmap members(String sql, SyncId sync) {
        return transactions.call(connection -> {
            var members = new RoaringBitmap();
            try (var query = connection.prepareStatement(sql)) {
                query.setLong(1, sync.value());
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        members.or(Packing.bitmap(rows.getBytes(1)));
                    }
                }
            }
            return members;
        });
    }

    private static Shipment shipment(ResultSet row) throws SQLException {
        return Shipment.read(
                row.getString(1),
                Change.of(row.getString(2)),
                row.getTimestamp(3).toInstant(),
                row.getBytes(4),
                row.getBytes(5));
    }

    private static JobTicket ticket(String json) {
        try {
            return JSON.readValue(json, JobTicket.class);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
