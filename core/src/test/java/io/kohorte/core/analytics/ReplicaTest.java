// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.core.platform.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicaTest {

    private static final TestPostgres POSTGRES = TestPostgres.start();

    @TempDir
    private Path folder;

    private final List<ReplicaAdvanced> news = new ArrayList<>();
    private Replica replica;

    @BeforeEach
    void anEmptyDatabase() throws SQLException {
        POSTGRES.empty();
        replica = replica();
    }

    @AfterEach
    void close() {
        replica.close();
    }

    @Test
    void whatPostgresHoldsIsThereWithItsTypes() throws SQLException {
        POSTGRES.execute(
                "insert into trait (name, type) values ('country', 'text'), ('Country', 'number'), ('vip', 'flag'), ('born', 'time')",
                """
                insert into profile (number, traits, created_at) values
                  (1, '{"country":"DE","Country":4.5,"vip":true,"born":"1990-05-17","unknown":[1]}', '2024-01-01T00:00:00Z'),
                  (2, '{"Country":"7","vip":"perhaps","born":"soon","country":{"a":1}}', '2024-01-02T00:00:00Z')
                """,
                event("1", 1, "Order Completed", "2024-05-01T10:00:00Z", "'o-1'", "19.99"),
                event("2", 1, "Order Completed", "2024-05-01T10:00:00Z", "'o-1'", "0.1"),
                event("3", 1, "Order Completed", "infinity", "null", "1e300"),
                "insert into model (id, name, kind, definition, created_at, updated_at) overriding system value values (7, 'm', 'prediction', '{}', now(), now())",
                "insert into score values (7, 1, 0.25, 1), (7, 2, null, 1)");
        replica.catchUp();
        assertThat(rows("profile"))
                .containsExactly(
                        "1 2024-01-01T00:00 4.5 1990-05-17T00:00 DE true",
                        "2 2024-01-02T00:00 7.0 null {\"a\":1} null");
        assertThat(rows("event"))
                .extracting(row -> row.replaceAll(" -?[0-9]{9,} ", " hash "))
                .containsExactly(
                        "00000000-0000-0000-0000-000000000001 1 Order Completed 2024-05-01T10:00 null hash o-1 null null null 19.9900 {}",
                        "00000000-0000-0000-0000-000000000002 1 Order Completed 2024-05-01T10:00 null hash o-1 null null null 0.1000 {}",
                        "00000000-0000-0000-0000-000000000003 1 Order Completed 9999-12-31T23:59:59.999999 null 3 null null null null null {}");
        assertThat(rows("score")).containsExactly("7 1 0.25");
        assertThat(number("select count(distinct order_key) from event")).isEqualTo(2);
    }

    @Test
    void aLateCommitOfAnOlderTransactionIsNotMissed() throws SQLException {
        replica.catchUp();
        try (Connection older = POSTGRES.connect();
                Statement writes = older.createStatement()) {
            older.setAutoCommit(false);
            writes.execute("insert into profile (number) values (1)");
            POSTGRES.execute("insert into profile (number) values (2)");

            replica.catchUp();
            assertThat(numbers()).doesNotContain(1);

            older.commit();
        }
        replica.catchUp();
        assertThat(numbers()).containsExactly(1, 2);
    }

    @Test
    void changesFollowAndNameTheProfilesConcerned() throws SQLException {
        POSTGRES.execute(
                "insert into trait (name, type) values ('country', 'text')",
                "insert into profile (number, traits) select n, '{\"country\":\"DE\"}' from generate_series(1, 5) n",
                event("1", 1, "Login", "2024-05-01T10:00:00Z", "null", "null"),
                event("2", 2, "Login", "2024-05-01T10:00:00Z", "null", "null"),
                event("3", 3, "Login", "2024-05-01T10:00:00Z", "null", "null"));
        replica.catchUp();
        assertThat(news).singleElement().extracting(ReplicaAdvanced::rebuilt).isEqualTo(true);
        news.clear();

        POSTGRES.execute(
                "update profile set traits = '{\"country\":\"AT\"}' where number = 1",
                "update event set profile = 1 where profile = 2",
                "update profile set merged_into = 1 where number = 2",
                "delete from event where profile = 3",
                "delete from profile where number = 5");
        replica.catchUp();

        assertThat(news).singleElement().satisfies(advanced -> {
            assertThat(advanced.rebuilt()).isFalse();
            assertThat(advanced.profiles().toArray()).containsExactly(1, 2, 3, 5);
        });
        assertThat(numbers()).containsExactly(1, 3, 4);
        assertThat(number("select count(*) from profile where trait_1 = 'AT'")).isEqualTo(1);
        assertThat(number("select count(*) from event where profile = 1")).isEqualTo(2);
        assertThat(number("select count(*) from event")).isEqualTo(2);
        assertSameAsRebuilt();
    }

    @Test
    void anEventThatMovesTwiceBetweenTwoPollsIsThereOnce() throws SQLException {
        POSTGRES.execute(
                "insert into profile (number) values (1), (2), (3)",
                event("1", 3, "Login", "2024-05-01", "null", "null"));
        replica.catchUp();
        POSTGRES.execute("update event set profile = 2", "update event set profile = 1");
        replica.catchUp();
        assertThat(rows("event")).singleElement().asString().contains("000001 1 Login");
        POSTGRES.execute("update event set amount = 5", "delete from event");
        replica.catchUp();
        assertThat(rows("event")).isEmpty();
    }

    @Test
    void aRowDeletedAndWrittenAgainIsThere() throws SQLException {
        POSTGRES.execute(
                "insert into profile (number) values (1)", event("1", 1, "Login", "2024-05-01", "null", "null"));
        replica.catchUp();
        POSTGRES.execute("begin; delete from event; delete from profile; insert into profile (number) values (1);"
                + event("1", 1, "Logout", "2024-05-01", "null", "null") + "; commit");
        replica.catchUp();
        assertThat(numbers()).containsExactly(1);
        assertThat(number("select count(*) from event where name = 'Logout'")).isEqualTo(1);
        assertThat(number("select count(*) from event")).isEqualTo(1);
    }

    @Test
    void aTraitThatAppearsOrChangesItsTypeIsFilledInForEverybody() throws SQLException {
        POSTGRES.execute(
                "insert into profile (number, traits) values (1, '{\"age\":\"30\",\"it''s\":\"x\"}'), (2, '{}')");
        replica.catchUp();
        POSTGRES.execute("insert into trait (name, type) values ('age', 'text'), ('it''s', 'text')");
        replica.catchUp();
        assertThat(rows("profile"))
                .extracting(row -> row.substring(row.indexOf(' ', 2)))
                .containsExactly(" 30 x", " null null");

        POSTGRES.execute("update trait set type = 'number' where name = 'age'");
        replica.catchUp();
        assertThat(rows("profile"))
                .extracting(row -> row.substring(row.indexOf(' ', 2)))
                .containsExactly(" x 30.0", " null null");
        assertSameAsRebuilt();
    }

    @Test
    void anEmptiedTableBeginsAnew() throws SQLException {
        POSTGRES.execute("insert into profile (number) values (1), (2)");
        replica.catchUp();
        POSTGRES.execute("truncate profile cascade", "insert into profile (number) values (3)");
        replica.catchUp();
        assertThat(numbers()).containsExactly(3);
    }

    @Test
    void itBeginsAnewOnceTheLastReaderHasEndedAndWhoAsksMeanwhileWaits() throws Exception {
        POSTGRES.execute("insert into profile (number) values (1), (2)");
        ReplicaSession early = replica.open();
        POSTGRES.execute("truncate profile cascade", "insert into profile (number) values (3)");
        CompletableFuture<Void> begun = CompletableFuture.runAsync(replica::catchUp);
        Path file = folder.resolve("analytics.duckdb");
        Eventually.holds(() -> Files.notExists(file));
        CompletableFuture<List<Integer>> late = CompletableFuture.supplyAsync(this::numbers);

        assertThat(early.number(DSL.selectCount().from(ReplicaTables.PROFILE))).isEqualTo(2);
        assertThat(begun).isNotDone();
        assertThat(late).isNotDone();
        early.close();

        begun.get(20, TimeUnit.SECONDS);
        assertThat(late.get(20, TimeUnit.SECONDS)).containsExactly(3);
    }

    @Test
    void nobodyIsShownAReplicaThatCouldNotBeBuiltAndTheNextAttemptBuildsIt() throws SQLException {
        POSTGRES.execute("insert into profile (number) values (1), (2)");
        replica.catchUp();
        POSTGRES.execute("truncate profile cascade", "insert into profile (number) values (3)");
        POSTGRES.execute("alter table score rename to score_apart");
        try {
            assertThatThrownBy(replica::catchUp).isInstanceOf(ReplicaException.class);
            assertThatThrownBy(replica::open).isInstanceOf(ReplicaException.class);
        } finally {
            POSTGRES.execute("alter table score_apart rename to score");
        }
        assertThat(numbers()).containsExactly(3);
    }

    @Test
    void aReplicaThatStoodStillLongerThanRemovalsAreKeptIsRebuilt() throws SQLException {
        POSTGRES.execute("insert into profile (number) values (1), (2)");
        replica.catchUp();
        POSTGRES.execute("delete from profile where number = 2");
        var inTenDays = Clock.offset(Clock.systemUTC(), Duration.ofDays(10));
        new RemovalHousekeeping(POSTGRES.dataSource(), inTenDays).forget();
        replica.catchUp();
        assertThat(numbers()).containsExactly(1);
    }

    @Test
    void theLatestEventIsTheLatestOfThoseThereAreWhateverWasAskedBefore() throws SQLException {
        POSTGRES.execute(
                "insert into profile (number) values (1)",
                event("1", 1, "Login", "2024-05-01T10:00:00Z", "null", "null"),
                event("2", 1, "Login", "2024-05-02T10:00:00Z", "null", "null"),
                event("3", 1, "Login", "2999-01-01T00:00:00Z", "null", "null"));
        replica.catchUp();
        assertThat(latestEvent("2024-06-01T00:00:00Z")).contains("2024-05-02T10:00:00Z");
        assertThat(latestEvent("2024-05-01T23:00:00Z")).contains("2024-05-01T10:00:00Z");

        POSTGRES.execute(event("4", 1, "Login", "2024-05-03T10:00:00Z", "null", "null"));
        replica.catchUp();
        assertThat(latestEvent("2024-06-01T00:00:00Z")).contains("2024-05-03T10:00:00Z");

        POSTGRES.execute("delete from event where at between '2024-05-02' and '2024-05-04'");
        replica.catchUp();
        assertThat(latestEvent("2024-06-01T00:00:00Z")).contains("2024-05-01T10:00:00Z");

        POSTGRES.execute("delete from event");
        replica.catchUp();
        assertThat(latestEvent("2024-06-01T00:00:00Z")).isEmpty();
    }

    private Optional<String> latestEvent(String upTo) {
        try (ReplicaSession session = replica.open()) {
            return session.latestEvent(Instant.parse(upTo)).map(Instant::toString);
        }
    }

    @Test
    void aProcessKilledBetweenApplyingAndRememberingLosesNothing() throws SQLException, IOException {
        POSTGRES.execute("insert into profile (number) values (1)");
        replica.catchUp();
        POSTGRES.execute("insert into profile (number) values (2)");
        replica.close();
        var file = ReplicaFile.open(folder.resolve("analytics.duckdb"), "500MB");
        try (Connection snapshot = POSTGRES.connect();
                var connection = file.connect()) {
            snapshot.setAutoCommit(false);
            connection.setAutoCommit(false);
            var before = ReplicaFile.origin(connection).orElseThrow();
            new ReplicaUpdate(snapshot, connection)
                    .follow(before, ReplicaUpdate.horizon(snapshot).origin());
            snapshot.rollback();
        }
        try (ReplicaSession session = file.session()) {
            assertThat(session.number(DSL.selectCount().from(ReplicaTables.PROFILE)))
                    .isEqualTo(1);
        }
        file.close();

        replica.catchUp();
        assertThat(numbers()).containsExactly(1, 2);
    }

    @Test
    void aBrokenFileIsReplaced() throws SQLException, IOException {
        POSTGRES.execute("insert into profile (number) values (1)");
        replica.catchUp();
        replica.close();
        Files.writeString(folder.resolve("analytics.duckdb"), "this is no database");
        assertThat(numbers()).containsExactly(1);
    }

    @Test
    void theReplicaIsClosedToTheOutside() throws SQLException {
        try (ReplicaSession session = replica.open()) {
            Select<?> file = DSL.select(DSL.field("count(*)")).from("read_csv('/etc/passwd')");
            assertThatThrownBy(() -> session.number(file))
                    .isInstanceOf(ReplicaException.class)
                    .cause()
                    .hasMessageContaining("disabled");
        }
    }

    private void assertSameAsRebuilt() throws SQLException {
        var followed = List.of(sorted("profile"), sorted("event"), sorted("score"));
        Replica rebuilt = new Replica(
                POSTGRES.dataSource(), folder.resolve("other.duckdb"), "500MB", Clock.systemUTC(), advanced -> {});
        Replica kept = replica;
        replica = rebuilt;
        try {
            assertThat(List.of(sorted("profile"), sorted("event"), sorted("score")))
                    .isEqualTo(followed);
        } finally {
            rebuilt.close();
            replica = kept;
        }
    }

    /** Words of every row sorted too: columns of traits may stand in another order. */
    private List<String> sorted(String table) {
        return rows(table).stream()
                .map(row -> String.join(
                        " ", List.of(row.split(" ")).stream().sorted().toList()))
                .sorted()
                .toList();
    }

    private Replica replica() {
        return new Replica(
                POSTGRES.dataSource(), folder.resolve("analytics.duckdb"), "500MB", Clock.systemUTC(), news::add);
    }

    private List<String> rows(String table) {
        try (ReplicaSession session = replica.open()) {
            return session.query(DSL.select(DSL.asterisk()).from(table).orderBy(DSL.inline(1)), row -> {
                var values = new ArrayList<String>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    Object value = row.getObject(i);
                    values.add(
                            value instanceof java.sql.Timestamp time
                                    ? time.toLocalDateTime().toString()
                                    : String.valueOf(value));
                }
                return String.join(" ", values);
            });
        }
    }

    private List<Integer> numbers() {
        try (ReplicaSession session = replica.open()) {
            return session.query(
                    DSL.select(ReplicaTables.PROFILE_NUMBER)
                            .from(ReplicaTables.PROFILE)
                            .orderBy(ReplicaTables.PROFILE_NUMBER),
                    row -> row.getInt(1));
        }
    }

    private long number(String sql) {
        try (ReplicaSession session = replica.open()) {
            return session.number(DSL.select(DSL.field("(" + sql + ")")));
        }
    }

    private static String event(String key, int profile, String name, String at, String orderRef, String amount) {
        return "insert into event (key, profile, name, at, order_ref, amount, source) values"
                + " ('00000000-0000-0000-0000-%12s', %d, '%s', '%s', %s, %s, 1)"
                        .formatted("0".repeat(12 - key.length()) + key, profile, name, at, orderRef, amount);
    }
}
