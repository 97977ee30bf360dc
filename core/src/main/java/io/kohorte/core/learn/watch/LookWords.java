// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.watch;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a model stands, in a sentence. */
final class LookWords {
    static final Wording NO_REFERENCE = new Wording(
            "This version was learned before models were watched. Train the model again to compare customers.",
            "Diese Version wurde gelernt, bevor Modelle beobachtet wurden. Trainieren Sie das Modell neu, um Kunden zu vergleichen.");

    private LookWords() {}

    static Wording tooFew(long customers) {
        return Numbers.fill(
                new Wording(
                        "There are %s customers to compare; from %s on something can be said.",
                        "Es gibt %s Kunden zum Vergleichen; ab %s lässt sich etwas sagen."),
                Numbers.amount((double) customers),
                Numbers.amount(Drift.FEWEST));
    }

    static Wording of(List<Drift> drifting, int compared, @Nullable Performance performance) {
        if (performance != null && performance.worse()) {
            return Numbers.fill(
                    new Wording(
                            "It ranks worse than when it was learned: area under the curve %s against %s then.",
                            "Es ordnet schlechter als beim Lernen: Fläche unter der Kurve %s gegen damals %s."),
                    Numbers.exact(performance.auc(), 3),
                    Numbers.exact(performance.aucThen(), 3));
        }
        if (drifting.isEmpty()) {
            return Numbers.fill(
                    new Wording(
                            "Nothing that matters moved, of %s things compared.",
                            "Von %s verglichenen Größen hat sich keine nennenswert verschoben."),
                    Numbers.amount(compared));
        }
        return Numbers.fill(
                new Wording(
                        "%s of %s things compared moved since it was learned, most of all %s.",
                        "%s von %s verglichenen Größen haben sich seit dem Lernen verschoben, am meisten %s."),
                Numbers.amount(drifting.size()),
                Numbers.amount(compared),
                name(drifting.get(0).name()));
    }

    private static Wording name(String name) {
        return switch (name) {
            case Reference.SCORES -> new Wording("the scores", "die Werte");
            case Outcomes.NAME -> new Wording("the share who do it", "der Anteil, der es tut");
            default -> {
                Wording label = label(name);
                yield new Wording("'" + label.en() + "'", "„" + label.de() + "“");
            }
        };
    }

    /** What people call a feature, the scores or the outcomes; a trait goes by its own name. */
    static Wording label(String name) {
        return switch (name) {
            case Reference.SCORES -> new Wording("Scores", "Werte");
            case Outcomes.NAME -> new Wording("Share who do it", "Anteil, der es tut");
            default ->
                FeatureCatalogue.find(name, Map.of()).map(Feature::label).orElseGet(() -> {
                    String trait = name.startsWith(FeatureCatalogue.TRAIT)
                            ? name.substring(FeatureCatalogue.TRAIT.length())
                            : name;
                    return new Wording(trait, trait);
                });
        };
    }
}
