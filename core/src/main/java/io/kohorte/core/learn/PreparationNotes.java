// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.Wording;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says in words what a preparation does to each feature. */
public final class PreparationNotes {
    private PreparationNotes() {}

    public static List<Wording> of(Preparation preparation, List<Feature> features) {
        Map<String, Feature> byName = features.stream().collect(Collectors.toMap(Feature::name, Function.identity()));
        return preparation.steps().stream()
                .map(step -> note(step, label(byName, step.name())))
                .toList();
    }

    private static Wording label(Map<String, Feature> features, String name) {
        Feature feature = features.get(name);
        return feature == null ? new Wording(name, name) : feature.label();
    }

    private static Wording note(Prepared step, Wording label) {
        if (step instanceof Prepared.Scaled scaled) {
            Wording start = Numbers.fill(
                    new Wording(
                            "%s: limited to %s … %s%s, centred on the median and divided by the usual spread; missing values count as the median%s.",
                            "%s: auf %s … %s begrenzt%s, am Median ausgerichtet und durch die übliche Streuung geteilt; fehlende Werte zählen als Median%s."),
                    label,
                    Numbers.amount(scaled.low()),
                    Numbers.amount(scaled.high()),
                    scaled.logUnit() > 0 ? new Wording(", as a logarithm", ", logarithmiert") : new Wording("", ""),
                    scaled.indicator()
                            ? new Wording(" and are marked", " und werden gekennzeichnet")
                            : new Wording("", ""));
            return start;
        }
        if (step instanceof Prepared.OneHot oneHot) {
            return Numbers.fill(
                    new Wording(
                            "%s: one column for each of %s categories, one for all others.",
                            "%s: eine Spalte für jede von %s Kategorien, eine für alle übrigen."),
                    label,
                    Numbers.amount(oneHot.levels().size()));
        }
        return Numbers.fill(new Wording("%s: used as it is.", "%s: unverändert verwendet."), label);
    }
}
