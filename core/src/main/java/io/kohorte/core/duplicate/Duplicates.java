// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kohorte.core.duplicate.Scoring.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Pairs that may be, were, or are not the same person. */
@ApplicationScoped
class Duplicates {

    private static final TypeReference<List<Reason>> REASONS = new TypeReference<>() {};

    /** An open pair of which one has become part of somebody else by other ways is no question any more. */
    private static final String PAIR =
            """
            select d.* from duplicate d join profile a on a.number = d.one join profile b on b.number = d.other
             where (d.state = 'merged' or (a.merged_into is null and b.merged_into is null))
            """;

    private final DataSource database;
    private final ObjectMapper json;

    Duplicates(DataSource database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** @param merge the merge that made them one */
    record Pair(
            DuplicateId id,
            int one,
            int other,
            double probability,
            boolean household,
            List<Reason> reasons,
            DuplicateState state,
            Instant foundAt,
            @Nullable Instant decidedAt,
            @Nullable String decidedBy,
            @Nullable Long merge) {}

    /** Where a page begins: after this pair. */
    record After(double probability, long id) {}

    /** Most probable first. */
    List<Pair> list(DuplicateState state, Optional<After> after, int limit) throws SQLException {
        return pairs(
                " and d.state = ? and (d.probability, -d.id) < (?, ?) order by d.probability desc, d.id limit ?",
                state.wire(),
                after.map(After::probability).orElse(2.0),
                after.map(last -> -last.id()).orElse(0L),
                limit);
    }

    Optional<Pair> find(DuplicateId id) throws SQLException {
        return pairs(" and d.id = ?", id.value()).stream().findFirst();
    }

    /** Open pairs at least so probable that no household explains. */
    List<Pair> beyondDoubt(double least) throws SQLException {
        return pairs(
                " and d.state = 'open' and not d.household and d.probability >= ? order by d.probability desc, d.id",
                least);
    }

    /** In the caller's transaction. */
    static void decide(
            Connection connection, DuplicateId id, DuplicateState state, String who, Instant now, @Nullable Long merge)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update duplicate set state = ?, decided_by = ?, decided_at = ?, merge = ? where id = ?")) {
            update.setString(1, state.wire());
            update.setString(2, who);
            update.setObject(3, now.atOffset(java.time.ZoneOffset.UTC));
            update.setObject(4, merge, java.sql.Types.BIGINT);
            update.setLong(5, id.value());
            update.executeUpdate();
        }
    }

    private List<Pair> pairs(String where, Object... parameters) throws SQLException {
        List<Pair> pairs = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(PAIR + where)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    pairs.add(pair(row));
                }
            }
        }
        return pairs;
    }

    private Pair pair(ResultSet row) throws SQLException {
        try {
            return new Pair(
                    new DuplicateId(row.getLong("id")),
                    row.getInt("one"),
                    row.getInt("other"),
                    row.getDouble("probability"),
                    row.getBoolean("household"),
                    json.readValue(row.getString("reasons"), REASONS),
                    DuplicateState.of(row.getString("state")).orElseThrow(),
                    row.getObject("found_at", OffsetDateTime.class).toInstant(),
                    instant(row, "decided_at"),
                    row.getString("decided_by"),
                    row.getObject("merge", Long.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the reasons kept are those written", e);
        }
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
