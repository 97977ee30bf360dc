// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.spi.MemberChange;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What runs report: figures written step by step while they work, and read by people. */
final class RunReports {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Transactions transactions;

    RunReports(Transactions transactions) {
        this.transactions = transactions;
    }

    /** What one recorded step adds to a run's figures. */
    record Step(
            MemberChange.Kind kind,
            long accepted,
            long rejected,
            long skipped,
            long invalid,
            long requests,
            long done) {

        static Step requests(long requests) {
            return new Step(MemberChange.Kind.ADD, 0, 0, 0, 0, requests, 0);
        }
    }

    void add(Connection connection, RunId id, Step step) throws SQLException {
        var part =
                switch (step.kind()) {
                    case ADD -> "added";
                    case UPDATE -> "changed";
                    case REMOVE -> "removed";
                };
        try (var update = connection.prepareStatement(String.format(
                Locale.ROOT,
                "update delivery_run set %1$s_accepted = %1$s_accepted + ?, %1$s_rejected = %1$s_rejected + ?,"
                        + " skipped = skipped + ?, invalid = invalid + ?, requests = requests + ?, done = done + ?,"
                        + " problem = null, not_before = null where id = ?",
                part))) {
            update.setLong(1, step.accepted());
            update.setLong(2, step.rejected());
            update.setLong(3, step.skipped());
            update.setLong(4, step.invalid());
            update.setLong(5, step.requests());
            update.setLong(6, step.done());
            update.setLong(7, id.value());
            update.executeUpdate();
        }
    }

    /** Skipped and invalid are counted anew by every comparison: they are a state, not events. */
    void compared(Connection connection, RunId id, SyncPlan plan, Difference difference) throws SQLException {
        try (var update = connection.prepareStatement(
                "update delivery_run set total = ?, done = 0, skipped = ?, invalid = ? where id = ?")) {
            update.setLong(1, plan.tellsEverybody() ? difference.sizeOfAll() : difference.size());
            update.setLong(2, difference.heldBack() + difference.standingSkipped());
            update.setLong(3, difference.standingInvalid());
            update.setLong(4, id.value());
            update.executeUpdate();
        }
    }

    void phase(Connection connection, RunId id, String phase) throws SQLException {
        try (var update = connection.prepareStatement("update delivery_run set phase = ? where id = ?")) {
            update.setString(1, phase);
            update.setLong(2, id.value());
            update.executeUpdate();
        }
    }

    /** Shown while a thread waits; the run stays running. */
    void waiting(Connection connection, RunId id, Instant until, Optional<RunProblem> problem) throws SQLException {
        try (var update = connection.prepareStatement(
                "update delivery_run set not_before = ?, problem = ?::jsonb where id = ?")) {
            update.setTimestamp(1, Timestamp.from(until));
            update.setString(2, problem.map(RunReports::json).orElse(null));
            update.setLong(3, id.value());
            update.executeUpdate();
        }
    }

    Optional<Run> find(RunId id) {
        return transactions.call(connection -> find(connection, id));
    }

    /** Latest first, with numbers below {@code before}; of all syncs, or of one. */
    List<Run> list(Optional<SyncId> sync, long before, int limit) {
        return transactions.call(connection -> {
            try (var query = connection.prepareStatement("select * from delivery_run where id < ?"
                    + (sync.isPresent() ? " and sync = ?" : "") + " order by id desc limit ?")) {
                int next = 1;
                query.setLong(next++, before);
                if (sync.isPresent()) {
                    query.setLong(next++, sync.get().value());
                }
                query.setInt(next, limit);
                return read(query);
            }
        });
    }

    static Optional<Run> find(Connection connection, RunId id) throws SQLException {
        try (var query = connection.prepareStatement("select * from delivery_run where id = ?")) {
            query.setLong(1, id.value());
            return read(query).stream().findFirst();
        }
    }

    static List<Run> read(PreparedStatement query) throws SQLException {
        var runs = new ArrayList<Run>();
        try (var rows = query.executeQuery()) {
            while (rows.next()) {
                runs.add(run(rows));
            }
        }
        return runs;
    }

    private static Run run(ResultSet row) throws SQLException {
        return new Run(
                new RunId(row.getLong("id")),
                new SyncId(row.getLong("sync")),
                RunState.of(row.getString("state")),
                row.getString("trigger"),
                row.getTimestamp("queued_at").toInstant(),
                time(row, "started_at"),
                time(row, "finished_at"),
                time(row, "not_before"),
                new RunCounts(
                        tally(row, "added"),
                        tally(row, "changed"),
                        tally(row, "removed"),
                        row.getLong("skipped"),
                        row.getLong("invalid"),
                        row.getLong("requests")),
                new Run.Progress(row.getString("phase"), row.getLong("done"), row.getLong("total")),
                Optional.ofNullable(row.getObject("undoes", Long.class)).map(RunId::new),
                parsed(row.getString("problem"), RunProblem.class),
                parsed(row.getString("guard"), GuardStop.class));
    }

    private static RunCounts.Tally tally(ResultSet row, String part) throws SQLException {
        return new RunCounts.Tally(row.getLong(part + "_accepted"), row.getLong(part + "_rejected"));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static <T> Optional<T> parsed(@Nullable String json, Class<T> type) {
        if (json == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(json, type));
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
