// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.value;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.PurchaseDayFeatures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Days with a purchase and their money, by customer, in memory.
 *
 * @param kinds what else is known of each
 */
record PurchaseLog(Map<Integer, TreeMap<Instant, Double>> days, Map<Integer, String> kinds) implements PurchaseHistory {
    static final String EVENT = "Order Completed";
    private static final float DAY = Duration.ofDays(1).toSeconds();

    PurchaseLog(Map<Integer, TreeMap<Instant, Double>> days) {
        this(days, Map.of());
    }

    @Override
    public Buyers asOf(Instant moment) {
        List<Integer> known = days.keySet().stream()
                .filter(customer -> !days.get(customer).firstKey().isAfter(moment))
                .sorted()
                .toList();
        int size = known.size();
        float[] bought = new float[size];
        float[] span = new float[size];
        float[] age = new float[size];
        float[] spend = new float[size];
        float[] spread = new float[size];
        for (int row = 0; row < size; row++) {
            NavigableMap<Instant, Double> seen = days.get(known.get(row)).headMap(moment, true);
            bought[row] = seen.size();
            span[row] = days(seen.firstKey(), seen.lastKey());
            age[row] = days(seen.firstKey(), moment);
            double[] money = new ArrayList<>(seen.values())
                    .stream().skip(1).mapToDouble(Double::doubleValue).toArray();
            double mean = IntStream.range(0, money.length)
                    .mapToDouble(i -> money[i])
                    .average()
                    .orElse(Double.NaN);
            spend[row] = (float) mean;
            spread[row] = money.length < 2
                    ? Float.NaN
                    : (float) IntStream.range(0, money.length)
                                    .mapToDouble(i -> (money[i] - mean) * (money[i] - mean))
                                    .sum()
                            / (money.length - 1);
        }
        List<FeatureColumn> columns = new ArrayList<>(List.of(
                FeatureColumn.numbers(PurchaseDayFeatures.DAYS + EVENT, bought),
                FeatureColumn.numbers(PurchaseDayFeatures.SPAN + EVENT, span),
                FeatureColumn.numbers(PurchaseDayFeatures.AGE + EVENT, age),
                FeatureColumn.numbers(PurchaseDayFeatures.REPEAT_SPEND + EVENT, spend),
                FeatureColumn.numbers(PurchaseDayFeatures.REPEAT_SPREAD + EVENT, spread)));
        if (!kinds.isEmpty()) {
            List<String> levels = kinds.values().stream().distinct().sorted().toList();
            float[] codes = new float[size];
            for (int row = 0; row < size; row++) {
                codes[row] = levels.indexOf(kinds.get(known.get(row)));
            }
            columns.add(FeatureColumn.categories("trait:kind", codes, levels));
        }
        return Buyers.of(
                EVENT,
                FeatureTable.of(known.stream().mapToInt(Integer::intValue).toArray(), columns));
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

    private static float days(Instant from, Instant to) {
        return Duration.between(from, to).toSeconds() / DAY;
    }
}
