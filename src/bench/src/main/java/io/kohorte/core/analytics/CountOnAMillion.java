// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.kohorte.bench.Times;
import io.kohorte.core.condition.Condition;
import io.kohorte.core.condition.ConditionJson;
import io.kohorte.core.platform.DataFolder;
import io.kohorte.core.platform.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Locale;
import javax.sql.DataSource;
import org.roaringbitmap.RoaringBitmap;

/**
 * Asks the product's questions of a replica of a million profiles and ten million events, and the same in SQL written by hand of a bare
 * DuckDB with the same data, in turn. Goals: three conditions 3–7 ms, "at least two purchases in 30 days" 35–65 ms, 700,000 ids into a
 * bitmap 40 ms. Then: what following PostgreSQL costs.
 */
public final class CountOnAMillion {

    private static final Instant AS_OF = Instant.parse("2025-12-31T00:00:00Z");
    private static final int ROUNDS = 120;
    private static final int WARM_UP = 20;

    private static final String THREE_CONDITIONS =
            """
            {"all":[{"trait":"country","op":"in","values":["DE","AT"]},
                    {"trait":"age","op":"at-least","value":30},
                    {"trait":"newsletter","op":"equals","value":true}]}""";
    private static final String THREE_CONDITIONS_BARE =
            "select count(*) from profile where country in ('DE', 'AT') and age >= 30 and newsletter";

    private static final String TWO_PURCHASES =
            """
            {"event":"Order Completed","measure":"count","op":"at-least","value":2,"within":{"last":"P30D"}}""";
    private static final String TWO_PURCHASES_BARE =
            """
            select count(*) from (select profile from event
              where name = 'Order Completed' and "at" > timestamp '2025-12-01' and "at" <= timestamp '2025-12-31'
              group by profile having count(*) >= 2)""";

    private static final String SEVEN_IN_TEN = "{\"trait\":\"age\",\"op\":\"at-least\",\"value\":39}";
    private static final String SEVEN_IN_TEN_BARE = "select number from profile where age >= 39";

    private final DataSource postgres;
    private final Path folder;

    private CountOnAMillion(DataSource postgres, Path folder) {
        this.postgres = postgres;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory("kohorte-bench-");
        try (var data = DataFolder.open(folder.resolve("data"));
                var embedded = EmbeddedPostgres.start(data);
                var postgres = AgroalDataSource.from(pool(embedded))) {
            System.out.printf(
                    Locale.ROOT,
                    "%,d profiles and %,d events written in %.0f s%n",
                    Crowd.PROFILES,
                    Crowd.EVENTS,
                    Times.once(() -> Crowd.fill(postgres)) / 1e9);
            new CountOnAMillion(postgres, folder).measure();
        } finally {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static AgroalDataSourceConfigurationSupplier pool(EmbeddedPostgres embedded) {
        return new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool -> pool.maxSize(4)
                .connectionFactoryConfiguration(factory -> factory.jdbcUrl(embedded.jdbcUrl())
                        .principal(new NamePrincipal(embedded.user()))
                        .credential(new SimplePassword(embedded.password()))));
    }

    private void measure() throws Exception {
        var file = folder.resolve("analytics.duckdb");
        var replica = replica(file);
        System.out.printf(
                Locale.ROOT,
                "replica built in %.1f s, %,d MB%n",
                Times.once(replica::catchUp) / 1e9,
                Files.size(file) >> 20);
        replica.close();
        try (var bare = bare(file)) {
            var reopened = replica(file);
            reopened.catchUp();
            questions(new Audience(reopened, segment -> new RoaringBitmap()), bare);
            following(reopened);
            reopened.close();
        }
    }

    private Replica replica(Path file) {
        return new Replica(postgres, file, "1GB", Clock.systemUTC(), advanced -> {});
    }

    /** A DuckDB as one makes it by hand: tables with names of their own, default settings, one connection that stays open. */
    private Connection bare(Path replica) throws SQLException {
        var connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("bare.duckdb"));
        try (var statement = connection.createStatement()) {
            statement.execute("attach '" + replica + "' as replica (read_only)");
            statement.execute("create table profile as"
                    + " select number, trait_1 as age, trait_2 as country, trait_3 as newsletter from replica.profile");
            statement.execute("create table event as from replica.event");
            statement.execute("detach replica");
            statement.execute("checkpoint");
        }
        return connection;
    }

