// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/** Members who are not at a destination for a reason on record: looked at by people, and tried again. Thread-safe. */
public final class Workbench {

    private static final int SAMPLE = 5;
    private static final String COLUMNS =
            "profile, change, state, code, field, message, request, response, run, since, due";

    private final Transactions transactions;
    private final Refusals refusals;
    private final Clock clock;
    private final Duration examplesKept;

    Workbench(Transactions transactions, Refusals refusals, Clock clock, Duration examplesKept) {
        this.transactions = transactions;
        this.refusals = refusals;
        this.clock = clock;
        this.examplesKept = examplesKept;
    }

    Optional<RejectedMember> of(SyncId sync, int profile) {
        return read(
                        "select " + COLUMNS + " from delivery_refusal where sync = ? and profile = ? limit ?",
                        sync,
                        profile,
                        1,
                        Sight.MASKED)
                .stream()
                .findFirst();
    }

    /** In order of profile numbers. */
    public List<RejectedMember> members(SyncId sync, int afterProfile, int limit, Sight sight) {
        return read(
                "select " + COLUMNS + " from delivery_refusal where sync = ? and profile > ? order by profile limit ?",
                sync,
                afterProfile,
                limit,
                sight);
    }

    private List<RejectedMember> read(String sql, SyncId sync, int profile, int limit, Sight sight) {
        return transactions.call(connection -> {
            try (var query = connection.prepareStatement(sql)) {
                query.setLong(1, sync.value());
                query.setInt(2, profile);
                query.setInt(3, limit);
                var members = new ArrayList<RejectedMember>();
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        members.add(member(rows, sight));
                    }
                }
                return members;
            }
        });
    }

    /** By cause, the most frequent first. */
    public List<RejectedGroup> groups(SyncId sync, Sight sight) {
        return transactions.call(connection -> {
            var groups = new LinkedHashMap<List<String>, List<RejectedMember>>();
            var counts = new LinkedHashMap<List<String>, Long>();
            var due = new LinkedHashMap<List<String>, Long>();
            try (var query = connection.prepareStatement("select * from (select " + COLUMNS
                    + ", count(*) over cause as cause_size, count(*) filter (where due) over cause as cause_due, row_number() over (cause order by example_at is null, profile)"
                    + " as place from delivery_refusal where sync = ? window cause as (partition by state, code, field))"
                    + " ranked where place <= ? order by cause_size desc, state, code, field, place")) {
                query.setLong(1, sync.value());
                query.setInt(2, SAMPLE);
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        var member = member(rows, sight);
                        var cause = List.of(member.state(), member.code(), member.field());
                        groups.computeIfAbsent(cause, key -> new ArrayList<>()).add(member);
                        counts.put(cause, rows.getLong("cause_size"));
                        due.put(cause, rows.getLong("cause_due"));
                    }
                }
            }
            var result = new ArrayList<RejectedGroup>();
            groups.forEach((cause, sample) -> result.add(new RejectedGroup(
                    cause.get(0),
                    cause.get(1),
                    cause.get(2),
                    sample.get(0).message(),
                    counts.getOrDefault(cause, 0L),
                    due.getOrDefault(cause, 0L),
                    List.copyOf(sample))));
            return result;
        });
    }

    /**
     * Lets the next run try rejected and invalid members again although their data did not change.
     *
     * @param cause only those with this cause; empty for all
     * @param profiles only these; empty for all
     * @return how many will be tried
     */
    public long retry(SyncId sync, Optional<RejectedCause> cause, Optional<RoaringBitmap> profiles) {
        return refusals.retry(sync, cause, profiles);
    }

    /**
     * Lets the next run try those again who were refused for what was mended now. Whose data changed is tried again anyway;
     * those who may be at the destination already wait for a person.
     *
     * @return how many will be tried
     */
    public long causeCleared(SyncId sync, Cleared cleared) {
        return refusals.causeCleared(sync, cleared);
    }

    /** To be called now and then: examples of rejected rows are personal data, and kept for a while only. */
    public void forgetOldExamples() {
        refusals.forgetExamples(clock.instant().minus(examplesKept));
    }

    /** Of whom a request or an answer is kept, at any destination. */
    public RoaringBitmap inExamples() {
        return refusals.inExamples();
    }

    /** No request or answer about these people is kept any more, at any destination. */
    public void forgetExamples(RoaringBitmap profiles) {
        refusals.forgetExamples(profiles);
    }

    private static RejectedMember member(ResultSet row, Sight sight) throws SQLException {
        return new RejectedMember(
                row.getInt("profile"),
                Change.of(row.getString("change")),
                row.getString("state"),
                row.getString("code"),
                row.getString("field"),
                row.getString("message"),
                MarkedText.read(row.getString("request"), sight),
                MarkedText.read(row.getString("response"), sight),
                new RunId(row.getLong("run")),
                row.getTimestamp("since").toInstant(),
                row.getBoolean("due"));
    }
}
