// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.profile.CopyRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;

/** Nine hundred customers of three kinds, written straight into the tables: regulars, those who left, and rare big spenders. */
final class SmallShop {
    static final int CUSTOMERS = 900;
    private static final Instant OPENED = Instant.parse("2023-11-01T08:00:00Z");
    private static final int DAYS = 420;

    private final Random random = new Random(11);
    private long next;

    private SmallShop() {}

    static void open(DataSource database) throws SQLException {
        SmallShop shop = new SmallShop();
        try (Connection connection = database.getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("insert into trait (name, type) values ('country', 'text') on conflict do nothing");
                statement.execute("insert into profile (number, traits) select number, jsonb_build_object('country',"
                        + " case when number % 2 = 0 then 'DE' else 'AT' end) from generate_series(1, " + CUSTOMERS
                        + ") number");
            }
            try (CopyRows rows = CopyRows.into(
                    connection,
                    "event (key, profile, name, at, order_ref, item, category, quantity, amount, source)")) {
                for (int customer = 1; customer <= CUSTOMERS; customer++) {
                    shop.buys(rows, customer);
                }
                rows.finish();
            }
        }
    }

    private void buys(CopyRows rows, int customer) throws SQLException {
        int kind = customer % 3;
        double pause = kind == 0 ? 25 : kind == 1 ? 30 : 110;
        double basket = kind == 2 ? 300 : 40;
        double last = kind == 1 ? 60 + random.nextInt(120) : DAYS;
        for (double day = random.nextDouble() * 60; day < last; day += pause * (.5 + random.nextDouble())) {
            order(rows, customer, day, basket * (.7 + .6 * random.nextDouble()));
        }
    }

    private void order(CopyRows rows, int customer, double day, double amount) throws SQLException {
        Instant at = OPENED.plus(Duration.ofSeconds((long) (day * 86_400)));
        rows.value(new UUID(7, ++next))
                .value(customer)
                .value("Order Completed")
                .value(at)
                .value("o-" + next)
                .value("item-" + random.nextInt(30))
                .value(random.nextBoolean() ? "shoes" : "tops")
                .value(1 + random.nextInt(3))
                .value(amount)
                .value(1)
                .endRow();
    }
}
