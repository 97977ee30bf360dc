// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Days with a purchase and their money, by customer, in memory. */
record PurchaseLog(Map<Integer, TreeMap<Instant, Double>> days) implements PurchaseHistory {
    private static final double WEEK = Duration.ofDays(7).toSeconds();

    @Override
    public Buyers asOf(Instant moment) {
        List<Integer> known = days.keySet().stream()
                .filter(customer -> !days.get(customer).firstKey().isAfter(moment))
                .sorted()
                .toList();
        int size = known.size();
        int[] repeats = new int[size];
        double[] span = new double[size];
        double[] age = new double[size];
        double[] spend = new double[size];
        double[] spread = new double[size];
        for (int row = 0; row < size; row++) {
            NavigableMap<Instant, Double> seen = days.get(known.get(row)).headMap(moment, true);
            repeats[row] = seen.size() - 1;
            span[row] = weeks(seen.firstKey(), seen.lastKey());
            age[row] = weeks(seen.firstKey(), moment);
            double[] money = new ArrayList<>(seen.values())
                    .stream().skip(1).mapToDouble(Double::doubleValue).toArray();
            double mean = IntStream.range(0, money.length)
                    .mapToDouble(i -> money[i])
                    .average()
                    .orElse(Double.NaN);
            spend[row] = mean;
            spread[row] = money.length < 2
                    ? Double.NaN
                    : IntStream.range(0, money.length)
                                    .mapToDouble(i -> (money[i] - mean) * (money[i] - mean))
                                    .sum()
                            / (money.length - 1);
        }
        return new Buyers(known.stream().mapToInt(Integer::intValue).toArray(), repeats, span, age, spend, spread);
    }

    @Override
    public Bought bought(Buyers buyers, Instant after, Instant upTo) {
        double[] purchases = new double[buyers.size()];
        double[] money = new double[buyers.size()];
        for (int row = 0; row < purchases.length; row++) {
            NavigableMap<Instant, Double> came =
                    days.get(buyers.profiles()[row]).subMap(after, false, upTo, true);
            purchases[row] = came.size();
            money[row] = came.values().stream().mapToDouble(Double::doubleValue).sum();
        }
        return new Bought(purchases, money);
    }

    private static double weeks(Instant from, Instant to) {
        return Duration.between(from, to).toSeconds() / WEEK;
    }
}
