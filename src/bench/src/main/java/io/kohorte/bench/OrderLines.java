// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.SplittableRandom;

/**
 * A file of order lines, about 95 bytes each as CSV, the same in every run: of a thousand lines five have no customer, three a date that
 * is none, two stand there twice.
 */
final class OrderLines {

    private static final String[] COLUMNS = {
        "order_id",
        "order_date",
        "customer_id",
        "product_id",
        "product",
        "category",
        "quantity",
        "unit_price",
        "channel"
    };
    private static final String[] CATEGORIES = {"shoes", "hats", "coats", "bags", "belts"};
    private static final String[] CHANNELS = {"web", "app", "store"};
    private static final LocalDateTime FIRST = LocalDateTime.parse("2024-01-01T00:00:00");

    private final SplittableRandom random = new SplittableRandom(42);
    private final int customers;

    private OrderLines(int customers) {
        this.customers = customers;
    }

    /** What was written. */
    record Written(long rows, long invalid, long repeated) {}

    /** @param bytes the file has at least, by less than a row more */
    static Written csv(Path file, long bytes) throws IOException {
        return new OrderLines(customers(bytes)).write(file, bytes, false);
    }

    static Written ndjson(Path file, long bytes) throws IOException {
        return new OrderLines(customers(bytes)).write(file, bytes, true);
    }

    private static int customers(long bytes) {
        return Math.toIntExact(bytes / 2_000);
    }

    private Written write(Path file, long bytes, boolean json) throws IOException {
        long rows = 0;
        long invalid = 0;
        long repeated = 0;
        long written = 0;
        try (var out = Files.newBufferedWriter(file)) {
            if (!json) {
                written += put(out, String.join(",", COLUMNS));
            }
            while (written < bytes) {
                int dirt = random.nextInt(1000);
                String row = row(rows, dirt < 5, dirt >= 5 && dirt < 8, json);
                int times = dirt >= 8 && dirt < 10 ? 2 : 1;
                for (int i = 0; i < times; i++) {
                    written += put(out, row);
                }
                rows += times;
                repeated += times - 1;
                invalid += dirt < 8 ? 1 : 0;
            }
        }
        return new Written(rows, invalid, repeated);
    }

    private static int put(Writer out, String row) throws IOException {
        out.write(row);
        out.write('\n');
        return row.length() + 1;
    }

    private String row(long number, boolean nobody, boolean undated, boolean json) {
        int product = random.nextInt(5000);
        int cents = random.nextInt(100);
        Object[] values = {
            "O-" + number / 3,
            undated ? "31.02.2024" : FIRST.plusSeconds(random.nextInt(731 * 86_400)),
            nobody ? "" : "C" + (1 + (int) (customers * Math.pow(random.nextDouble(), 2))),
            "SKU-" + product,
            "Product " + product + (product % 10 == 0 ? ", large" : ""),
            CATEGORIES[product % CATEGORIES.length],
            random.nextInt(50) == 0 ? -1 : 1 + random.nextInt(3),
            (1 + random.nextInt(200)) + (cents < 10 ? ".0" : ".") + cents,
            CHANNELS[random.nextInt(CHANNELS.length)]
        };
        var row = new StringBuilder(json ? "{" : "");
        for (int i = 0; i < values.length; i++) {
            String value = values[i].toString();
            row.append(i == 0 ? "" : ",");
            if (json) {
                row.append('"').append(COLUMNS[i]).append("\":");
            }
            boolean quoted = json ? i != 6 && i != 7 : value.indexOf(',') >= 0;
            row.append(quoted ? '"' + value + '"' : value);
        }
        return row.append(json ? "}" : "").toString();
    }
}
