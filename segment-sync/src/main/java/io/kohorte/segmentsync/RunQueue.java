// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How runs come. At most one run of a sync is open: who asks for another meanwhile joins it. */
final class RunQueue {

    private final Transactions transactions;
    private final Clock clock;

    RunQueue(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    RunId queue(SyncId sync, String trigger, Removals removals) {
        return queue(sync, trigger, removals, Scope.EVERYBODY);
    }

    RunId queue(SyncId sync, String trigger, Removals removals, Scope scope) {
        return transactions.call(connection -> {
            var pause = Pauses.lock(connection, sync);
            var open = open(connection, sync);
            if (open.isEmpty()) {
                return insert(connection, sync, trigger, removals, scope, pause, Optional.empty());
            }
            var run = open.get();
            if (run.state() == RunState.PAUSED && pause.filter(Pauses::isGuard).isPresent()) {
                Pauses.lift(connection, sync);
                requeue(connection, run.id());
            }
            join(connection, run, trigger, removals, scope);
            return run.id();
        });
    }

    /**
     * Lets a run that is open look at these too, or one at everybody if that is owed. Empty if a run is only needed for
     * those of them who differ: whoever looks for that now sees all that a run before this moment did.
     */
    Optional<RunId> join(SyncId sync, String trigger, Scope scope) {
        return transactions.call(connection -> {
            var pause = Pauses.lock(connection, sync);
            var open = open(connection, sync);
            if (open.isPresent()) {
                join(connection, open.get(), trigger, Removals.ASK, scope);
                return open.map(Run::id);
            }
            return Scopes.isEverybodyOwed(connection, sync, clock.instant())
                    ? Optional.of(everybody(connection, sync, trigger, pause))
                    : Optional.empty();
        });
    }

    /** What the guard stopped is looked at anew when a comparison of everybody would be due; what a person paused waits. */
    Optional<RunId> queueIfOwed(SyncId sync, String trigger) {
        return transactions.call(connection -> {
            var pause = Pauses.lock(connection, sync);
            var open = open(connection, sync);
            var now = clock.instant();
            if (open.isEmpty()) {
                return pause.isEmpty() && Scopes.isEverybodyOwed(connection, sync, now)
                        ? Optional.of(everybody(connection, sync, trigger, pause))
                        : Optional.empty();
            }
            if (Pauses.guardStoppedBefore(connection, sync, now.minus(Scopes.EVERYBODY_EVERY))) {
                Pauses.lift(connection, sync);
                requeue(connection, open.get().id());
                return open.map(Run::id);
            }
            return Optional.empty();
        });
    }

    private RunId everybody(Connection connection, SyncId sync, String trigger, Optional<RunProblem> pause)
            throws SQLException {
        return insert(connection, sync, trigger, Removals.ASK, Scope.EVERYBODY, pause, Optional.empty());
    }

    /**
     * A run that takes back another; whatever had paused the sync, a person wants this one. One that waited is cancelled:
     * its difference stays.
     *
     * @throws SyncBusyException while another run is going on
     */
    RunId undo(Run undone) {
        var sync = undone.sync();
        return transactions.call(connection -> {
            Pauses.lock(connection, sync);
            Pauses.lift(connection, sync);
            Scopes.oweEverybody(connection, sync);
            var open = open(connection, sync);
            if (open.flatMap(Run::undoes).filter(undone.id()::equals).isPresent()) {
                requeue(connection, open.get().id());
                return open.get().id();
            }
            if (open.filter(run -> run.state() == RunState.RUNNING).isPresent()) {
                throw new SyncBusyException(sync);
            }
            if (open.isPresent()) {
                cancel(connection, open.get().id());
            }
            return insert(
                    connection,
                    sync,
                    "undo",
                    Removals.ASK,
                    Scope.EVERYBODY,
                    Optional.empty(),
                    Optional.of(undone.id()));
        });
    }

    private void cancel(Connection connection, RunId waiting) throws SQLException {
        try (var update = connection.prepareStatement(
                "update delivery_run set state = 'cancelled', finished_at = ? where id = ?")) {
            update.setTimestamp(1, now());
            update.setLong(2, waiting.value());
            update.executeUpdate();
        }
    }

    /** @param pause why it has to wait for a person */
    RunId insert(
            Connection connection,
            SyncId sync,
            String trigger,
            Removals removals,
            Scope scope,
            Optional<RunProblem> pause,
            Optional<RunId> undoes)
            throws SQLException {
        try (var insert = connection.prepareStatement("insert into delivery_run (sync, state, trigger, confirmed,"
                + " queued_at, problem, undoes, scope) values (?, ?, ?, ?, ?, ?::jsonb, ?, ?) returning id")) {
            insert.setLong(1, sync.value());
            insert.setString(2, (pause.isPresent() ? RunState.PAUSED : RunState.QUEUED).wire());
            insert.setString(3, trigger);
            insert.setBoolean(4, removals == Removals.CONFIRMED);
            insert.setTimestamp(5, now());
            insert.setString(6, pause.map(RunReports::json).orElse(null));
            insert.setObject(7, undoes.map(RunId::value).orElse(null), Types.BIGINT);
            insert.setBytes(8, scope.stored());
            try (var rows = insert.executeQuery()) {
                rows.next();
                return new RunId(rows.getLong(1));
            }
        }
    }

    /**
     * A running run may have compared already, and one that undoes compares nothing, so it is to be followed by another;
     * one that waits for a destination that is down is woken by a person, not by a schedule.
     */
    private static void join(Connection connection, Run run, String trigger, Removals removals, Scope scope)
            throws SQLException {
        Scopes.join(connection, run.id(), trigger, scope);
        try (var update = connection.prepareStatement("update delivery_run set confirmed = confirmed or ?,"
                + " not_before = case when ? and coalesce(problem ->> 'code', '')"
                + " not in ('RATE_LIMITED', 'QUOTA_SPENT') then null else not_before end where id = ?")) {
            update.setBoolean(1, removals == Removals.CONFIRMED);
            update.setBoolean(2, trigger.equals(Run.MANUAL));
            update.setLong(3, run.id().value());
            update.executeUpdate();
        }
    }

    static void requeue(Connection connection, RunId run) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_run set state = 'queued', not_before = null,"
                + " problem = null, guard = null where id = ? and state = 'paused'")) {
            update.setLong(1, run.value());
            update.executeUpdate();
        }
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

    static Optional<Run> open(Connection connection, SyncId sync) throws SQLException {
        try (var query = connection.prepareStatement(
                "select * from delivery_run where sync = ? and state in ('queued', 'running', 'paused') for update")) {
            query.setLong(1, sync.value());
            return RunReports.read(query).stream().findFirst();
        }
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
