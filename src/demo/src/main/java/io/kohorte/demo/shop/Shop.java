// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * Writes the demonstration shop into a folder, customer by customer, so that memory does not grow with the shop:
 * {@code customers.csv}, {@code orders.csv}, {@code events.ndjson}, the period after it in {@code next/}, and what is really
 * true of each customer in {@code truth.csv}, which the product never sees.
 */
public final class Shop {

    private final ShopPlan plan;
    private final People people;
    private final Shelf shelf = new Shelf();
    private final long boundary;
    private final long end;

    public Shop(ShopPlan plan) {
        this.plan = plan;
        this.people = new People(plan.today());
        this.boundary = plan.historyTo().atStartOfDay().toEpochSecond(ZoneOffset.UTC);
        this.end = plan.today().atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    }

    /** @param progress hears how many customers are written */
    public ShopReport write(Path folder, IntConsumer progress) throws IOException {
        Path next = Files.createDirectories(folder.resolve("next"));
        DirtCount dirt = new DirtCount();
        try (Pages now = new Pages(folder, dirt);
                Pages later = new Pages(next, new DirtCount());
                Csv truth = new Csv(
                        folder.resolve("truth.csv"),
                        "customer_id",
                        "archetype",
                        "orders_per_day",
                        "lost_on",
                        "orders_next",
                        "spend_next",
                        "conversion",
                        "uplift",
                        "second_account")) {
            for (int number = 0; number < plan.customers(); number++) {
                write(number, now, later, truth, dirt);
                if (number % 10_000 == 9_999) {
                    progress.accept(number + 1);
                }
            }
            return new ShopReport(
                    now.customers.rows(),
                    now.orders.rows(),
                    now.events.rows(),
                    later.customers.rows(),
                    later.orders.rows(),
                    later.events.rows(),
                    now.orders.usableLines(),
                    now.orders.usableCents(),
                    dirt.total());
        }
    }

    private void write(int number, Pages now, Pages later, Csv truth, DirtCount dirt) throws IOException {
        Dice dice = Dice.of(plan.seed(), number);
        Archetype archetype = Habits.drawn(dice);
        Person person = people.born(number, dice);
        boolean reachable =
                !person.email().isEmpty() && person.consents().marketing().equals("true");
        CustomerLife life = CustomerLife.lived(number, archetype, plan, shelf, reachable, dice);
        LocalDate joined = plan.historyFrom().plusDays((long) life.joined());
        String second = "";
        if (life.joined() < ShopPlan.HISTORY_DAYS) {
            second = writeMasterData(number, person, joined, now, later, dirt, dice);
        } else {
            later.customers.write(person, joined);
        }
        writeOrders(person.customerId(), life, now, later, dice);
        writeHappenings(number, person.customerId(), life, now, later);
        writeTruth(person.customerId(), life, second, truth);
    }

    private String writeMasterData(
            int number, Person person, LocalDate joined, Pages now, Pages later, DirtCount dirt, Dice dice)
            throws IOException {
        String second = "";
        if (dice.chance(0.004) && !person.email().isEmpty()) {
            now.customers.write(person.writing(person.email().replace("@", " at ")), joined);
            dirt.badEmails++;
        } else {
            now.customers.write(person, joined);
            if (dice.chance(0.003)) {
                now.customers.write(person, joined);
                dirt.repeatedCustomers++;
            }
            if (dice.chance(0.002) && !person.email().isEmpty()) {
                second = "D" + (100_000 + number);
                now.customers.write(person.again(second), joined.plusDays(1));
                dirt.secondAccounts++;
            }
        }
        if (dice.chance(0.02)) {
            later.customers.write(person.movedTo(people.home(dice)), joined);
        } else if (dice.chance(0.015)) {
            Person.Consents old = person.consents();
            String answer = old.marketing().equals("true") ? "false" : "true";
            later.customers.write(person.answering(new Person.Consents(answer, old.profiling(), old.ads())), joined);
        }
        return second;
    }

    private void writeOrders(String customerId, CustomerLife life, Pages now, Pages later, Dice dice)
            throws IOException {
        for (Order order : life.orders()) {
            if (order.at() < boundary) {
                now.orders.write(customerId, order);
                now.orders.soil(customerId, order, dice);
            } else if (order.at() < end) {
                later.orders.write(customerId, order);
            }
        }
    }

    private void writeHappenings(int number, String customerId, CustomerLife life, Pages now, Pages later)
            throws IOException {
        int sequence = 0;
        for (Happening happening : life.happenings()) {
            if (happening.at() < end) {
                Pages pages = happening.at() < boundary ? now : later;
                pages.events.write(
                        "m" + number + "-" + sequence++,
                        happening.known() ? customerId : "",
                        happening.byMail() ? "" : "a" + number,
                        happening);
            }
        }
    }

    private void writeTruth(String customerId, CustomerLife life, String second, Csv truth) throws IOException {
        long ordersNext = 0;
        long spendNext = 0;
        for (Order order : life.orders()) {
            if (order.at() >= boundary && order.at() < end && order.total() > 0) {
                ordersNext++;
                spendNext += order.total();
            }
        }
        LocalDate lost = plan.historyFrom().plusDays((long) life.lost());
        truth.row(
                customerId,
                life.archetype().word(),
                decimal(life.rate()),
                lost.isBefore(plan.today()) ? lost.toString() : "",
                Long.toString(ordersNext),
                Moments.euros(spendNext),
                decimal(life.conversion()),
                decimal(life.uplift()),
                second);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.5f", value);
    }

    /** The three files of one period. */
    private static final class Pages implements AutoCloseable {

        private final CustomerFile customers;
        private final OrderFile orders;
        private final EventFile events;

        Pages(Path folder, DirtCount dirt) throws IOException {
            customers = new CustomerFile(folder.resolve("customers.csv"));
            orders = new OrderFile(folder.resolve("orders.csv"), dirt);
            events = new EventFile(folder.resolve("events.ndjson"));
        }

        @Override
        public void close() throws IOException {
            try (customers;
                    orders;
                    events) {
                // closes all three, whatever one of them says
            }
        }
    }
}
