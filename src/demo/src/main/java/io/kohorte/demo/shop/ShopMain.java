// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * {@code java -cp … io.kohorte.demo.shop.ShopMain --customers 1000000 --seed 42 --out target/shop [--today 2026-11-21]}
 * writes a shop and says how long it took.
 */
public final class ShopMain {

    private static final Set<String> OPTIONS = Set.of("--customers", "--seed", "--out", "--today");

    private ShopMain() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> given = options(List.of(arguments));
        Clock clock = Clock.systemUTC();
        ShopPlan plan = new ShopPlan(
                Integer.parseInt(given.getOrDefault("--customers", "1000")),
                Long.parseLong(given.getOrDefault("--seed", "42")),
                given.containsKey("--today") ? LocalDate.parse(given.get("--today")) : LocalDate.now(clock));
        Path out = Path.of(given.getOrDefault("--out", "shop"));
        long begin = clock.millis();
        ShopReport report = new Shop(plan).write(out, done -> System.out.printf("%,d customers%n", done));
        System.out.printf(
                "%s: %,d customer rows, %,d order rows, %,d events in %.1f s%n",
                out, report.customerRows(), report.orderRows(), report.eventRows(), (clock.millis() - begin) / 1000.0);
        System.out.println(report);
    }

    private static Map<String, String> options(List<String> arguments) {
        if (arguments.size() % 2 != 0 || !OPTIONS.containsAll(everySecond(arguments))) {
            throw new IllegalArgumentException("usage: --customers N --seed N --out FOLDER [--today DATE]");
        }
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            given.put(arguments.get(i), arguments.get(i + 1));
        }
        return given;
    }

    private static List<String> everySecond(List<String> arguments) {
        return IntStream.range(0, arguments.size() / 2)
                .mapToObj(i -> arguments.get(2 * i))
                .toList();
    }
}
