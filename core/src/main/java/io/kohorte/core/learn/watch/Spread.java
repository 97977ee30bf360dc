// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.kohorte.core.feature.FeatureColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How one feature was spread over customers, in some forty numbers: enough to compare later customers with them.
 *
 * @param levels the most frequent categories; empty for numbers
 * @param edges of numbers: the upper bounds, inclusive, of all bins but the last
 * @param quantiles of numbers: the value at each twentieth, from the smallest to the largest; empty where there is none
 * @param counts customers in each bin (of categories the last but one is every other category), and last those of whom it is missing
 */
@SuppressWarnings("ArrayRecordComponent") // figures in bulk, never compared
record Spread(String name, List<String> levels, double[] edges, double[] quantiles, long[] counts) {
    static final int PARTS = 20;
    private static final int MOST_LEVELS = 20;

    Spread {
        levels = List.copyOf(levels);
    }

    /** Of the values a column has. */
    static Spread of(FeatureColumn column) {
        Spread empty = column.categorical() ? ofLevels(column) : ofNumbers(column);
        return empty.filledFrom(column);
    }

    /** The same bins, filled with other customers. A category that is new counts among the others; values of another kind are missing. */
    Spread filledFrom(FeatureColumn column) {
        long[] filled = new long[counts.length];
        if (isOfCategories()) {
            int[] bins = column.levels().stream().mapToInt(this::bin).toArray();
            for (int row = 0; row < column.values().length; row++) {
                boolean known = column.categorical() && !column.missing(row);
                filled[known ? bins[(int) column.value(row)] : filled.length - 1]++;
            }
            return new Spread(name, levels, edges, new double[0], filled);
        }
        for (int row = 0; row < column.values().length; row++) {
            boolean known = !column.categorical() && !column.missing(row);
            filled[known ? bin(column.value(row)) : filled.length - 1]++;
        }
        return new Spread(name, levels, edges, quantilesOf(known(column)), filled);
    }

    /** How many customers say yes and how many no. */
    static Spread ofAnswers(String name, long yes, long no) {
        return new Spread(name, List.of("yes", "no"), new double[0], new double[0], new long[] {yes, no, 0, 0});
    }

    @JsonIgnore
    boolean isOfCategories() {
        return !levels.isEmpty();
    }

    /** Customers in all. */
    long size() {
        return Arrays.stream(counts).sum();
    }

    /** Customers of whom it is known. */
    long known() {
        return size() - counts[counts.length - 1];
    }

    private int bin(String level) {
        int at = levels.indexOf(level);
        return at < 0 ? levels.size() : at;
    }

    private int bin(double value) {
        int at = Arrays.binarySearch(edges, value);
        return at < 0 ? -at - 1 : at;
    }

    private static Spread ofLevels(FeatureColumn column) {
        Map<String, Long> frequent = IntStream.range(0, column.values().length)
                .boxed()
                .flatMap(row -> column.category(row).stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        List<String> levels = frequent.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_LEVELS)
                .map(Map.Entry::getKey)
                .toList();
        List<String> named = levels.isEmpty() ? List.of(column.levels().get(0)) : levels;
        return new Spread(column.name(), named, new double[0], new double[0], new long[named.size() + 2]);
    }

    /** Few values have a bin each, so that a constant that moves is seen; others are cut into twentieths. */
    private static Spread ofNumbers(FeatureColumn column) {
        double[] sorted = known(column);
        double[] few = Arrays.stream(sorted).distinct().limit(PARTS + 1L).toArray();
        double[] edges = few.length > 0 && few.length <= PARTS
                ? IntStream.rangeClosed(0, few.length)
                        .mapToDouble(i -> i == 0 ? Math.nextDown(few[0]) : few[i - 1])
                        .toArray()
                : Arrays.stream(quantilesOf(sorted))
                        .skip(1)
                        .limit(PARTS - 1L)
                        .distinct()
                        .toArray();
        return new Spread(column.name(), List.of(), edges, new double[0], new long[edges.length + 2]);
    }

    private static double[] known(FeatureColumn column) {
        double[] known = IntStream.range(0, column.values().length)
                .filter(row -> !column.categorical() && !column.missing(row))
                .mapToDouble(column::value)
                .toArray();
        Arrays.sort(known);
        return known;
    }

    private static double[] quantilesOf(double[] sorted) {
        return sorted.length == 0
                ? new double[0]
                : IntStream.rangeClosed(0, PARTS)
                        .mapToDouble(part -> sorted[(int) ((long) part * (sorted.length - 1) / PARTS)])
                        .toArray();
    }
}
