// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Names from what sets a cluster apart most, each cluster another one; features that say the same are not said twice. */
final class ClusterNames {
    private static final double NOTABLE = .35;
    private static final double SAME_STORY = .75;
    static final Wording NOISE = new Wording("Outliers: in no group", "Außenseiter: in keiner Gruppe");
    private static final Wording AVERAGE = new Wording("average customers", "Durchschnittskunden");

    private final Matrix matrix;
    private final Map<String, Feature> features;
    private final Set<String> taken = new HashSet<>();

    ClusterNames(Matrix matrix, Map<String, Feature> features) {
        this.matrix = matrix;
        this.features = features;
    }

    /** A name of two phrases, or of more where two are taken already. */
    Wording propose(double[] deviations) {
        List<Wording> phrases = phrases(deviations);
        for (int length = Math.min(2, phrases.size()); length <= phrases.size() && length > 0; length++) {
            Wording name = joined(phrases.subList(0, length));
            if (taken.add(name.en())) {
                return capitalised(name);
            }
        }
        Wording base = phrases.isEmpty() ? AVERAGE : joined(phrases);
        Wording name = base;
        for (int copy = 2; !taken.add(name.en()); copy++) {
            name = base.then(" " + copy);
        }
        return capitalised(name);
    }

    static Wording left(long size, double share) {
        return Numbers.fill(
                new Wording(
                        "%s customers (%s) who are unlike the others and unlike each other.",
                        "%s Kunden (%s), die weder den anderen noch einander gleichen."),
                Numbers.amount((double) size),
                Numbers.percent(share));
    }

    static Wording sentence(long size, double share, List<Deviation> told) {
        List<Deviation> notable = told.stream()
                .filter(deviation -> Math.abs(deviation.deviation()) >= NOTABLE && !Double.isNaN(deviation.mean()))
                .limit(3)
                .toList();
        Wording who = Numbers.fill(
                new Wording("%s customers (%s)", "%s Kunden (%s)"),
                Numbers.amount((double) size),
                Numbers.percent(share));
        if (notable.isEmpty()) {
            return Numbers.fill(
                    new Wording("%s, close to the average in everything.", "%s, in allem nahe am Durchschnitt."), who);
        }
        List<Wording> parts = notable.stream()
                .map(deviation -> Numbers.fill(
                        new Wording("%s %s (average %s)", "%s %s (Durchschnitt %s)"),
                        deviation.label(),
                        deviation.shown(deviation.mean()),
                        deviation.shown(deviation.overall())))
                .toList();
        return Numbers.fill(new Wording("%s: %s.", "%s: %s."), who, joined(parts));
    }

    private List<Wording> phrases(double[] deviations) {
        List<Integer> strongest = IntStream.range(0, deviations.length)
                .boxed()
                .filter(column -> Math.abs(deviations[column]) >= NOTABLE)
                .sorted(Comparator.comparingDouble(column -> -Math.abs(deviations[column])))
                .toList();
        List<Integer> said = new ArrayList<>();
        List<Wording> phrases = new ArrayList<>();
        for (int column : strongest) {
            boolean repeats = said.stream().anyMatch(other -> Math.abs(correlation(column, other)) > SAME_STORY);
            Wording phrase = repeats ? null : phrase(matrix.names().get(column), deviations[column] > 0);
            if (phrase != null) {
                said.add(column);
                phrases.add(phrase);
            }
        }
        return phrases;
    }

    private @org.jspecify.annotations.Nullable Wording phrase(String column, boolean much) {
        int equals = column.lastIndexOf('=');
        Feature feature = features.get(equals < 0 ? column : column.substring(0, equals));
        if (feature == null) {
            return null;
        }
        if (equals >= 0) {
            String level = column.substring(equals + 1);
            Wording of = new Wording(
                    feature.label().en() + " " + level, feature.label().de() + " " + level);
            return Numbers.fill(
                    much ? new Wording("mainly %s", "vor allem %s") : new Wording("hardly %s", "kaum %s"), of);
        }
        return much ? feature.high() : feature.low();
    }

    private double correlation(int one, int other) {
        double[] sums = new double[5];
        for (int row = 0; row < matrix.rows(); row++) {
            double x = matrix.at(row, one);
            double y = matrix.at(row, other);
            sums[0] += x;
            sums[1] += y;
            sums[2] += x * x;
            sums[3] += y * y;
            sums[4] += x * y;
        }
        double n = matrix.rows();
        double spread = Math.sqrt((sums[2] - sums[0] * sums[0] / n) * (sums[3] - sums[1] * sums[1] / n));
        return spread < 1e-12 ? 0 : (sums[4] - sums[0] * sums[1] / n) / spread;
    }

    private static Wording joined(List<Wording> parts) {
        return new Wording(
                String.join(", ", parts.stream().map(Wording::en).toList()),
                String.join(", ", parts.stream().map(Wording::de).toList()));
    }

    private static Wording capitalised(Wording name) {
        return new Wording(capitalised(name.en(), Locale.ENGLISH), capitalised(name.de(), Locale.GERMAN));
    }

    private static String capitalised(String text, Locale locale) {
        return text.substring(0, 1).toUpperCase(locale) + text.substring(1);
    }
}
