// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.demo.shop;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What one customer does from joining to the end of the next period. Days are counted from the first day of the history.
 *
 * @param rate orders a day while alive, on an ordinary day
 * @param lost day of the last possible order; beyond the end for those who stay
 */
record CustomerLife(
        Archetype archetype,
        double joined,
        double rate,
        double lost,
        double conversion,
        double uplift,
        List<Order> orders,
        List<Happening> happenings) {

    private static final long DAY = 86_400;
    private static final int END = ShopPlan.HISTORY_DAYS + ShopPlan.NEXT_DAYS;
    // share of orders by hour, lunch and evening are busiest
    private static final double[] HOURS = {1, .5, .3, .2, .2, .4, 1, 2, 3, 4, 5, 5, 6, 5, 4, 4, 4, 5, 6, 8, 9, 8, 5, 2};

    static CustomerLife lived(
            int number, Archetype archetype, ShopPlan plan, Shelf shelf, boolean reachable, Dice dice) {
        Habits habits = archetype.habits();
        Habits.Rhythm rhythm = habits.rhythm();
        // a growing shop: later months win more customers
        double joined = archetype == Archetype.LAPSED
                ? 520 * StrictMath.sqrt(dice.uniform())
                : END * StrictMath.pow(dice.uniform(), 0.8);
        double rate = dice.gamma(rhythm.shape(), 1 / rhythm.daysBetween());
        double lost = archetype == Archetype.LAPSED
                ? joined + (ShopPlan.HISTORY_DAYS - 25 - joined) * (0.25 + 0.75 * dice.uniform())
                : joined + dice.exponential(rhythm.life());
        double conversion = near(habits.conversion(), dice);
        CustomerLife life = new CustomerLife(
                archetype,
                joined,
                rate,
                lost,
                conversion,
                Math.min(0.95 - conversion, near(habits.uplift(), dice)),
                new ArrayList<>(),
                new ArrayList<>());
        life.shop(number, plan.historyFrom(), shelf, dice);
        life.browse(plan.historyFrom(), shelf, dice);
        if (reachable) {
            life.read(plan.historyFrom(), dice);
        }
        return life;
    }

    private static double near(double probability, Dice dice) {
        return Math.max(0.001, probability * (0.6 + 0.8 * dice.uniform()));
    }

    private void shop(int number, LocalDate from, Shelf shelf, Dice dice) {
        double day = joined;
        int sequence = 0;
        while (day < Math.min(lost, END)) {
            // thinning: candidates at the busiest rate, kept in proportion to the season; joining is by a first order
            LocalDate date = from.plusDays((long) day);
            if (sequence == 0 || dice.chance(archetype.season(date.getDayOfYear()) / Archetype.BUSIEST)) {
                sequence++;
                buy(number, sequence, date, shelf, dice);
            }
            day += dice.exponential(1 / (rate * Archetype.BUSIEST));
        }
    }

    private void buy(int number, int sequence, LocalDate date, Shelf shelf, Dice dice) {
        List<Order.Line> lines = new ArrayList<>();
        for (int left = dice.count(archetype.habits().basket().lines()); left > 0; left--) {
            Product product = shelf.choice(archetype.habits(), dice);
            if (lines.stream().anyMatch(line -> line.product().equals(product))) {
                continue;
            }
            int discount = dice.chance(archetype.habits().basket().discounted()) ? dice.between(2, 8) * 5 : 0;
            int quantity = dice.chance(0.8) ? 1 : dice.between(2, 4);
            lines.add(new Order.Line(product, quantity, product.cents() * (100 - discount) / 100, discount));
        }
        long at = moment(date, dice);
        String id = "O" + (100_000 + number) + "-" + sequence;
        String channel = dice.chance(0.7) ? "web" : dice.chance(0.5) ? "app" : "store";
        orders.add(new Order(id, at, channel, lines));
        if (!channel.equals("store")) {
            happenings.add(new Happening("Page Viewed", at - dice.between(400, 1500), true, Happening.NOTHING, ""));
            happenings.add(new Happening(
                    "Product Viewed",
                    at - dice.between(60, 390),
                    true,
                    lines.get(0).product(),
                    ""));
        }
        List<Order.Line> back = lines.stream()
                .filter(line -> dice.chance(archetype.habits().returns()))
                .map(line -> new Order.Line(line.product(), -line.quantity(), line.cents(), line.discountPercent()))
                .toList();
        if (!back.isEmpty()) {
            orders.add(new Order("R" + id.substring(1), at + dice.between(3, 21) * DAY, channel, back));
        }
    }

    private void browse(LocalDate from, Shelf shelf, Dice dice) {
        boolean strangerFirst = dice.chance(0.3);
        double interested = lost + 20;
        for (double day = Math.max(0, joined - (strangerFirst ? 10 : 0)); day < Math.min(interested, END); ) {
            LocalDate date = from.plusDays((long) day);
            long at = moment(date, dice);
            boolean known = day >= joined;
            happenings.add(new Happening("Page Viewed", at, known, Happening.NOTHING, ""));
            if (dice.chance(0.6)) {
                happenings.add(
                        new Happening("Product Viewed", at + 40, known, shelf.choice(archetype.habits(), dice), ""));
            }
            day += 0.2 + dice.exponential(30 / archetype.habits().attention().visits() * (known ? 1 : 0.1));
        }
    }

    /** One newsletter every six weeks in the last year. */
    private void read(LocalDate from, Dice dice) {
        for (int day = END % 42; day < END; day += 42) {
            if (day < joined || day < END - 365 - ShopPlan.NEXT_DAYS) {
                continue;
            }
            LocalDate date = from.plusDays(day);
            String campaign = "newsletter-" + date;
            long at = date.toEpochDay() * DAY + 7 * 3600 + dice.below(1800);
            happenings.add(new Happening("Email Sent", at, true, Happening.NOTHING, campaign));
            double opens = archetype.habits().attention().opens() * (day < lost ? 1 : 0.25);
            if (dice.chance(opens)) {
                long opened = at + dice.between(60, 40_000);
                happenings.add(new Happening("Email Opened", opened, true, Happening.NOTHING, campaign));
                if (dice.chance(0.25)) {
                    happenings.add(new Happening("Email Clicked", opened + 9, true, Happening.NOTHING, campaign));
                }
            }
        }
    }

    private static long moment(LocalDate date, Dice dice) {
        return date.toEpochDay() * DAY + dice.weighted(HOURS) * 3600L + dice.below(3600);
    }
}
