// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.analytics;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A million customers with ten million events of two years in the tables of the product, the same in every run. */
final class Crowd {

    static final int PROFILES = 1_000_000;
    static final int EVENTS = 10_000_000;

    private static final int AT_ONCE = 1_000_000;

    /** The same number below {@code sides} for the same row and salt. */
    private static final String DICE =
            """
            create function dice(n int, salt int, sides int) returns int immutable language sql
            as 'select (hashint4(n # (salt * 7919)) & 2147483647) % sides'
            """;

    private static final String CUSTOMERS =
            """
            insert into profile (number, traits)
            select n, jsonb_build_object(
                'country', (array['DE', 'DE', 'DE', 'AT', 'CH', 'FR', 'IT', 'PL', 'NL', 'GB'])[1 + dice(n, 1, 10)],
                'age', 18 + dice(n, 2, 70),
                'newsletter', dice(n, 3, 2) = 0,
                'signed_up', to_char(timestamp '2024-01-01' + dice(n, 4, 730) * interval '1 day', 'YYYY-MM-DD'))
            from generate_series(1, %d) n
            """;

    /** Few people have many events; four in ten are lines of orders, two lines an order. */
    private static final String DEEDS =
            """
            insert into event (key, profile, name, at, order_ref, item, category, quantity, amount, properties, source)
            select md5('event' || n)::uuid, 1 + floor(%1$d * power(dice(n, 1, 1000000) / 1e6, 2))::int,
                   case when bought then 'Order Completed' when n %% 3 = 0 then 'Product Viewed' else 'Page Viewed' end,
                   timestamptz '2024-01-01' + dice(n, 2, 731 * 86400) * interval '1 second',
                   case when bought then 'o' || n / 5 end,
                   'sku-' || dice(n, 3, 5000),
                   (array['shoes', 'hats', 'coats', 'bags'])[1 + dice(n, 4, 4)],
                   case when bought then 1 + dice(n, 5, 3) end,
                   case when bought then (199 + dice(n, 6, 20000)) / 100.0 end,
                   jsonb_build_object('page', '/p/' || n %% 300), 1
            from (select n, n %% 5 < 2 as bought from generate_series(%2$d, %3$d) n) numbered
            """;

    private Crowd() {}

    /** Fills an empty database. Indexes that only keep the filling busy are made at its end. */
    static void fill(DataSource postgres) throws SQLException {
        Flyway.configure().dataSource(postgres).locations("db/migration").load().migrate();
        execute(
                postgres,
                DICE,
                "insert into trait (name, type) values"
                        + " ('country', 'text'), ('age', 'number'), ('newsletter', 'flag'), ('signed_up', 'time')",
                CUSTOMERS.formatted(PROFILES),
                "drop index event_profile, event_changed",
                "alter table event drop constraint event_pkey");
        for (int first = 0; first < EVENTS; first += AT_ONCE) {
            events(postgres, first, AT_ONCE);
        }
        execute(
                postgres,
                "alter table event add primary key (key)",
                "create index event_profile on event (profile, at desc)",
                "create index event_changed on event (changed)",
                "vacuum analyze event",
                "vacuum analyze profile");
    }

    /** Adds events, numbered from {@code first}. */
    static void events(DataSource postgres, int first, int count) throws SQLException {
        execute(postgres, DEEDS.formatted(PROFILES, first, first + count - 1));
    }

    static void execute(DataSource postgres, String... statements) throws SQLException {
        try (var connection = postgres.getConnection();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
