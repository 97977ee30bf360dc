// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.platform.LogFields;
import io.kohorte.core.platform.problem.ProblemDetail;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Imports and trainings in progress and past. Each deed here is a transaction of its own, unless the caller has one, so
 * that progress shows while the work goes on.
 */
@ApplicationScoped
public class Runs {

    private static final Logger LOG = Logger.getLogger(Runs.class);
    private static final String COLUMNS =
            "id, kind, subject, state, trigger, started_at, finished_at, progress, result, problem";

    private final DataSource database;
    private final ObjectMapper json;
    private final Clock clock;
    private final MeterRegistry meters;

    Runs(DataSource database, ObjectMapper json, Clock clock, MeterRegistry meters) {
        this.database = database;
        this.json = json;
        this.clock = clock;
        this.meters = meters;
    }

    /** A new run, {@code queued}. */
    public RunId open(RunKind kind, long subject, String trigger) {
        return call(
                "insert into run (kind, subject, trigger, state, created_at) values (?, ?, ?, 'queued', ?) returning id",
                insert -> {
                    insert.setString(1, kind.wire());
                    insert.setLong(2, subject);
                    insert.setString(3, trigger);
                    insert.setTimestamp(4, now());
                    var row = insert.executeQuery();
                    row.next();
                    return new RunId(row.getLong(1));
                });
    }

    /** Takes a queued run up. {@code false} when somebody else did, or it is over. */
    public boolean start(RunId id) {
        return call("update run set state = 'running', started_at = ? where id = ? and state = 'queued'", update -> {
            update.setTimestamp(1, now());
            update.setLong(2, id.value());
            return update.executeUpdate() == 1;
        });
    }

    /** @param progress a {@link Progress}, or a record with its fields and more */
    public void progress(RunId id, Object progress) {
        call("update run set progress = ?::jsonb where id = ?", update -> {
            update.setString(1, text(progress));
            update.setLong(2, id.value());
            return update.executeUpdate();
        });
    }

    /** @param result what came out of it, written as JSON */
    public void finish(RunId id, RunState state, Object result) {
        end(id, state, result, null);
    }

    public void fail(RunId id, ProblemDetail problem) {
        end(id, RunState.FAILED, null, problem);
    }

    public Optional<Run> find(RunId id) {
        return call("select " + COLUMNS + " from run where id = ?", select -> {
            select.setLong(1, id.value());
            return rows(select).stream().findFirst();
        });
    }

    /** Newest first, with numbers below {@code before}. */
    public List<Run> list(Optional<RunKind> kind, Optional<Long> subject, long before, int limit) {
        return call(
                "select " + COLUMNS + " from run where id < ? and (?::text is null or kind = ?)"
                        + " and (?::bigint is null or subject = ?) order by id desc limit ?",
                select -> {
                    var kindText = kind.map(RunKind::wire).orElse(null);
                    select.setLong(1, before);
                    select.setString(2, kindText);
                    select.setString(3, kindText);
                    select.setObject(4, subject.orElse(null), Types.BIGINT);
                    select.setObject(5, subject.orElse(null), Types.BIGINT);
                    select.setInt(6, limit);
                    return rows(select);
                });
    }

    /** Runs that a process which died left {@code running}, or never took up. */
    public List<Run> unfinished(RunKind kind) {
        return call(
                "select " + COLUMNS + " from run where kind = ? and state in ('queued', 'running') order by id",
                select -> {
                    select.setString(1, kind.wire());
                    return rows(select);
                });
    }

    private void end(RunId id, RunState state, @Nullable Object result, @Nullable ProblemDetail problem) {
        var kind = call(
                "update run set state = ?, result = ?::jsonb, problem = ?::jsonb, finished_at = ? where id = ?"
                        + " returning kind",
                update -> {
                    update.setString(1, state.wire());
                    update.setString(2, result == null ? null : text(result));
                    update.setString(3, problem == null ? null : text(problem));
                    update.setTimestamp(4, now());
                    update.setLong(5, id.value());
                    var row = update.executeQuery();
                    row.next();
                    return row.getString(1);
                });
        meters.counter("kohorte.runs", "kind", kind, "state", state.wire()).increment();
        LogFields.of(LogFields.RUN, id.value())
                .during(() ->
                        LOG.infof("Run %s, %s: %s %s", id, kind, state.wire(), problem == null ? "" : problem.code()));
    }

    private List<Run> rows(PreparedStatement select) throws SQLException {
        var runs = new ArrayList<Run>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                runs.add(new Run(
                        new RunId(row.getLong("id")),
                        RunKind.of(row.getString("kind")),
                        row.getLong("subject"),
                        RunState.of(row.getString("state")),
                        row.getString("trigger"),
                        instant(row, "started_at"),
                        instant(row, "finished_at"),
                        null,
                        tree(row, "progress"),
                        tree(row, "result"),
                        tree(row, "problem"),
                        null));
            }
        }
        return runs;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private @Nullable JsonNode tree(ResultSet row, String column) throws SQLException {
        var text = row.getString(column);
        try {
            return text == null ? null : json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL keeps valid JSON", e);
        }
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + value.getClass(), e);
        }
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    private <T> T call(String sql, Work<T> work) {
        try (Connection connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            return work.on(statement);
        } catch (SQLException e) {
            throw new IllegalStateException("the table of runs cannot be reached", e);
        }
    }
}
