// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How runs come, go on, stand still and end. At most one run of a sync is open. */
final class Runs {

    private final Transactions transactions;
    private final Clock clock;

    Runs(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    RunId queue(SyncId sync, String trigger, Removals removals) {
        return transactions.call(connection -> {
            var pause = Pauses.lock(connection, sync);
            var open = open(connection, sync);
            if (open.isEmpty()) {
                return insert(connection, sync, trigger, removals, pause);
            }
            var run = open.get();
            if (run.state() == RunState.PAUSED && pause.filter(Pauses::isGuard).isPresent()) {
                Pauses.lift(connection, sync);
                requeue(connection, run.id());
            }
            join(connection, run, trigger, removals);
            return run.id();
        });
    }

    private RunId insert(
            Connection connection, SyncId sync, String trigger, Removals removals, Optional<RunProblem> pause)
            throws SQLException {
        try (var insert = connection.prepareStatement("insert into delivery_run (sync, state, trigger, confirmed,"
                + " queued_at, problem) values (?, ?, ?, ?, ?, ?::jsonb) returning id")) {
            insert.setLong(1, sync.value());
            insert.setString(2, (pause.isPresent() ? RunState.PAUSED : RunState.QUEUED).wire());
            insert.setString(3, trigger);
            insert.setBoolean(4, removals == Removals.CONFIRMED);
            insert.setTimestamp(5, now());
            insert.setString(6, pause.map(RunReports::json).orElse(null));
            try (var rows = insert.executeQuery()) {
                rows.next();
                return new RunId(rows.getLong(1));
            }
        }
    }

    /**
     * A running run may have compared already, so it is to be followed by another; one that waits for a destination that
     * is down is woken by a person, not by a schedule.
     */
    private static void join(Connection connection, Run run, String trigger, Removals removals) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_run set confirmed = confirmed or ?,"
                + " again = again or state = 'running', not_before = case when ? and coalesce(problem ->> 'code', '')"
                + " not in ('RATE_LIMITED', 'QUOTA_SPENT') then null else not_before end where id = ?")) {
            update.setBoolean(1, removals == Removals.CONFIRMED);
            update.setBoolean(2, trigger.equals(Run.MANUAL));
            update.setLong(3, run.id().value());
            update.executeUpdate();
        }
    }

    private static void requeue(Connection connection, RunId run) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_run set state = 'queued', not_before = null,"
                + " problem = null, guard = null where id = ? and state = 'paused'")) {
            update.setLong(1, run.value());
            update.executeUpdate();
        }
    }

    /** A run that is over before it began: under it, a row sent by hand is recorded. */
    RunId insertTest(Lease lease) {
        return lease.fenced(connection -> {
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
    boolean begin(Lease lease, RunId id, String account) {
        return lease.fenced(connection -> {
            var run = RunReports.find(connection, id);
            if (run.isEmpty() || run.get().state().isFinal() || run.get().state() == RunState.PAUSED) {
                return false;
            }
            try {
                orders(connection, lease.sync(), id);
            } catch (Ended ended) {
                end(connection, lease.sync(), id, ended);
                return false;
            }
            if (run.get()
                    .waitingUntil()
                    .filter(until -> until.isAfter(clock.instant()))
                    .isPresent()) {
                return false;
            }
            assign(connection, lease.sync(), account);
            try (var update = connection.prepareStatement("update delivery_run set state = 'running',"
                    + " started_at = coalesce(started_at, ?), not_before = null, problem = null, guard = null,"
                    + " phase = 'compare', done = 0, total = 0, again = false where id = ?")) {
                update.setTimestamp(1, now());
                update.setLong(2, id.value());
                update.executeUpdate();
            }
            return true;
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

    /** With errors: rows were refused for good, or could not be sent by now and are due again. */
    void finish(Connection connection, SyncId sync, RunId id) throws SQLException {
        var again = false;
        try (var update = connection.prepareStatement("update delivery_run set state = case when"
                + " added_rejected + changed_rejected + removed_rejected > 0 or exists (select 1 from delivery_refusal f"
                + " where f.sync = delivery_run.sync and (f.state = 'rejected' and f.due"
                + " or f.state = 'invalid' and f.run = delivery_run.id)) then 'completed-with-errors'"
                + " else 'completed' end, phase = 'finish', finished_at = ?, not_before = null, problem = null"
                + " where id = ? returning again")) {
            update.setTimestamp(1, now());
            update.setLong(2, id.value());
            try (var rows = update.executeQuery()) {
                again = rows.next() && rows.getBoolean(1);
            }
        }
        if (again) {
            insert(connection, sync, "again", Removals.ASK, Optional.empty());
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
            var open = open(connection, sync);
            if (open.isPresent()) {
                requeue(connection, open.get().id());
            }
        });
    }

    /**
     * Everything that could be executed now, longest waiting first.
     *
     * @param owner names the process that asks: what waits for an account of another is not due to it
     */
    List<RunId> due(String owner) {
        return transactions.call(connection -> {
            var due = new ArrayList<RunId>();
            try (var query = connection.prepareStatement("select r.id from delivery_run r join delivery_sync s"
                    + " on s.sync = r.sync left join delivery_account a on a.account = s.account where (r.state = 'running' or r.state = 'queued'"
                    + " and (r.not_before is null or r.not_before <= ?))"
                    + " and (s.leased_until is null or s.leased_until < clock_timestamp())"
                    + " and (a.owner is null or a.owner = ? or a.leased_until < clock_timestamp()) order by r.id")) {
                query.setTimestamp(1, now());
                query.setString(2, owner);
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        due.add(new RunId(rows.getLong(1)));
                    }
                }
            }
            return due;
        });
    }

    private static Optional<Run> open(Connection connection, SyncId sync) throws SQLException {
        try (var query = connection.prepareStatement(
                "select * from delivery_run where sync = ? and state in ('queued', 'running', 'paused') for update")) {
            query.setLong(1, sync.value());
            return RunReports.read(query).stream().findFirst();
        }
    }

    private static void setTime(PreparedStatement statement, int position, Optional<Instant> time) throws SQLException {
        statement.setTimestamp(position, time.map(Timestamp::from).orElse(null));
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
