// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at columns before anything is learned from them: some tell nothing, some too much. */
final class ColumnChecks {
    private static final double LEAK = .98;

    /** Alone below this, a column is no answer in disguise. */
    private static final double SUSPECT = .75;

    private static final int ROWS_FOR_SUSPECTS = 5_000;

    /** Among fewer customers a text or a whole number may differ for everybody by chance. */
    private static final int FEWEST_FOR_TEXT = 100;

    private static final int FEWEST_FOR_NUMBERS = 1_000;

    private final Labelled customers;
    private final DataChecks checks;
    private final Map<String, Wording> labels;

    ColumnChecks(Labelled customers, List<Feature> features, DataChecks checks) {
        this.customers = customers;
        this.checks = checks;
        this.labels = features.stream().collect(Collectors.toMap(Feature::name, Feature::label));
    }

    /** Columns that must not be used, each told. */
    List<String> unusable() {
        List<String> constant = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        List<String> leaks = new ArrayList<>();
        List<FeatureColumn> rest = new ArrayList<>();
        for (FeatureColumn column : customers.table().columns()) {
            if (constant(column)) {
                constant.add(column.name());
            } else if (likeAnId(column)) {
                ids.add(column.name());
            } else if (alone(column) > LEAK) {
                leaks.add(column.name());
            } else {
                rest.add(column);
            }
        }
        leaks.forEach(name -> checks.add(
                "leaking-feature",
                Check.Severity.ERROR,
                Numbers.fill(
                        new Wording(
                                "%s alone tells the answer almost perfectly: it is most likely known only afterwards, and was left out.",
                                "%s allein verrät die Antwort fast vollständig: vermutlich erst im Nachhinein bekannt, daher weggelassen."),
                        names(List.of(name)))));
        Map<String, String> same = duplicates(rest);
        same.forEach((name, first) -> checks.add(
                "duplicate-feature",
                Check.Severity.INFO,
                Numbers.fill(
                        new Wording(
                                "%s says of every customer the same as %s, so it was left out.",
                                "%s sagt bei jedem Kunden dasselbe wie %s, daher weggelassen."),
                        names(List.of(name)),
                        names(List.of(first)))));
        tell(
                "id-like-feature",
                ids,
                new Wording(
                        "Different for nearly every customer, like a number or a name, so nothing can be learned from it; left out: %s.",
                        "Bei fast jedem Kunden anders, wie eine Nummer oder ein Name, daher ist nichts daraus zu lernen; weggelassen: %s."));
        tell(
                "constant-feature",
                constant,
                new Wording(
                        "The same for all customers, so left out: %s.",
                        "Bei allen Kunden gleich, daher weggelassen: %s."));
        List<String> unusable = new ArrayList<>(leaks);
        unusable.addAll(same.keySet());
        unusable.addAll(ids);
        unusable.addAll(constant);
        return unusable;
    }

    /**
     * Names columns that alone tell more than all the others together. They may be right, so they stay; whoever knows when they become known
     * has to judge.
     */
    void suspects(Labelled usable, long seed) {
        if (usable.table().columns().size() < 2) {
            return;
        }
        Labelled sample = usable.sample(ROWS_FOR_SUSPECTS, seed);
        for (FeatureColumn column : usable.table().columns()) {
            double alone = alone(column);
            if (alone >= SUSPECT) {
                Labelled others = sample.without(List.of(column.name()));
                CrossValidation folds = new CrossValidation(others, seed);
                double together = folds.auc(folds.foretold(Candidate.usual(Learner.LOGISTIC)));
                if (alone > together) {
                    checks.add(
                            "suspect-feature",
                            Check.Severity.WARNING,
                            Numbers.fill(
                                    new Wording(
                                            "%s alone tells more (area under the curve %s) than all other features together (%s). Is it known when you decide, or only afterwards, as the length of a call is? If afterwards, leave it out: the figures here are too good then.",
                                            "%s allein sagt mehr (Fläche unter der Kurve %s) als alle anderen Kenngrößen zusammen (%s). Ist es bekannt, wenn Sie entscheiden, oder erst danach, wie die Dauer eines Gesprächs? Wenn danach, weglassen: Die Zahlen hier sind dann zu gut."),
                                    names(List.of(column.name())),
                                    Numbers.exact(alone, 2),
                                    Numbers.exact(together, 2)));
                }
            }
        }
    }

