// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether it is enough that a run looks at some. It is, as long as everybody outside of its scope is known to be as they
 * should: a run that looked at everybody went to its end, and so did each one since. A run that begins takes that
 * knowledge away and one that ends well gives it back; whatever happens in between, the next one looks at everybody.
 */
final class Scopes {

    /** Changes that nobody told of, for example because a process died before it could, are found after this time. */
    static final Duration EVERYBODY_EVERY = Duration.ofHours(1);

    private Scopes() {}

    /**
     * A run as it begins.
     *
     * @param comparedAt when everybody was last compared, once it has ended well
     */
    record Begun(Scope scope, Instant comparedAt) {}

    /** Whether the next run has to look at everybody. */
    static boolean isEverybodyOwed(Connection connection, SyncId sync, Instant now) throws SQLException {
        return comparedAt(connection, sync, now).isEmpty();
    }

    private static Optional<Instant> comparedAt(Connection connection, SyncId sync, Instant now) throws SQLException {
        try (var query = connection.prepareStatement("select compared_at from delivery_sync where sync = ?"
                + " and compared_at > ? and not compare_all and not resync")) {
            query.setLong(1, sync.value());
            query.setTimestamp(2, Timestamp.from(now.minus(EVERYBODY_EVERY)));
            try (var rows = query.executeQuery()) {
                return rows.next() ? Optional.of(rows.getTimestamp(1).toInstant()) : Optional.empty();
            }
        }
    }

    static Begun begin(Connection connection, SyncPlan plan, RunId run, Instant now) throws SQLException {
        var sync = plan.sync();
        var asked = plan.tellsEverybody() ? Scope.EVERYBODY : scope(connection, run);
        var comparedAt = comparedAt(connection, sync, now);
        var begun = asked.isEverybody() || comparedAt.isEmpty()
                ? new Begun(Scope.EVERYBODY, now)
                : new Begun(asked, comparedAt.get());
        try (var update = connection.prepareStatement(
                "update delivery_sync set compared_at = null, compare_all = false where sync = ?")) {
            update.setLong(1, sync.value());
            update.executeUpdate();
        }
        set(connection, run, begun.scope());
        return begun;
    }

    /** What a destination may or may not have is not known to be as it should. */
    static void finish(Connection connection, SyncId sync, Begun begun) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_sync set compared_at = ? where sync = ?"
                + " and not exists (select from delivery_batch where delivery_batch.sync = delivery_sync.sync)")) {
            update.setTimestamp(1, Timestamp.from(begun.comparedAt()));
            update.setLong(2, sync.value());
            update.executeUpdate();
        }
    }

    /** A run went away without having looked, or something was sent outside of runs. */
    static void oweEverybody(Connection connection, SyncId sync) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_sync set compared_at = null where sync = ?")) {
            update.setLong(1, sync.value());
            update.executeUpdate();
        }
    }

    /** The same, and a run that is on now does not settle it. */
    static void askForEverybody(Connection connection, SyncId sync) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_sync set compare_all = true where sync = ?")) {
            update.setLong(1, sync.value());
            update.executeUpdate();
        }
    }

    /**
     * A run that has not begun looks at these too; one that is on may have looked already, and one that undoes does not, so
     * the next does.
     */
    static void join(Connection connection, RunId run, String trigger, Scope more) throws SQLException {
        Scope following;
        try (var query = connection.prepareStatement("select state = 'running' or undoes is not null, scope, again,"
                + " again_scope from delivery_run where id = ?")) {
            query.setLong(1, run.value());
            try (var rows = query.executeQuery()) {
                rows.next();
                if (!rows.getBoolean(1)) {
                    set(connection, run, Scope.read(rows.getBytes(2)).and(more));
                    return;
                }
                following = rows.getBoolean(3) ? Scope.read(rows.getBytes(4)).and(more) : more;
            }
        }
        try (var update = connection.prepareStatement(
                "update delivery_run set again = true, again_scope = ?, again_trigger = ? where id = ?")) {
            update.setBytes(1, following.stored());
            update.setString(2, following.isEverybody() ? "again" : trigger);
            update.setLong(3, run.value());
            update.executeUpdate();
        }
    }

    private static Scope scope(Connection connection, RunId run) throws SQLException {
        try (var query = connection.prepareStatement("select scope from delivery_run where id = ?")) {
            query.setLong(1, run.value());
            try (var rows = query.executeQuery()) {
                rows.next();
                return Scope.read(rows.getBytes(1));
            }
        }
    }

    private static void set(Connection connection, RunId run, Scope scope) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_run set scope = ? where id = ?")) {
            update.setBytes(1, scope.stored());
            update.setLong(2, run.value());
            update.executeUpdate();
        }
    }
}
