// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Customers who do just what the models presume, with known parameters. */
final class InventedBuyers {
    static final Instant OPENED = Instant.parse("2023-01-01T00:00:00Z");

    private final Random random;

    InventedBuyers() {
        this(5);
    }

    InventedBuyers(long seed) {
        random = new Random(seed);
    }

    /**
     * Rates per week are gamma distributed; after each repeat one of {@code stops} of all customers is gone; the money of a day is gamma
     * distributed around means of each customer's own.
     *
     * @param a 0 for nobody ever stopping
     */
    PurchaseLog of(int customers, int days, double r, double alpha, double a, double b) {
        Map<Integer, TreeMap<Instant, Double>> log = new TreeMap<>();
        for (int customer = 1; customer <= customers; customer++) {
            double rate = gamma(r) / alpha / 7;
            double stops = a == 0 ? 0 : beta(a, b);
            double scale = gamma(4) / 15;
            TreeMap<Instant, Double> bought = new TreeMap<>();
            double day = random.nextInt(days / 3);
            while (day < days) {
                boolean first = bought.isEmpty();
                bought.putIfAbsent(OPENED.plus(Duration.ofSeconds((long) (day * 86_400))), gamma(6) / scale);
                if (!first && random.nextDouble() < stops) {
                    break;
                }
                day += -Math.log(1 - random.nextDouble()) / rate;
            }
            log.put(customer, bought);
        }
        return new PurchaseLog(log);
    }

    /**
     * Customers of two kinds, of whom a trait tells which: on trial somebody buys often for ten weeks and then never again, a member seldom for ten
     * weeks and then for good. What anybody did so far misleads about what comes.
     */
    PurchaseLog ofTwoKinds(int customers, int days) {
        Map<Integer, TreeMap<Instant, Double>> log = new TreeMap<>();
        Map<Integer, String> kinds = new TreeMap<>();
        for (int customer = 1; customer <= customers; customer++) {
            boolean member = random.nextBoolean();
            kinds.put(customer, member ? "member" : "trial");
            TreeMap<Instant, Double> bought = new TreeMap<>();
            double start = random.nextInt(days - 30);
            for (double day = start; day < days; ) {
                bought.putIfAbsent(OPENED.plus(Duration.ofSeconds((long) (day * 86_400))), gamma(6) * 5);
                boolean early = day - start < 70;
                if (!early && !member) {
                    break;
                }
                day += -Math.log(1 - random.nextDouble()) * (early == member ? 40 : 8);
            }
            log.put(customer, bought);
        }
        return new PurchaseLog(log, kinds);
    }

    private double beta(double a, double b) {
        double one = gamma(a);
        return one / (one + gamma(b));
    }

    /** With scale 1 (Marsaglia, Tsang 2000). */
    private double gamma(double shape) {
        if (shape < 1) {
            return gamma(shape + 1) * Math.pow(random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(1 - random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
