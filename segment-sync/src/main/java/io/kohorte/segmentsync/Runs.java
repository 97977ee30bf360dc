// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** How runs begin, go on, stand still and end. */
final class Runs {

    private static final RunProblem UNDONE = new RunProblem(RunProblem.UNDONE, "", "", "");

    private final Transactions transactions;
    private final RunQueue queue;
    private final Clock clock;

    Runs(Transactions transactions, RunQueue queue, Clock clock) {
        this.transactions = transactions;
        this.queue = queue;
        this.clock = clock;
    }

    /** A run that is over before it began: under it, a row sent by hand is recorded. */
    RunId insertTest(Lease lease) {
        return lease.fenced(connection -> {
            Scopes.oweEverybody(connection, lease.sync());
            try (var insert = connection.prepareStatement("insert into delivery_run (sync, state, trigger, queued_at,"
                    + " started_at, finished_at) values (?, 'completed', 'test-row', ?, ?, ?) returning id")) {
                insert.setLong(1, lease.sync().value());
                insert.setTimestamp(2, now());
                insert.setTimestamp(3, now());
                insert.setTimestamp(4, now());
                try (var rows = insert.executeQuery()) {
                    rows.next();
                    return new RunId(rows.getLong(1));
                }
            }
        });
    }

    /** Notes to which account a sync belongs. */
    void assign(Connection connection, SyncId sync, String account) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_sync set account = ? where sync = ?")) {
            update.setString(1, account);
            update.setLong(2, sync.value());
            update.executeUpdate();
        }
    }

    /** Whether there is something to execute now; cancelled and paused runs are brought to their state here. */
    Optional<Scopes.Begun> begin(Lease lease, RunId id, SyncPlan plan) {
        return lease.fenced(connection -> {
            var run = RunReports.find(connection, id);
            if (run.isEmpty() || run.get().state().isFinal() || run.get().state() == RunState.PAUSED) {
                return Optional.empty();
            }
            try {
                orders(connection, lease.sync(), id);
            } catch (Ended ended) {
                end(connection, lease.sync(), id, ended);
                return Optional.empty();
            }
            if (run.get()
                    .waitingUntil()
                    .filter(until -> until.isAfter(clock.instant()))
                    .isPresent()) {
                return Optional.empty();
            }
            assign(connection, lease.sync(), plan.account());
            try (var update = connection.prepareStatement("update delivery_run set state = 'running',"
                    + " started_at = coalesce(started_at, ?), not_before = null, problem = null, guard = null,"
                    + " phase = 'compare', done = 0, total = 0, again = again and undoes is not null,"
                    + " again_scope = case when undoes is null then null else again_scope end where id = ?")) {
                update.setTimestamp(1, now());
                update.setLong(2, id.value());
                update.executeUpdate();
            }
            return Optional.of(Scopes.begin(connection, plan, id, clock.instant()));
        });
    }

    /**
     * Looks whether a person wants the run to stop.
     *
     * @throws Ended if so
     */
    void orders(Connection connection, SyncId sync, RunId id) throws SQLException {
        try (var query = connection.prepareStatement("select r.cancelling, s.paused_code, s.paused_message,"
                + " s.paused_field, s.paused_incident from delivery_run r join delivery_sync s on s.sync = ?"
                + " where r.id = ?")) {
            query.setLong(1, sync.value());
            query.setLong(2, id.value());
            try (var rows = query.executeQuery()) {
                if (rows.next()) {
                    if (rows.getBoolean(1)) {
                        throw Ended.cancelled();
                    }
                    var pause = Pauses.read(rows, 2);
                    if (pause.isPresent()) {
                        throw Ended.paused(pause.get());
                    }
                }
            }
        }
    }

    boolean isConfirmed(RunId id) {
        return transactions.call(connection -> {
            try (var query = connection.prepareStatement("select confirmed from delivery_run where id = ?")) {
                query.setLong(1, id.value());
                try (var rows = query.executeQuery()) {
                    return rows.next() && rows.getBoolean(1);
                }
            }
        });
    }

    /** The run did not come to its end by itself. */
    void end(Connection connection, SyncId sync, RunId id, Ended ended) throws SQLException {
        if (ended.state() == RunState.PAUSED) {
            Pauses.put(connection, sync, ended.problem().orElseThrow(), now());
        }
        Scopes.oweEverybody(connection, sync);
        try (var update = connection.prepareStatement("update delivery_run set state = ?, not_before = ?,"
                + " problem = ?::jsonb, guard = ?::jsonb, finished_at = ? where id = ?")) {
            update.setString(1, ended.state().wire());
            setTime(update, 2, ended.until());
            update.setString(3, ended.problem().map(RunReports::json).orElse(null));
            update.setString(4, ended.guard().map(RunReports::json).orElse(null));
            setTime(update, 5, ended.state().isFinal() ? Optional.of(clock.instant()) : Optional.empty());
            update.setLong(6, id.value());
            update.executeUpdate();
        }
    }

    /** A row sent by hand did not get through. */
    void failed(Connection connection, RunId id, Optional<RunProblem> problem) throws SQLException {
        try (var update = connection.prepareStatement(
                "update delivery_run set state = 'failed', problem = ?::jsonb where id = ?")) {
            update.setString(1, problem.map(RunReports::json).orElse(null));
            update.setLong(2, id.value());
            update.executeUpdate();
        }
    }

    /**
     * With errors: rows were refused for good, or could not be sent by now and are due again. After a run was undone, the
     * sync waits for a person, or the next comparison would do it again.
     */
    void finish(Connection connection, SyncId sync, RunId id, Scopes.Begun begun) throws SQLException {
        Optional<Scope> following = Optional.empty();
        var trigger = "";
        Optional<RunProblem> pause = Optional.empty();
        try (var update = connection.prepareStatement("update delivery_run set state = case when"
                + " added_rejected + changed_rejected + removed_rejected > 0 or exists (select 1 from delivery_refusal f"
                + " where f.sync = delivery_run.sync and (f.state = 'rejected' and f.due"
                + " or f.state = 'invalid' and f.run = delivery_run.id)) then 'completed-with-errors'"
                + " else 'completed' end, phase = 'finish', finished_at = ?, not_before = null, problem = null"
                + " where id = ? returning again, undoes, again_trigger, again_scope")) {
            update.setTimestamp(1, now());
            update.setLong(2, id.value());
            try (var rows = update.executeQuery()) {
                rows.next();
                following = rows.getBoolean(1) ? Optional.of(Scope.read(rows.getBytes(4))) : Optional.empty();
                trigger = rows.getString(3);
                pause = rows.getObject(2) == null ? Optional.empty() : Optional.of(UNDONE);
            }
        }
        if (pause.isPresent()) {
            Pauses.put(connection, sync, UNDONE, now());
        } else {
            Scopes.finish(connection, sync, begun);
        }
        if (following.isPresent()) {
            queue.insert(connection, sync, trigger, Removals.ASK, following.get(), pause, Optional.empty());
        }
        if (!begun.scope().isEverybody()) {
            Folding.before(connection, sync, id, clock.instant());
        }
    }

    void cancel(RunId id) {
        transactions.run(connection -> {
            var run = RunReports.find(connection, id);
            if (run.isEmpty()) {
                return;
            }
            var sync = run.get().sync();
            var pause = Pauses.lock(connection, sync);
            Scopes.oweEverybody(connection, sync);
            try (var update = connection.prepareStatement("update delivery_run set cancelling = state = 'running',"
                    + " finished_at = case state when 'running' then null else ?::timestamptz end,"
                    + " state = case state when 'running' then state else 'cancelled' end"
                    + " where id = ? and state in ('queued', 'running', 'paused')")) {
                update.setTimestamp(1, now());
                update.setLong(2, id.value());
                update.executeUpdate();
            }
            if (run.get().state() == RunState.PAUSED
                    && pause.filter(Pauses::isGuard).isPresent()) {
                Pauses.lift(connection, sync);
            }
        });
    }

    void pause(SyncId sync, RunProblem problem) {
        transactions.run(connection -> {
            var before = Pauses.lock(connection, sync);
            if (before.isEmpty()) {
                Pauses.put(connection, sync, problem, now());
            }
            holdQueued(connection, sync, before.orElse(problem));
        });
    }

    private static void holdQueued(Connection connection, SyncId sync, RunProblem problem) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_run set state = 'paused', problem = ?::jsonb"
                + " where sync = ? and state = 'queued'")) {
            update.setString(1, RunReports.json(problem));
            update.setLong(2, sync.value());
            update.executeUpdate();
        }
    }

    void resume(SyncId sync) {
        transactions.run(connection -> {
            Pauses.lock(connection, sync);
            Pauses.lift(connection, sync);
            var open = RunQueue.open(connection, sync);
            if (open.isPresent()) {
                RunQueue.requeue(connection, open.get().id());
            }
        });
    }

    private static void setTime(PreparedStatement statement, int position, Optional<Instant> time) throws SQLException {
        statement.setTimestamp(position, time.map(Timestamp::from).orElse(null));
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
