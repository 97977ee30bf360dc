// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The refusals that stand, as people look at them. */
final class Workbench {

    private static final int SAMPLE = 5;
    private static final String COLUMNS =
            "profile, change, state, code, field, message, request, response, run, since, due";

    private final Transactions transactions;

    Workbench(Transactions transactions) {
        this.transactions = transactions;
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

    List<RejectedMember> page(SyncId sync, int afterProfile, int limit, Sight sight) {
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

    List<RejectedGroup> groups(SyncId sync, Sight sight) {
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
