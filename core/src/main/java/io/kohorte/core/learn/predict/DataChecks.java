// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.FeatureCatalogue;
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
        require(
                train,
                FEWEST_TO_LEARN,
                new Wording(
                        "The earlier months hold %s customers who did it and %s who did not; at least %s of each are"
                                + " needed.",
                        "Die früheren Monate enthalten %s Kunden, die es taten, und %s, die es nicht taten; nötig sind"
                                + " je mindestens %s."));
        require(
                test,
                FEWEST_TO_JUDGE,
                new Wording(
                        "The latest months hold %s customers who did it and %s who did not; at least %s of each are"
                                + " needed.",
                        "Die jüngsten Monate enthalten %s Kunden, die es taten, und %s, die es nicht taten; nötig sind"
                                + " je mindestens %s."));
        fewCases(train);
    }

    static boolean isEnoughToLearn(Labelled train) {
        return Math.min(train.positives(), train.size() - train.positives()) >= FEW;
    }

    /** Of customers who are learned from and judged in turn. */
    void volumes(Labelled all) {
        require(
                all,
                FEWEST_TO_LEARN,
                new Wording(
                        "Of %s customers the trait has this value, of %s another; at least %s of each are needed.",
                        "Bei %s Kunden hat das Merkmal diesen Wert, bei %s einen anderen; nötig sind je mindestens"
                                + " %s."));
        fewCases(all);
    }

    private void fewCases(Labelled train) {
        long fewer = Math.min(train.positives(), train.size() - train.positives());
        if (fewer < FEW) {
            add(
                    "few-cases",
                    Check.Severity.WARNING,
                    Numbers.fill(
                            new Wording(
                                    "Only %s cases of the rarer outcome to learn from; from %s on a model becomes"
                                            + " steady.",
                                    "Nur %s Fälle des selteneren Ausgangs zum Lernen; ab %s wird ein Modell stabil."),
                            Numbers.amount((double) fewer),
                            Numbers.amount(FEW)));
        }
    }

    private static void require(Labelled rows, int fewest, Wording sentence) {
        long yes = rows.positives();
        long no = rows.size() - yes;
        if (yes < fewest || no < fewest) {
            throw new LearningRefused(
                    "TOO_FEW_CUSTOMERS",
                    Numbers.fill(
                            sentence,
                            Numbers.amount((double) yes),
                            Numbers.amount((double) no),
                            Numbers.amount(fewest)));
        }
    }

    /** Throws {@link LearningRefused} where no column is left. */
    void somethingIsLeft(Labelled usable) {
        if (usable.table().columns().isEmpty()) {
            throw new LearningRefused(
                    "NO_USABLE_FEATURE",
                    new Wording(
                            "No feature is left to learn from: all are constant or give the answer away.",
                            "Keine Kenngröße bleibt zum Lernen: alle sind konstant oder verraten die Antwort."));
        }
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
                                    "The share who do it moved from %s to %s: probabilities learned earlier may be"
                                            + " off, the order of customers less so.",
                                    "Der Anteil, der es tut, änderte sich von %s auf %s: früher gelernte"
                                            + " Wahrscheinlichkeiten können daneben liegen, die Rangfolge weniger."),
                            Numbers.percent(before),
                            Numbers.percent(now)));
        }
    }

    void traitsOfToday(FeatureTable table) {
        if (table.columns().stream().anyMatch(column -> column.name().startsWith(FeatureCatalogue.TRAIT))) {
            add(Check.traitsOfToday());
        }
    }
}
