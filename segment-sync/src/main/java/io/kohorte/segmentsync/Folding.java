// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs that look at a few follow each other by the second. Those of an hour become one, which has the figures and the
 * receipts of all; the latest stays by itself until another has ended. Runs that did not come to their end stay too, and those
 * with errors are not mixed with those without.
 */
final class Folding {

    private static final Duration SPAN = Duration.ofHours(1);

    private Folding() {}

    private record Narrow(long id, RunState state, Instant startedAt, Scope scope) {

        boolean cameToItsEnd() {
            return state == RunState.COMPLETED || state == RunState.COMPLETED_WITH_ERRORS;
        }
    }

    static void before(Connection connection, SyncId sync, RunId finished, Instant now) throws SQLException {
        var earlier = earlier(connection, sync, finished);
        if (earlier.size() == 2) {
            var fresh = earlier.get(0);
            var head = earlier.get(1);
            if (fresh.cameToItsEnd()
                    && fresh.state() == head.state()
                    && head.startedAt().isAfter(now.minus(SPAN))) {
                fold(connection, sync, fresh, head.id());
            }
        }
    }

    private static List<Narrow> earlier(Connection connection, SyncId sync, RunId before) throws SQLException {
        try (var query = connection.prepareStatement("select * from (select id, state,"
                + " coalesce(started_at, queued_at), scope from delivery_run where sync = ? and id < ?"
                + " order by id desc limit 2) latest where scope is not null order by id desc")) {
            query.setLong(1, sync.value());
            query.setLong(2, before.value());
            var found = new ArrayList<Narrow>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new Narrow(
                            rows.getLong(1),
                            RunState.of(rows.getString(2)),
                            rows.getTimestamp(3).toInstant(),
                            Scope.read(rows.getBytes(4))));
                }
            }
            return found;
        }
    }

    private static void fold(Connection connection, SyncId sync, Narrow fresh, long head) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_run head set"
                + " added_accepted = head.added_accepted + fresh.added_accepted,"
                + " added_rejected = head.added_rejected + fresh.added_rejected,"
                + " changed_accepted = head.changed_accepted + fresh.changed_accepted,"
                + " changed_rejected = head.changed_rejected + fresh.changed_rejected,"
                + " removed_accepted = head.removed_accepted + fresh.removed_accepted,"
                + " removed_rejected = head.removed_rejected + fresh.removed_rejected,"
                + " requests = head.requests + fresh.requests, done = head.done + fresh.done,"
                + " total = head.total + fresh.total, skipped = fresh.skipped, invalid = fresh.invalid,"
                + " finished_at = fresh.finished_at from delivery_run fresh where head.id = ? and fresh.id = ?")) {
            update.setLong(1, head);
            update.setLong(2, fresh.id());
            update.executeUpdate();
        }
        try (var update =
                connection.prepareStatement("update delivery_receipt set run = ? where sync = ? and run = ?")) {
            update.setLong(1, head);
            update.setLong(2, sync.value());
            update.setLong(3, fresh.id());
            update.executeUpdate();
        }
        var members = fresh.scope().profiles().orElseThrow().toArray();
        try (var update = connection.prepareStatement(
                "update delivery_refusal set run = ? where sync = ? and run = ? and profile = any (?)")) {
            update.setLong(1, head);
            update.setLong(2, sync.value());
            update.setLong(3, fresh.id());
            update.setArray(
                    4,
                    connection.createArrayOf(
                            "int4", Arrays.stream(members).boxed().toArray()));
            update.executeUpdate();
        }
        try (var delete = connection.prepareStatement("delete from delivery_run where id = ?")) {
            delete.setLong(1, fresh.id());
            delete.executeUpdate();
        }
    }
}
