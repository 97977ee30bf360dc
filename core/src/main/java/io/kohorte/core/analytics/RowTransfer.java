// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Streams rows from PostgreSQL into tables of the replica: a binary COPY into DuckDB's appender, in bounded memory. */
final class RowTransfer {

    private static final Logger LOG = Logger.getLogger(RowTransfer.class);
    private static final int REPORT_EVERY = 1_000_000;

    /** Microseconds since 1970 of the years 1 and 9999: what lies outside was never meant as a time. */
    private static final long EARLIEST = -62_135_596_800_000_000L;

    private static final long LATEST = 253_402_300_799_999_999L;

    private final Connection postgres;
    private final DuckDBConnection replica;
    private final RoaringBitmap facts;
    private final RoaringBitmap scored;
    private long rows;

    RowTransfer(Connection postgres, DuckDBConnection replica, RoaringBitmap facts, RoaringBitmap scored) {
        this.postgres = postgres;
        this.replica = replica;
        this.facts = facts;
        this.scored = scored;
    }

    /** Merged profiles are left out, and named in {@code gone_profile} when they are followed. */
    void profiles(String table, TraitColumns traits, String where) throws SQLException, IOException {
        List<TraitColumns.Column> columns = traits.all();
        TraitValues values = new TraitValues(columns);
        boolean following = !table.equals("profile");
        try (PostgresCopy row = copy("number, created_at, merged_into, traits::text", "profile", where);
                DuckDBAppender into = appender(table, following);
                Gone gone = new Gone(following ? "gone_profile" : "")) {
            while (row.next()) {
                int number = row.int4();
                long createdAt = row.timestamp();
                boolean merged = row.optionalInt4() != null;
                String json = row.text();
                facts.add(number);
                count("profiles");
                if (merged) {
                    gone.add(number);
                    continue;
                }
                into.beginRow().append(number).appendEpochMicros(possible(createdAt));
                append(into, values.read(json == null ? "{}" : json));
                into.endRow();
            }
        }
    }

    void events(String where) throws SQLException, IOException {
        String columns =
                "key, profile, name, at, known_at, order_ref, item, category, quantity, amount, properties::text";
        try (PostgresCopy row = copy(columns, "event", where);
                DuckDBAppender into = appender("event", false)) {
            while (row.next()) {
                UUID key = row.uuid();
                int profile = row.int4();
                into.beginRow()
                        .append(key)
                        .append(profile)
                        .append(row.text())
                        .appendEpochMicros(possible(row.timestamp()));
                Long knownAt = row.optionalTimestamp();
                if (knownAt == null) {
                    into.appendNull();
                } else {
                    into.appendEpochMicros(possible(knownAt));
                }
                String orderRef = row.text();
                into.append(orderKey(orderRef, key));
                append(into, orderRef);
                append(into, row.text());
                append(into, row.text());
                append(into, row.float8());
                append(into, row.float8());
                append(into, row.text());
                into.endRow();
                facts.add(profile);
                count("events");
            }
        }
    }

    /** A score that is null is one that its profile no longer has. */
    void scores(String where) throws SQLException, IOException {
        try (DuckDBAppender into = appender("score", false)) {
            eachScore(where, (model, profile, value) -> {
                if (value != null) {
                    into.beginRow()
                            .append(model)
                            .append(profile)
                            .append(value.doubleValue())
                            .endRow();
                }
            });
        }
    }

    /** Those that are null too, into a temporary table. */
    void changedScores(String table, String where) throws SQLException, IOException {
        try (DuckDBAppender into = appender(table, true)) {
            eachScore(where, (model, profile, value) -> {
                into.beginRow().append(model).append(profile);
                if (value == null) {
                    into.appendNull();
                } else {
                    into.append(value.doubleValue());
                }
                into.endRow();
            });
        }
    }

    private void eachScore(String where, ScoreReader reader) throws SQLException, IOException {
        try (PostgresCopy row = copy("model, profile, value", "score", where)) {
            while (row.next()) {
                long model = row.int8();
                int profile = row.int4();
                scored.add(profile);
                count("scores");
                reader.at(model, profile, row.float8());
            }
        }
    }

