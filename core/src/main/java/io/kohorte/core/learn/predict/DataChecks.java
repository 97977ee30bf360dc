// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Numbers;
import java.util.ArrayList;
import java.util.List;

/** Looks at the data before anything is learned from them. */
final class DataChecks {
    /** Fewer yeses or noes than this teach nothing. */
    static final int FEWEST_TO_LEARN = 30;

    /** Fewer than this judge nothing. */
    static final int FEWEST_TO_JUDGE = 10;

    private static final int FEW = 150;
    private static final double LEAK = .98;

    private final List<Check> found = new ArrayList<>();

    List<Check> found() {
        return List.copyOf(found);
    }

    void add(String code, Check.Severity severity, Wording sentence) {
        add(new Check(code, sentence, severity));
    }

    void add(Check check) {
        found.add(check);
    }

    void volumes(Labelled train, Labelled test) {
        require(train, FEWEST_TO_LEARN, new Wording("earlier months", "früheren Monate"));
        require(test, FEWEST_TO_JUDGE, new Wording("latest months", "jüngsten Monate"));
        long fewer = Math.min(train.positives(), train.size() - train.positives());
        if (fewer < FEW) {
            add(
                    "few-cases",
                    Check.Severity.WARNING,
                    Numbers.fill(
                            new Wording(
                                    "Only %s cases of the rarer outcome to learn from; from %s on a model becomes steady.",
                                    "Nur %s Fälle des selteneren Ausgangs zum Lernen; ab %s wird ein Modell stabil."),
                            Numbers.amount((double) fewer),
                            Numbers.amount(FEW)));
        }
    }

    private static void require(Labelled rows, int fewest, Wording window) {
        long yes = rows.positives();
        long no = rows.size() - yes;
        if (yes < fewest || no < fewest) {
            throw new LearningRefused(
                    "TOO_FEW_CUSTOMERS",
                    Numbers.fill(
                            new Wording(
                                    "The %s hold %s customers who did it and %s who did not; at least %s of each are needed.",
                                    "Die %s enthalten %s Kunden, die es taten, und %s, die es nicht taten; nötig sind je mindestens %s."),
                            window,
                            Numbers.amount((double) yes),
                            Numbers.amount((double) no),
                            Numbers.amount(fewest)));
        }
    }

    /** Columns that must not be used: they tell nothing, or too much. */
    List<String> unusable(Labelled train) {
        List<String> unusable = new ArrayList<>();
        List<String> constant = new ArrayList<>();
        for (FeatureColumn column : train.table().columns()) {
            if (constant(column)) {
                constant.add(column.name());
            } else if (alone(column, train.labels()) > LEAK) {
                unusable.add(column.name());
                add(
                        "leaking-feature",
                        Check.Severity.ERROR,
                        Numbers.fill(
                                new Wording(
                                        "%s alone tells the answer almost perfectly: it is most likely known only afterwards, and was left out.",
                                        "%s allein verrät die Antwort fast vollständig: vermutlich erst im Nachhinein bekannt, daher weggelassen."),
                                new Wording(column.name(), column.name())));
            }
        }
        if (!constant.isEmpty()) {
            String names = String.join(", ", constant);
            add(
                    "constant-feature",
                    Check.Severity.INFO,
                    Numbers.fill(
                            new Wording(
                                    "The same for all customers, so left out: %s.",
                                    "Bei allen Kunden gleich, daher weggelassen: %s."),
                            new Wording(names, names)));
        }
        unusable.addAll(constant);
        return unusable;
    }

    void drift(Labelled train, Labelled test) {
        double before = train.baseRate();
        double now = test.baseRate();
        double pooled = (train.positives() + test.positives()) / (double) (train.size() + test.size());
        double error = Math.sqrt(pooled * (1 - pooled) * (1.0 / train.size() + 1.0 / test.size()));
        double ratio = now / before;
        if (Math.abs(now - before) > 3 * error && (ratio > 1.25 || ratio < .8)) {
            add(
                    "base-rate-drift",
                    Check.Severity.WARNING,
                    Numbers.fill(
                            new Wording(
                                    "The share who do it moved from %s to %s: probabilities learned earlier may be off, the order of customers less so.",
                                    "Der Anteil, der es tut, änderte sich von %s auf %s: früher gelernte Wahrscheinlichkeiten können daneben liegen, die Rangfolge weniger."),
                            Numbers.percent(before),
                            Numbers.percent(now)));
        }
    }

    void traitsOfToday(FeatureTable table) {
        if (table.columns().stream().anyMatch(column -> column.name().startsWith(FeatureCatalogue.TRAIT))) {
            add(
                    "traits-of-today",
                    Check.Severity.INFO,
                    new Wording(
                            "Traits are used as they are known today, also for past moments; leave out any that change because of the outcome.",
                            "Merkmale gelten nach heutigem Stand, auch für frühere Zeitpunkte; solche weglassen, die sich durch das Ergebnis ändern."));
        }
    }

    private static boolean constant(FeatureColumn column) {
        for (int row = 1; row < column.values().length; row++) {
            if (Float.compare(column.value(row), column.value(0)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The area under the curve of one feature on its own, whichever way it points; categories rank by their rate. */
    private static double alone(FeatureColumn column, boolean[] labels) {
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
