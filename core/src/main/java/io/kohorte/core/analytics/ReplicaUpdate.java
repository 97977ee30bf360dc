// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import io.kohorte.core.analytics.ReplicaFile.Origin;
import io.kohorte.core.feature.TraitType;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.duckdb.DuckDBConnection;
import org.roaringbitmap.RoaringBitmap;

/**
 * Carries what has changed in PostgreSQL since the last time into the replica, in one transaction on either side.
 *
 * <p>Profiles and scores that changed are deleted by key, then inserted. To look for the keys of a second's events among ten million
 * would take longer than all the rest, so events are only appended: where PostgreSQL changes one, its trigger names the row that was
 * there before among the removals.
 */
final class ReplicaUpdate {

    private final Connection postgres;
    private final DuckDBConnection replica;
    private final RoaringBitmap facts = new RoaringBitmap();
    private final RoaringBitmap scored = new RoaringBitmap();

    /**
     * @param postgres in a read-only transaction that sees one snapshot
     * @param replica with auto-commit off
     */
    ReplicaUpdate(Connection postgres, DuckDBConnection replica) {
        this.postgres = postgres;
        this.replica = replica;
    }

    /** Where PostgreSQL stands: all transactions below {@code seen} have ended. */
    static Horizon horizon(Connection postgres) throws SQLException {
        try (Statement statement = postgres.createStatement();
                ResultSet row = statement.executeQuery("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint,"
                        + " (select id || ':' || (select oid from pg_database where datname = current_database())"
                        + " from replica_origin), (select removals_known_from::text::bigint from replica_origin)")) {
            row.next();
            return new Horizon(new Origin(row.getString(2), row.getLong(1)), row.getLong(3));
        }
    }

    /** Loads everything into an empty replica. */
    void load(Origin horizon) throws SQLException, IOException {
        TraitColumns traits = addTraits(new ArrayList<>());
        String until = "changed < '" + horizon.seen() + "'::xid8";
        RowTransfer transfer = new RowTransfer(postgres, replica, facts, scored);
        transfer.profiles("profile", traits, until);
        transfer.events(until);
        transfer.scores(until);
        finish(horizon);
    }

    /** Applies what ended since {@code before}; returns the profiles concerned. */
    ReplicaAdvanced follow(Origin before, Origin horizon) throws SQLException, IOException {
        List<String> fresh = new ArrayList<>();
        TraitColumns traits = addTraits(fresh);
        if (!fresh.isEmpty()) {
            rememberFreshTraits(fresh);
        }
        String changed = "changed >= '" + before.seen() + "'::xid8 and changed < '" + horizon.seen() + "'::xid8";
        String profiles = fresh.isEmpty() ? changed : "((" + changed + ") or " + FRESH + ")";
        RowTransfer transfer = new RowTransfer(postgres, replica, facts, scored);
        News news = news(profiles, changed);
        if (news.removals()) {
            transfer.removals(changed);
            execute("delete from profile where number in (select number from gone_profile)");
            execute("delete from event using gone_event gone"
                    + " where event.profile = gone.profile and event.key = gone.key");
            execute(REMOVE_SCORES.formatted("gone_score"));
        }
        if (news.profiles()) {
            execute("create temp table changed_profile as from profile limit 0");
            execute("create or replace temp table gone_profile (number integer)");
            transfer.profiles("changed_profile", traits, profiles);
            execute("insert into gone_profile select number from changed_profile");
            execute("delete from profile where number in (select number from gone_profile)");
            execute("insert into profile from changed_profile");
        }
        if (news.events()) {
            transfer.events(changed);
        }
        if (news.scores()) {
            execute("create temp table changed_score (model bigint, profile integer, value double)");
            transfer.changedScores("changed_score", changed);
            execute(REMOVE_SCORES.formatted("changed_score"));
            execute("insert into score from changed_score where value is not null");
        }
        finish(horizon);
        return new ReplicaAdvanced(RoaringBitmap.or(facts, scored), facts, false);
    }

    private static final String REMOVE_SCORES =
            "delete from score using %s gone where score.model = gone.model and score.profile = gone.profile";

    /** Which tables have rows to follow. */
    private record News(boolean removals, boolean profiles, boolean events, boolean scores) {}

    private News news(String profiles, String changed) throws SQLException {
        String sql = "select exists (select from replica_removal where %2$s), exists (select from profile where %1$s),"
                + " exists (select from event where %2$s), exists (select from score where %2$s)";
        try (Statement statement = postgres.createStatement();
                ResultSet row = statement.executeQuery(sql.formatted(profiles, changed))) {
            row.next();
            return new News(row.getBoolean(1), row.getBoolean(2), row.getBoolean(3), row.getBoolean(4));
        }
    }

    private static final String FRESH =
            "jsonb_exists_any(traits, array(select jsonb_array_elements_text(current_setting('kohorte.fresh')::jsonb)))";

    private void rememberFreshTraits(List<String> fresh) throws SQLException {
        try (PreparedStatement statement =
                postgres.prepareStatement("select set_config('kohorte.fresh', to_jsonb(?::text[])::text, true)")) {
            statement.setArray(1, postgres.createArrayOf("text", fresh.toArray()));
            statement.execute();
        }
    }

    private void finish(Origin horizon) throws SQLException {
        ReplicaFile.writeOrigin(replica, horizon);
    }

    /** Gives every trait of the catalogue a column of its type; a trait whose type changed gets a new one. */
    private TraitColumns addTraits(List<String> fresh) throws SQLException {
        TraitColumns known = ReplicaFile.traitColumns(replica);
        try (Statement statement = postgres.createStatement();
                ResultSet row = statement.executeQuery("select name, type from trait order by first_seen, name")) {
            while (row.next()) {
                String trait = row.getString(1);
                TraitType type = TraitType.valueOf(row.getString(2).toUpperCase(Locale.ROOT));
                Optional<TraitColumns.Column> column = known.of(trait);
                if (column.isEmpty() || column.get().type() != type) {
                    if (column.isPresent()) {
                        drop(column.get());
                    }
                    add(trait, type);
                    fresh.add(trait);
                }
            }
        }
        return fresh.isEmpty() ? known : ReplicaFile.traitColumns(replica);
    }

    private void add(String trait, TraitType type) throws SQLException {
        try (PreparedStatement insert = replica.prepareStatement(
                "insert into trait_column values (nextval('trait_column_id'), ?, ?) returning id")) {
            insert.setString(1, trait);
            insert.setString(2, type.name());
            try (ResultSet id = insert.executeQuery()) {
                id.next();
                TraitColumns.Column column = new TraitColumns.Column(id.getInt(1), trait, type);
                execute("alter table profile add column " + column.name() + " " + column.sqlType());
            }
        }
    }

    private void drop(TraitColumns.Column column) throws SQLException {
        execute("delete from trait_column where id = " + column.id());
        execute("alter table profile drop column " + column.name());
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = replica.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * @param origin the database and its horizon
     * @param removalsKnownFrom who has followed less far than this has missed removals that are forgotten by now
     */
    record Horizon(Origin origin, long removalsKnownFrom) {

        /** Whether a replica that stands at {@code before} can follow to here, without a rebuild. */
        boolean continues(Origin before) {
            return before.database().equals(origin.database())
                    && before.seen() <= origin.seen()
                    && before.seen() >= removalsKnownFrom;
        }
    }
}
