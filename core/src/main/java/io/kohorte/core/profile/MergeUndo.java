// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.profile;

import io.kohorte.core.platform.problem.ProblemException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes a merge apart: each gets back what it had when they were merged. What came since stays with the profile that was kept, because
 * nothing tells whose it is; a consent withdrawn since counts for both.
 */
public final class MergeUndo {

    private static final String MERGE =
            """
            select m.loser, m.winner, m.at, m.detail ?? 'winner' as complete, m.undone_at is null as stands, p.merged_into
              from profile_merge m join profile p on p.number = m.loser where m.id = ?
            """;

    /** The one merged, and those who had become part of it before. */
    private static final String LINE =
            """
            with recursive line as (
              select ?::int as number
              union select m.loser from profile_merge m join line on m.winner = line.number
                     where m.undone_at is null and m.id < ?)
            select number from line
            """;

    private static final String IDENTITIES =
            """
            with had as (
              select h.namespace, h.value, m.loser, m.winner
                from profile_merge m cross join jsonb_to_recordset(m.detail -> 'identities') as h (namespace text, value text)
               where m.id = ?),
            kept as (
              insert into former_identity (profile, namespace, value)
              select i.profile, i.namespace, i.value from identity i join had using (namespace, value) where i.profile = had.winner
              on conflict do nothing)
            update identity i set profile = had.loser from had
             where i.namespace = had.namespace and i.value = had.value and i.profile = had.winner
            """;

    private static final String EVENTS =
            """
            update event set profile = ?, recorded_for = nullif(recorded_for, ?), known_at = case when known_at is not null then ?::timestamptz end
             where profile = ? and recorded_for = any(?)
            """;

    /** Takes from the winner what only the loser had said, where it still says that. */
    private static final String TRAITS =
            """
            update profile w set traits = w.traits - coalesce((
                   select array_agg(had.key) from profile_merge m, jsonb_each(m.detail -> 'traits') had
                    where m.id = ? and m.detail ?? 'winner' and not m.detail -> 'winner' -> 'traits' ?? had.key
                      and w.traits -> had.key = had.value), '{}')
             where w.number = ?
            """;

    private static final String POINT =
            "update profile set merged_into = case when number <> ? then ?::int end where number = any(?)";

    /** What the winner has only from the loser goes; what it had said itself before comes back. */
    private static final String CONSENTS =
            """
            with merge as (select * from profile_merge where id = ? and detail ?? 'winner'),
            taken as (
              select w.purpose from merge m join consent w on w.profile = m.winner
                join consent l on l.profile = m.loser and l.purpose = w.purpose and l.granted = w.granted and l.at = w.at),
            own as (
              select h.* from merge m cross join jsonb_to_recordset(m.detail -> 'winner' -> 'consents')
                                      as h (purpose text, granted boolean, at timestamptz)),
            restored as (
              update consent c set granted = own.granted, at = own.at
                from merge m, own join taken using (purpose) where c.profile = m.winner and c.purpose = own.purpose)
            delete from consent c using merge m
             where c.profile = m.winner and c.purpose in (select purpose from taken) and c.purpose not in (select purpose from own)
            """;

    private static final String WITHDRAWN =
            """
            insert into consent as c (profile, purpose, granted, at)
            select m.loser, w.purpose, false, w.at from profile_merge m join consent w on w.profile = m.winner
             where m.id = ? and not w.granted and w.at >= m.at
            on conflict (profile, purpose) do update set granted = false, at = excluded.at where excluded.at >= c.at
            """;

    private static final String SINCE =
            "select count(*) from event where profile = ? and known_at > ? and recorded_for is null";

    private final Connection connection;

    private MergeUndo(Connection connection) {
        this.connection = connection;
    }

    /** Something that could not be given back to whom it belongs. */
    public record Left(String code, String sentence) {}

