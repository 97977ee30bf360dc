// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

    @TempDir
    static Path shop;

    static ShopReport report;

    @BeforeAll
    static void writeShop() throws IOException {
        report = new Shop(new ShopPlan(2_000, 42, TODAY)).write(shop, done -> {});
    }

    @Test
    void theSamePlanGivesTheSameBytesAndAnotherSeedDoesNot(@TempDir Path again, @TempDir Path other)
            throws IOException {
        new Shop(new ShopPlan(2_000, 42, TODAY)).write(again, done -> {});
        new Shop(new ShopPlan(2_000, 43, TODAY)).write(other, done -> {});

        for (String file : List.of("customers.csv", "orders.csv", "events.ndjson", "truth.csv", "next/orders.csv")) {
            assertThat(Files.mismatch(shop.resolve(file), again.resolve(file)))
                    .as(file)
                    .isEqualTo(-1);
            assertThat(Files.mismatch(shop.resolve(file), other.resolve(file)))
                    .as(file)
                    .isNotEqualTo(-1);
        }
    }

    @Test
    void theReportSaysWhatLiesInTheFiles() throws IOException {
        List<String> orders = rows("orders.csv");
        ShopReport.Dirt dirt = report.dirt();

        assertThat(report.orderRows()).isEqualTo(orders.size());
        assertThat(report.customerRows()).isEqualTo(rows("customers.csv").size());
        assertThat(report.eventRows() + 0L).isEqualTo(lines("events.ndjson").size());
        assertThat(orders.stream().filter(row -> row.startsWith("G"))).hasSize((int) dirt.withoutCustomer());
        assertThat(orders.stream().filter(row -> row.startsWith("BO") || row.startsWith("BR")))
                .hasSize((int) dirt.badDates());
        assertThat(orders.stream().filter(row -> row.split(",", -1).length != 10))
                .hasSize((int) dirt.ragged());
        assertThat(dirt.exactDuplicates()).isPositive();
        assertThat(rows("customers.csv").stream().filter(row -> row.contains(" at ")))
                .hasSize((int) dirt.badEmails());
        long usable = orders.stream()
                .filter(row -> row.startsWith("O"))
                .distinct()
                .mapToLong(row -> cents(row.split(",", -1)))
                .sum();
        assertThat(report.usableCents()).isEqualTo(usable);
    }

    @Test
    void historyEndsWhereTheNextPeriodBeginsAndThatEndsToday() throws IOException {
        assertThat(rows("orders.csv").stream()
                        .filter(row -> row.startsWith("O"))
                        .map(ShopTest::date)
                        .max(Comparator.naturalOrder()))
                .hasValue(TODAY.minusDays(61));
        List<LocalDate> next =
                rows("next/orders.csv").stream().map(ShopTest::date).sorted().toList();
        assertThat(next.get(0)).isEqualTo(TODAY.minusDays(60));
        assertThat(next.get(next.size() - 1)).isEqualTo(TODAY.minusDays(1));
    }

    @Test
    void theTruthIsInNoFileButItsOwn() throws IOException {
        for (String file : List.of("customers.csv", "orders.csv", "events.ndjson")) {
            String text = Files.readString(shop.resolve(file));
            for (Archetype archetype : Archetype.values()) {
                assertThat(text).as(file).doesNotContain(archetype.word());
            }
            assertThat(text).as(file).doesNotContain("uplift");
        }
    }

    @Test
    void everyArchetypeIsThereInItsShare() {
        Map<String, Truth> truth = Truth.read(shop);
        assertThat(truth).hasSize(2_000);
        for (Archetype archetype : Archetype.values()) {
            double share = truth.values().stream()
                            .filter(one -> one.archetype().equals(archetype.word()))
                            .count()
                    / 2_000.0;
            assertThat(share)
                    .as(archetype.word())
                    .isBetween(
                            archetype.habits().share() - 0.03,
                            archetype.habits().share() + 0.03);
        }
    }

    @Test
    void whoBoughtLatelyBuysAgainButNotSurely() throws IOException {
        Map<String, LocalDate> last = new HashMap<>();
        rows("orders.csv").stream()
                .filter(row -> row.startsWith("O"))
                .forEach(row -> last.merge(row.split(",", -1)[2], date(row), (a, b) -> a.isAfter(b) ? a : b));
        Map<String, Truth> truth = Truth.read(shop);
        List<Map.Entry<String, LocalDate>> byRecency = new ArrayList<>(last.entrySet());
        byRecency.sort(Map.Entry.comparingByValue());

        double area = areaUnderCurve(byRecency.stream()
                .map(entry -> truth.get(entry.getKey()).ordersNext() > 0)
                .toList());
        assertThat(area).isBetween(0.75, 0.92);
    }

    @Test
    void mailboxesAndTelephonesBelongToOnePersonOnly() throws IOException {
        List<String> people = rows("customers.csv").stream()
                .filter(row -> row.startsWith("C"))
                .distinct()
                .toList();
        for (int column : List.of(1, 2)) {
            List<String> values = people.stream()
                    .map(row -> row.split(",", -1)[column])
                    .filter(value -> !value.isEmpty())
                    .toList();
            assertThat(values).doesNotHaveDuplicates().hasSizeGreaterThan(1_000);
        }
    }

    /** Rank sum over answers in ascending order of score. */
    private static double areaUnderCurve(List<Boolean> ascending) {
        double ranks = 0;
        long positives = 0;
        for (int i = 0; i < ascending.size(); i++) {
            if (ascending.get(i)) {
                ranks += i + 1;
                positives++;
            }
        }
        return (ranks - positives * (positives + 1) / 2.0) / (positives * (ascending.size() - positives));
    }

    private static long cents(String[] cells) {
        return Math.round(Integer.parseInt(cells[6]) * Double.parseDouble(cells[7]) * 100);
    }

    private static LocalDate date(String row) {
        return LocalDate.parse(row.split(",", -1)[1].substring(0, 10));
    }

    private static List<String> rows(String file) throws IOException {
        List<String> lines = lines(file);
        return lines.subList(1, lines.size());
    }

    private static List<String> lines(String file) throws IOException {
        try (Stream<String> lines = Files.lines(shop.resolve(file))) {
            return lines.toList();
        }
    }
}
