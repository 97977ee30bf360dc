// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.event.Observation;
import io.kohorte.core.event.TakingBack.Succession;
import io.kohorte.core.profile.Identity;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * What a file says under its present mapping, and what it said under earlier ones, as plain facts on disk: their difference is what has to
 * be taken back. A connection of its own, so that rows can be read meanwhile.
 */
final class SaidFacts implements AutoCloseable {

    /** Which reading a fact is of. */
    enum Side {
        NOW,
        BEFORE
    }

    /** A fact; {@code value} of a trait is JSON, of a consent the word and its moment, of a row nothing. */
    record Fact(int profile, String name, String value) {}

    private enum Kind {
        EVENT,
        TRAIT,
        CONSENT,
        IDENTITY,
        ROW
    }

    /** Takes one after the other. */
    @FunctionalInterface
    interface Taker<T> {
        void take(T one) throws SQLException;
    }

    private static final String GONE_CONSENTS =
            """
            from said_before b where kind = '%1$s' and not exists
              (from said_now n where n.kind = '%1$s' and n.profile = b.profile and n.name = b.name
               and split_part(n.value, ' ', 1) = split_part(b.value, ' ', 1))
            """;

    private final DuckDBConnection connection;
    private final DuckDBAppender now;
    private final DuckDBAppender before;

    SaidFacts(RowTable table) throws SQLException {
        connection = table.connection().duplicate().unwrap(DuckDBConnection.class);
        try (var statement = connection.createStatement()) {
            for (Side side : Side.values()) {
                statement.execute("create table said_%s (kind varchar, profile int, name varchar, value varchar)"
                        .formatted(side));
            }
        }
        now = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "said_now");
        before = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "said_before");
    }

    /** Remembers what a row said about a profile. */
    void add(Side side, long line, int profile, Observation said) throws SQLException {
        DuckDBAppender rows = side == Side.NOW ? now : before;
        append(rows, Kind.ROW, profile, Long.toString(line), "");
        if (said.key().isPresent() && said.event() != null) {
            append(rows, Kind.EVENT, profile, said.key().get().toString(), "");
        }
        for (Map.Entry<String, JsonNode> trait : said.traits().properties()) {
            append(rows, Kind.TRAIT, profile, trait.getKey(), trait.getValue().toString());
        }
        for (Map.Entry<String, Boolean> consent : said.consents().entrySet()) {
            append(rows, Kind.CONSENT, profile, consent.getKey(), consent.getValue() + " " + said.at());
        }
        for (Identity identity : said.link().identities()) {
            append(rows, Kind.IDENTITY, profile, identity.namespace(), identity.value());
        }
    }

    private static void append(DuckDBAppender rows, Kind kind, int profile, String name, String value)
            throws SQLException {
        rows.beginRow();
        rows.append(kind.name());
        rows.append(profile);
        rows.append(name);
        rows.append(value);
        rows.endRow();
    }

    /** Which of these events the present reading has told already. */
    Set<UUID> told(Set<UUID> keys) throws SQLException {
        now.flush();
        Set<UUID> told = new HashSet<>();
        String sql = "select name from said_now where kind = '%s' and name in (select unnest(?::varchar[]))"
                .formatted(Kind.EVENT.name());
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(
                    1,
                    connection.createArrayOf(
                            "varchar", keys.stream().map(UUID::toString).toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    told.add(UUID.fromString(row.getString(1)));
                }
            }
        }
        return told;
    }

    /** Ends the writing. */
    void finish() throws SQLException {
        now.close();
        before.close();
    }

    /** Says that a profile has become another while the file was read. */
    void merged(int loser, int winner) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update said_now set profile = ? where profile = ?")) {
            update.setInt(1, winner);
            update.setInt(2, loser);
            update.executeUpdate();
        }
    }

    void events(Taker<UUID> taker) throws SQLException {
        facts(
                "select distinct 0, name, '' from said_before b where kind = '%1$s' and not exists"
                        + " (from said_now n where n.kind = '%1$s' and n.name = b.name)",
                Kind.EVENT, fact -> taker.take(UUID.fromString(fact.name())));
    }

    /** Of traits the present reading says nothing of. */
    void traits(Taker<Fact> taker) throws SQLException {
        facts(
                "select distinct profile, name, value from said_before b where kind = '%1$s' and not exists"
                        + " (from said_now n where n.kind = '%1$s' and n.profile = b.profile and n.name = b.name) order by 1",
                Kind.TRAIT, taker);
    }

    /** Consents the present reading does not give, or refusals it does not make. */
    void consents(Taker<Fact> taker) throws SQLException {
        facts("select distinct profile, name, value " + GONE_CONSENTS + " order by 1", Kind.CONSENT, taker);
    }

    /** What the present reading says where {@link #consents} takes something back. */
    void consentsInstead(Taker<Fact> taker) throws SQLException {
        facts(
                "select distinct profile, name, value from said_now where kind = '%1$s' and (profile, name) in (select (profile, name) "
                        + GONE_CONSENTS + ") order by 1",
                Kind.CONSENT,
                taker);
    }

    void identities(Taker<Fact> taker) throws SQLException {
        facts(
                "select distinct profile, name, value from said_before b where kind = '%1$s' and not exists"
                        + " (from said_now n where n.kind = '%1$s' and n.name = b.name and n.value = b.value) order by 1",
                Kind.IDENTITY, taker);
    }

    /** Customers the earlier reading named and the present one does not, and who has most of their rows now; nobody is 0. */
    void successors(Taker<Succession> taker) throws SQLException {
        facts(
                """
                select b.profile, coalesce(mode(n.profile), 0)::varchar, ''
                from said_before b left join said_now n on n.kind = '%1$s' and n.name = b.name
                where b.kind = '%1$s' and not exists (from said_now o where o.kind = '%1$s' and o.profile = b.profile)
                group by b.profile order by 1
                """,
                Kind.ROW, fact -> taker.take(new Succession(fact.profile(), Integer.parseInt(fact.name()))));
    }

    /** Customers to whom the file gives several identifiers of one kind: whom an earlier reading joined, it may have joined wrongly. */
    long severalNames() throws SQLException {
        String sql =
                """
                select count(distinct profile) from
                  (select profile from said_now where kind = '%s' group by profile, name having count(distinct value) > 1)
                """
                        .formatted(Kind.IDENTITY.name());
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private void facts(String sql, Kind kind, Taker<Fact> taker) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql.formatted(kind.name()));
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                taker.take(new Fact(row.getInt(1), row.getString(2), row.getString(3)));
            }
        }
    }

    @Override
    public void close() throws SQLException {
        finish();
        connection.close();
    }

    /** Gathers facts until a chunk is full. */
    static final class Chunk<T> {
        private final int size;
        private final Taker<List<T>> full;
        private List<T> facts = new ArrayList<>();

        Chunk(int size, Taker<List<T>> full) {
            this.size = size;
            this.full = full;
        }

        void add(T fact) throws SQLException {
            facts.add(fact);
            if (facts.size() == size) {
                flush();
            }
        }

        void flush() throws SQLException {
            if (!facts.isEmpty()) {
                full.take(facts);
                facts = new ArrayList<>();
            }
        }
    }
}