    /**
     * Two profiles again.
     *
     * @param kept the profile that had taken the other in
     * @param back the profile that is one of its own again
     * @param changed both, and those who had become part of the second before
     */
    public record Split(int kept, int back, long identities, long events, List<Left> left, Set<Integer> changed) {}

    private record Merge(long id, int loser, int winner, Instant at, boolean complete) {}

    /**
     * Undoes a merge in the caller's transaction. Needs {@link ProfileLock#EXCLUSIVE}.
     *
     * @throws ProblemException when it is undone already, or the one kept has itself become part of another since
     */
    public static Split undo(Connection connection, long merge, Instant now) throws SQLException {
        return new MergeUndo(connection).undo(merge, now);
    }

    private Split undo(long id, Instant now) throws SQLException {
        Merge merge = merge(id);
        List<Integer> line = line(merge);
        long identities = update(IDENTITIES, id);
        long since = since(merge);
        long events = update(
                EVENTS, merge.loser(), merge.loser(), now.atOffset(ZoneOffset.UTC), merge.winner(), numbers(line));
        update(TRAITS, id, merge.winner());
        update(POINT, merge.loser(), merge.loser(), numbers(line));
        update(CONSENTS, id);
        update(WITHDRAWN, id);
        update("update profile_merge set undone_at = ? where id = ?", now.atOffset(ZoneOffset.UTC), id);
        Set<Integer> changed = new TreeSet<>(line);
        changed.add(merge.winner());
        return new Split(merge.winner(), merge.loser(), identities, events, left(merge, since, events), changed);
    }

    private Merge merge(long id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(MERGE)) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw ProblemException.notFound("merge", id);
                }
                if (!row.getBoolean("stands")) {
                    throw ProblemException.conflict(
                            "MERGE_UNDONE",
                            "This merge has been undone already.",
                            "Look at the two profiles; they are apart.");
                }
                Merge merge = new Merge(
                        id,
                        row.getInt("loser"),
                        row.getInt("winner"),
                        row.getTimestamp("at").toInstant(),
                        row.getBoolean("complete"));
                if (row.getInt("merged_into") != merge.winner()) {
                    throw ProblemException.conflict(
                            "MERGED_ON",
                            "The profile that was kept has itself become part of another since.",
                            "Undo the later merge first, then this one.");
                }
                return merge;
            }
        }
    }

    private List<Integer> line(Merge merge) throws SQLException {
        List<Integer> line = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(LINE)) {
            select.setInt(1, merge.loser());
            select.setLong(2, merge.id());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    line.add(row.getInt(1));
                }
            }
        }
        return line;
    }

    private long since(Merge merge) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SINCE)) {
            select.setInt(1, merge.winner());
            select.setObject(2, merge.at().atOffset(ZoneOffset.UTC));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static List<Left> left(Merge merge, long since, long events) {
        List<Left> left = new ArrayList<>();
        if (since > 0) {
            left.add(new Left(
                    "EVENTS_SINCE",
                    "Events that came after the merge stay with the profile that was kept: nothing tells whose"
                            + " they are."));
        }
        if (events > 0) {
            left.add(new Left(
                    "KNOWN_AT", "Events that went back count as known from now on when a model looks at the past."));
        }
        if (!merge.complete()) {
            left.add(new Left(
                    "WINNER_UNKNOWN",
                    "What the kept profile had before this merge was not recorded; traits and consents it took"
                            + " over stay with it."));
        }
        left.add(new Left(
                "SAID_SINCE",
                "Traits, identifiers and consents given since the merge stay with the profile that was kept; a"
                        + " consent withdrawn since counts for both."));
        left.add(new Left(
                "LISTS", "Lists kept by hand contain the profile that was kept; add the other where it belongs."));
        return left;
    }

    private Array numbers(List<Integer> numbers) throws SQLException {
        return connection.createArrayOf("int4", numbers.toArray());
    }

    private long update(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                update.setObject(i + 1, parameters[i]);
            }
            return update.executeLargeUpdate();
        }
    }
}
