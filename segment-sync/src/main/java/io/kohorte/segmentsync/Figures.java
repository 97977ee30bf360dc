// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Figures of syncs, by query. */
final class Figures {

    private static final String STATUS = "select s.sync, s.account, s.failing_since, s.paused_code, s.paused_message,"
            + " s.paused_field, s.paused_incident,"
            + " (select coalesce(sum(size), 0) from delivery_chunk c where c.sync = s.sync)"
            + " + (select coalesce(sum(case when change = 'added' then size when change in ('removed', 'released')"
            + " then -size else 0 end), 0) from delivery_receipt r where r.sync = s.sync"
            + " and r.fingerprints is not null) as acknowledged,"
            + " f.rejected, greatest(coalesce(r.total - r.done, 0), f.due) as lag,"
            + " least(r.queued_at, f.due_since, b.opened_at) as lag_since,"
            + " b.unclear, b.jobs,"
            + " (select coalesce(sum(octet_length(members) + octet_length(fingerprints)), 0) from delivery_chunk c"
            + " where c.sync = s.sync) + (select coalesce(sum(octet_length(members)"
            + " + coalesce(octet_length(fingerprints), 0)), 0) from delivery_receipt r where r.sync = s.sync)"
            + " as state_bytes, a.open_until, coalesce(a.failures, 0) as account_failures from delivery_sync s"
            + " left join delivery_account a on a.account = s.account"
            + " left join delivery_run r on r.sync = s.sync and r.state in ('queued', 'running', 'paused')"
            + " cross join lateral (select count(*) filter (where state <> 'skipped') as rejected,"
            + " count(*) filter (where due and state <> 'skipped') as due,"
            + " min(since) filter (where due and state <> 'skipped') as due_since"
            + " from delivery_refusal f where f.sync = s.sync) f"
            + " cross join lateral (select count(*) filter (where state in ('sending', 'unclear')) as unclear,"
            + " count(*) filter (where state = 'job') as jobs, min(opened_at) as opened_at"
            + " from delivery_batch b where b.sync = s.sync) b";

    private final Transactions transactions;
    private final Clock clock;
    private final DeliveryPolicy.CircuitPolicy policy;

    Figures(Transactions transactions, Clock clock, DeliveryPolicy.CircuitPolicy policy) {
        this.transactions = transactions;
        this.clock = clock;
        this.policy = policy;
    }

    Optional<SyncStatus> status(SyncId sync) {
        return transactions.call(connection -> {
            try (var query = connection.prepareStatement(STATUS + " where s.sync = ?")) {
                query.setLong(1, sync.value());
                return read(query).stream().findFirst();
            }
        });
    }

    List<SyncStatus> statuses() {
        return transactions.call(connection -> {
            try (var query = connection.prepareStatement(STATUS + " order by s.sync")) {
                return read(query);
            }
        });
    }

    List<SyncId> syncsOf(String account) {
        return transactions.call(connection -> {
            var syncs = new ArrayList<SyncId>();
            try (var query =
                    connection.prepareStatement("select sync from delivery_sync where account = ? order by sync")) {
                query.setString(1, account);
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        syncs.add(new SyncId(rows.getLong(1)));
                    }
                }
            }
            return syncs;
        });
    }

    private List<SyncStatus> read(PreparedStatement query) throws SQLException {
        var found = new ArrayList<SyncStatus>();
        try (var rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(status(rows));
            }
        }
        return found;
    }

    private SyncStatus status(ResultSet row) throws SQLException {
        return new SyncStatus(
                new SyncId(row.getLong("sync")),
                row.getString("account"),
                row.getLong("acknowledged"),
                row.getLong("rejected"),
                row.getLong("lag"),
                moment(row, "lag_since"),
                row.getLong("unclear"),
                row.getLong("jobs"),
                row.getLong("state_bytes"),
                moment(row, "failing_since"),
                policy.circuit(
                        row.getInt("account_failures"),
                        moment(row, "open_until").orElse(Instant.EPOCH),
                        clock.instant()),
                Pauses.read(row, 4));
    }

    private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