    @FunctionalInterface
    private interface ScoreReader {
        void at(long model, int profile, @Nullable Double value) throws SQLException;
    }

    /** Rows deleted in PostgreSQL, and events as they were before a change: its triggers name them in {@code replica_removal}. */
    void removals(String where) throws SQLException, IOException {
        execute("create or replace temp table gone_profile (number integer)");
        execute("create or replace temp table gone_event (profile integer, key uuid)");
        execute("create or replace temp table gone_score (model bigint, profile integer)");
        try (PostgresCopy row = copy("key, coalesce(model, 0), profile", "replica_removal", where);
                Gone profiles = new Gone("gone_profile");
                Gone events = new Gone("gone_event");
                Gone scores = new Gone("gone_score")) {
            while (row.next()) {
                UUID key = row.uuid();
                long model = row.int8();
                int profile = row.int4();
                (model == 0 ? facts : scored).add(profile);
                count("removals");
                if (key != null) {
                    events.add(profile, key);
                } else if (model != 0) {
                    scores.add(model, profile);
                } else {
                    profiles.add(profile);
                }
            }
        }
    }

    /** Equal for events of one order. */
    private static long orderKey(@Nullable String orderRef, UUID key) {
        if (orderRef == null) {
            return key.getMostSignificantBits() ^ key.getLeastSignificantBits();
        }
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < orderRef.length(); i++) {
            hash = (hash ^ orderRef.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    private static long possible(long micros) {
        return Math.max(EARLIEST, Math.min(LATEST, micros));
    }

    private PostgresCopy copy(String columns, String table, String where) throws SQLException, IOException {
        return new PostgresCopy(
                postgres,
                "copy (select " + columns + " from " + table + " where " + where + ") to stdout (format binary)");
    }

    private DuckDBAppender appender(String table, boolean temporary) throws SQLException {
        return temporary
                ? replica.createAppender("temp", DuckDBConnection.DEFAULT_SCHEMA, table)
                : replica.createAppender(DuckDBConnection.DEFAULT_SCHEMA, table);
    }

    private void count(String what) {
        if (++rows % REPORT_EVERY == 0) {
            LOG.infof("Analytics replica: %d rows taken in, now at %s", rows, what);
        }
    }

    private static void append(DuckDBAppender into, @Nullable Object[] values) throws SQLException {
        for (Object value : values) {
            if (value == null) {
                into.appendNull();
            } else if (value instanceof Double number) {
                into.append(number.doubleValue());
            } else if (value instanceof Boolean flag) {
                into.append(flag.booleanValue());
            } else if (value instanceof LocalDateTime time) {
                into.append(time);
            } else {
                into.append((String) value);
            }
        }
    }

    private static void append(DuckDBAppender into, @Nullable String text) throws SQLException {
        if (text == null) {
            into.appendNull();
        } else {
            into.append(text);
        }
    }

    private static void append(DuckDBAppender into, @Nullable Double number) throws SQLException {
        OptionalLong decimal = number == null ? OptionalLong.empty() : Decimals.tenThousandths(number);
        if (decimal.isPresent()) {
            into.appendDecimal(decimal.getAsLong());
        } else {
            into.appendNull();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = replica.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Names rows to delete; of an empty name, nowhere: an empty replica has nothing to delete. */
    private final class Gone implements AutoCloseable {

        private final @Nullable DuckDBAppender into;

        Gone(String table) throws SQLException {
            into = table.isEmpty() ? null : appender(table, true);
        }

        void add(int profile) throws SQLException {
            if (into != null) {
                into.beginRow().append(profile).endRow();
            }
        }

        void add(int profile, UUID event) throws SQLException {
            if (into != null) {
                into.beginRow().append(profile).append(event).endRow();
            }
        }

        void add(long model, int profile) throws SQLException {
            if (into != null) {
                into.beginRow().append(model).append(profile).endRow();
            }
        }

        @Override
        public void close() throws SQLException {
            if (into != null) {
                into.close();
            }
        }
    }
}
