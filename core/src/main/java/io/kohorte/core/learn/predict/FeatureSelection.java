// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.AutomaticFeatures;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Keeps of automatic features those that tell of the answer what no other does: by mutual information (Battiti 1994), one of each group that goes
 * together, a handful at most. Looks only at rows that are learned from.
 */
final class FeatureSelection {
    private static final int MOST_KEPT = 20;
    private static final int MOST_ROWS = 20_000;
    private static final int BINS = 10;

    /** From this rank correlation on two columns say the same. */
    private static final double SAME = .9;

    private final Labelled rows;
    private final Map<String, double[]> ranks = new TreeMap<>();

    private FeatureSelection(Labelled rows) {
        this.rows = rows;
    }

    /** Names of automatic features to leave out. */
    static List<String> dropped(Labelled train, List<Feature> features, long seed, DataChecks checks) {
        List<FeatureColumn> made = train.table().columns().stream()
                .filter(column -> column.name().startsWith(AutomaticFeatures.PREFIX))
                .toList();
        if (made.isEmpty()) {
            return List.of();
        }
        List<String> kept = new FeatureSelection(train.sample(MOST_ROWS, seed)).kept();
        checks.add("automatic-features", Check.Severity.INFO, said(made.size(), kept, features));
        return made.stream()
                .map(FeatureColumn::name)
                .filter(name -> !kept.contains(name))
                .toList();
    }

    private List<String> kept() {
        List<String> others = new ArrayList<>();
        Map<String, Double> told = new TreeMap<>();
        for (FeatureColumn column : rows.table().columns()) {
            if (column.categorical()) {
                continue;
            }
            ranks.put(column.name(), ranks(column));
            if (column.name().startsWith(AutomaticFeatures.PREFIX)) {
                told.put(column.name(), information(column));
            } else {
                others.add(column.name());
            }
        }
        List<String> kept = new ArrayList<>();
        told.entrySet().stream()
                .filter(one -> one.getValue() > 0)
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .forEach(name -> {
                    boolean known = others.stream().anyMatch(other -> together(name, other));
                    if (!known && kept.size() < MOST_KEPT) {
                        kept.add(name);
                        others.add(name);
                    }
                });
        return kept;
    }

    /** Bits that the binned column tells of the answer; 0 where chance would tell as much once in a thousand times. */
    private double information(FeatureColumn column) {
        double[] rank = ranks.get(column.name());
        double[][] counts = new double[BINS + 1][2];
        for (int row = 0; row < rank.length; row++) {
            int bin = column.missing(row) ? BINS : Math.min(BINS - 1, (int) (BINS * (rank[row] + .5)));
            counts[bin][rows.labels()[row] ? 1 : 0]++;
        }
        double all = rank.length;
        double yes = rows.positives();
        double information = 0;
        int used = 0;
        for (double[] bin : counts) {
            double size = bin[0] + bin[1];
            used += size > 0 ? 1 : 0;
            information += term(bin[0], size * (all - yes) / all, all) + term(bin[1], size * yes / all, all);
        }
        // 2·N·information in nats is chi-squared where nothing is told; its far tail by Wilson, Hilferty 1931
        double freedom = Math.max(1, used - 1);
        double limit = freedom * Math.pow(1 - 2 / (9 * freedom) + 3.09 * Math.sqrt(2 / (9 * freedom)), 3);
        return 2 * all * information > limit ? information / Math.log(2) : 0;
    }

    private static double term(double found, double expected, double all) {
        return found == 0 ? 0 : found / all * Math.log(found / expected);
    }

    private boolean together(String one, String other) {
        double[] a = ranks.get(one);
        double[] b = ranks.get(other);
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int row = 0; row < a.length; row++) {
            product += a[row] * b[row];
            squareA += a[row] * a[row];
            squareB += b[row] * b[row];
        }
        return squareA > 0 && squareB > 0 && Math.abs(product) >= SAME * Math.sqrt(squareA * squareB);
    }

    /** From −.5 to .5, ties at their middle, missing values in the middle of all. */
    private static double[] ranks(FeatureColumn column) {
        int[] known = IntStream.range(0, column.values().length)
                .filter(row -> !column.missing(row))
                .boxed()
                .sorted(Comparator.comparingDouble(column::value))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[column.values().length];
        int from = 0;
        while (from < known.length) {
            int to = from;
            while (to < known.length && column.value(known[to]) == column.value(known[from])) {
                to++;
            }
            double middle = (from + to) / 2.0 / known.length - .5;
            for (int i = from; i < to; i++) {
                ranks[known[i]] = middle;
            }
            from = to;
        }
        double mean = Arrays.stream(ranks).average().orElse(0);
        for (int row = 0; row < ranks.length; row++) {
            ranks[row] -= mean;
        }
        return ranks;
    }

    private static Wording said(int made, List<String> kept, List<Feature> features) {
        Map<String, Wording> labels = features.stream().collect(Collectors.toMap(Feature::name, Feature::label));
        List<Wording> words = kept.stream()
                .map(name -> labels.getOrDefault(name, new Wording(name, name)))
                .toList();
        Wording counted = Numbers.amount(kept.size());
        return kept.isEmpty()
                ? Numbers.fill(
                        new Wording(
                                "Of %s automatic features none tells more than chance and the other features do.",
                                "Von %s automatischen Kenngrößen sagt keine mehr als der Zufall und die anderen"
                                        + " Kenngrößen."),
                        Numbers.amount(made))
                : Numbers.fill(
                        new Wording(
                                "Of %s automatic features %s tell of the answer what no other does: %s.",
                                "Von %s automatischen Kenngrößen sagen %s über die Antwort, was keine andere sagt:"
                                        + " %s."),
                        Numbers.amount(made),
                        counted,
                        new Wording(
                                words.stream().map(Wording::en).collect(Collectors.joining("; ")),
                                words.stream().map(Wording::de).collect(Collectors.joining("; "))));
    }
}