    private void questions(Audience audience, Connection bare) throws Exception {
        var three = condition(THREE_CONDITIONS);
        compare(
                "three conditions on 1 M profiles",
                () -> audience.count(three, AS_OF),
                () -> number(bare, THREE_CONDITIONS_BARE));
        var two = condition(TWO_PURCHASES);
        compare(
                "at least two purchases in 30 days, 10 M events",
                () -> audience.count(two, AS_OF),
                () -> number(bare, TWO_PURCHASES_BARE));
        var most = condition(SEVEN_IN_TEN);
        compare(
                "700 k ids into a bitmap (bare: row by row through JDBC)",
                () -> audience.members(most, AS_OF).getLongCardinality(),
                () -> bitmap(bare, SEVEN_IN_TEN_BARE).getLongCardinality());
    }

    private interface Question {
        long answer() throws SQLException;
    }

    private static void compare(String what, Question product, Question bare) throws Exception {
        var answer = product.answer();
        if (answer != bare.answer()) {
            throw new IllegalStateException(what + ": " + answer + " against " + bare.answer());
        }
        var ours = new ArrayList<Long>();
        var theirs = new ArrayList<Long>();
        for (var round = 0; round < ROUNDS; round++) {
            ours.add(Times.once(product::answer));
            theirs.add(Times.once(bare::answer));
        }
        var here = new Times(ours.subList(WARM_UP, ROUNDS));
        var there = new Times(theirs.subList(WARM_UP, ROUNDS));
        System.out.printf(
                Locale.ROOT,
                "%s: %,d; product %s, bare %s, ratio %.2f%n",
                what,
                answer,
                here,
                there,
                here.medianMillis() / there.medianMillis());
    }

    /** Each poll alone: another state of PostgreSQL every time, and someone else's transaction in between moves its horizon. */
    private void following(Replica replica) throws Exception {
        var next = Crowd.EVENTS;
        for (var rows : new int[] {0, 1, 1_000, 100_000}) {
            var nanos = new ArrayList<Long>();
            for (var round = 0; round < 7; round++) {
                Crowd.execute(postgres, "select pg_current_xact_id()");
                if (rows > 0) {
                    Crowd.events(postgres, next, rows);
                    next += rows;
                }
                nanos.add(Times.once(replica::catchUp));
            }
            System.out.printf(Locale.ROOT, "a poll with %,d new events: %s%n", rows, new Times(nanos));
        }
        for (var rows : new int[] {1, 1_000, 100_000}) {
            var nanos = new ArrayList<Long>();
            for (var round = 0; round < 7; round++) {
                Crowd.execute(
                        postgres,
                        "update profile set traits = traits || '{\"age\": %d}' where number %% %d = %d"
                                .formatted(20 + round, Crowd.PROFILES / rows, round % (Crowd.PROFILES / rows)));
                nanos.add(Times.once(replica::catchUp));
            }
            System.out.printf(Locale.ROOT, "a poll with %,d changed profiles: %s%n", rows, new Times(nanos));
        }
        var nanos = new ArrayList<Long>();
        for (var round = 1; round <= 7; round++) {
            Crowd.execute(
                    postgres,
                    "update event set profile = %1$d where profile = %1$d + 1".formatted(900_000 + 2 * round));
            nanos.add(Times.once(replica::catchUp));
        }
        System.out.printf(Locale.ROOT, "a poll after a merge: %s%n", new Times(nanos));
    }

    private static long number(Connection bare, String sql) throws SQLException {
        try (var statement = bare.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static RoaringBitmap bitmap(Connection bare, String sql) throws SQLException {
        var bitmap = new RoaringBitmap();
        try (var statement = bare.createStatement();
                var row = statement.executeQuery(sql)) {
            while (row.next()) {
                bitmap.add(row.getInt(1));
            }
        }
        return bitmap;
    }

    private static Condition condition(String json) throws IOException {
        return ConditionJson.read(new ObjectMapper().readTree(json), "");
    }
}