    private void tell(String code, List<String> columns, Wording sentence) {
        if (!columns.isEmpty()) {
            checks.add(code, Check.Severity.INFO, Numbers.fill(sentence, names(columns)));
        }
    }

    private Wording names(List<String> columns) {
        return new Wording(
                columns.stream().map(name -> label(name).en()).collect(Collectors.joining(", ")),
                columns.stream().map(name -> label(name).de()).collect(Collectors.joining(", ")));
    }

    private Wording label(String name) {
        return labels.getOrDefault(name, new Wording(name, name));
    }

    private static boolean constant(FeatureColumn column) {
        for (int row = 1; row < column.values().length; row++) {
            if (Float.compare(column.value(row), column.value(0)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** A text with a value of its own for most, or a whole number that is known of all and never comes twice. */
    private static boolean likeAnId(FeatureColumn column) {
        Set<Float> distinct = new HashSet<>();
        int known = 0;
        boolean whole = true;
        for (int row = 0; row < column.values().length; row++) {
            if (!column.missing(row)) {
                known++;
                distinct.add(column.value(row));
                whole &= column.value(row) == Math.rint(column.value(row));
            }
        }
        return column.categorical()
                ? known >= FEWEST_FOR_TEXT && distinct.size() > known / 2
                : known >= FEWEST_FOR_NUMBERS && known == column.values().length && whole && distinct.size() == known;
    }

    /** Columns that equal an earlier one, each with that one; categories by whom they bring together, whatever the words. */
    private static Map<String, String> duplicates(List<FeatureColumn> columns) {
        Map<Integer, List<FeatureColumn>> alike = new HashMap<>();
        Map<String, String> duplicates = new LinkedHashMap<>();
        for (FeatureColumn column : columns) {
            float[] values = comparable(column);
            List<FeatureColumn> earlier = alike.computeIfAbsent(Arrays.hashCode(values), ignored -> new ArrayList<>());
            earlier.stream()
                    .filter(other ->
                            other.categorical() == column.categorical() && Arrays.equals(comparable(other), values))
                    .findFirst()
                    .ifPresentOrElse(other -> duplicates.put(column.name(), other.name()), () -> earlier.add(column));
        }
        return duplicates;
    }

    private static float[] comparable(FeatureColumn column) {
        if (!column.categorical()) {
            return column.values();
        }
        Map<Float, Float> numbers = new HashMap<>();
        float[] values = new float[column.values().length];
        for (int row = 0; row < values.length; row++) {
            values[row] = column.missing(row)
                    ? Float.NaN
                    : numbers.computeIfAbsent(column.value(row), ignored -> (float) numbers.size());
        }
        return values;
    }

    /** The area under the curve of one feature on its own, whichever way it points; categories rank by their rate. */
    private double alone(FeatureColumn column) {
        boolean[] labels = customers.labels();
        double[] scores = column.categorical() ? rates(column, labels) : numbers(column);
        double area = Curves.rocAuc(scores, labels);
        return Math.max(area, 1 - area);
    }

    private static double[] numbers(FeatureColumn column) {
        double[] scores = new double[column.values().length];
        for (int row = 0; row < scores.length; row++) {
            scores[row] = column.missing(row) ? Double.NEGATIVE_INFINITY : column.value(row);
        }
        return scores;
    }

    /** Smoothed, so that a column with a level of its own for everybody does not look like a leak. */
    private static double[] rates(FeatureColumn column, boolean[] labels) {
        int levels = column.levels().size();
        double[] yes = new double[levels + 1];
        double[] all = new double[levels + 1];
        for (int row = 0; row < labels.length; row++) {
            int level = column.missing(row) ? levels : (int) column.value(row);
            all[level]++;
            yes[level] += labels[row] ? 1 : 0;
        }
        double base = (double) Curves.positives(labels) / labels.length;
        double[] scores = new double[labels.length];
        for (int row = 0; row < labels.length; row++) {
            int level = column.missing(row) ? levels : (int) column.value(row);
            boolean rare = all[level] < 10;
            scores[row] = rare ? base : yes[level] / all[level];
        }
        return scores;
    }
}
