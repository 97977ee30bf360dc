// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.FeatureExtraction;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.TraitType;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.predict.Explanation;
import io.kohorte.core.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/** Why the champion says of a customer what it does. */
@ApplicationScoped
class Why {
    private static final Wording UNKNOWN = new Wording("not known", "nicht bekannt");

    private final FeatureExtraction extraction;
    private final Present present;
    private final Scoring scoring;
    private final ModelVersions versions;

    Why(FeatureExtraction extraction, Present present, Scoring scoring, ModelVersions versions) {
        this.extraction = extraction;
        this.present = present;
        this.scoring = scoring;
        this.versions = versions;
    }

    /** What a model gives as its grounds. */
    sealed interface Grounds permits Reasons, ClusterWhy.Contrasted {}

    /**
     * A score and its parts, which together with the usual score are the score.
     *
     * @param usual the score of a customer of whom nothing is known
     * @param parts heaviest first
     */
    record Reasons(int version, double score, double usual, List<Part> parts) implements Grounds {}

    /**
     * What one feature does.
     *
     * @param points by how much it raises the score, or lowers it, from 0 to 1
     */
    record Part(String name, Wording label, Wording value, double points, Wording sentence) {}

    /**
     * Why a customer has the score of a prediction, or is in a group and not in another.
     *
     * @param against number of the other group; where it is left open, the one the customer would be in next
     * @throws ProblemException where the model has nothing to say about the customer
     */
    Grounds of(Model model, int profile, OptionalInt against) {
        int version = model.champion()
                .orElseThrow(() -> ProblemException.conflict(
                        "NOT_TRAINED", "The model has not been trained yet.", "Train it; then it can say why."));
        Scoring.Voice voice = scoring.voice(model, version);
        try (CustomerHistory history = extraction.open()) {
            SharedFeatures features = new SharedFeatures(history, present.of(history), Set.of());
            RoaringBitmap one = RoaringBitmap.bitmapOf(profile);
            if (scoring.among(model, voice, features, one).profiles().length == 0) {
                throw ProblemException.notFound("score of profile", profile);
            }
            FeatureTable table = Scoring.table(voice, features, one);
            if (model.kind() == ModelKind.CLUSTERING) {
                return new ClusterWhy(
                                version,
                                versions.body(model.id(), version)
                                        .map(ClusterCodec::read)
                                        .orElseThrow(),
                                versions.report(model.id(), version).orElseThrow())
                        .of(table, against, history.traits());
            }
            Explanation explanation = voice.explain(table).get(0);
            Map<String, TraitType> traits = history.traits();
            return new Reasons(
                    version,
                    explanation.score(),
                    explanation.usual(),
                    explanation.parts().stream()
                            .map(part -> part(part, table, traits))
                            .toList());
        }
    }

    private static Part part(Explanation.Part part, FeatureTable table, Map<String, TraitType> traits) {
        Told told = Told.of(part.feature(), table, traits);
        return new Part(
                part.feature(),
                told.label(),
                told.value(),
                part.points(),
                sentence(told.label(), told.value(), part.points()));
    }

    /** One feature of one customer, for people. */
    record Told(Wording label, Wording value) {
        /** Of the first customer of the table. */
        static Told of(String feature, FeatureTable table, Map<String, TraitType> traits) {
            List<Feature> known = FeatureChoice.with(List.of(), List.of(feature), traits);
            Wording label = known.isEmpty()
                    ? new Wording(feature, feature)
                    : known.get(0).label();
            return new Told(
                    label,
                    table.column(feature)
                            .map(column -> Why.value(column, known))
                            .orElse(UNKNOWN));
        }
    }

    private static Wording value(FeatureColumn column, List<Feature> known) {
        if (column.missing(0)) {
            return UNKNOWN;
        }
        if (column.categorical()) {
            String category = column.category(0).orElseThrow();
            return new Wording(category, category);
        }
        if (known.stream().anyMatch(feature -> feature.kind() == Feature.Kind.FLAG)) {
            return column.value(0) == 0 ? new Wording("no", "nein") : new Wording("yes", "ja");
        }
        return Numbers.amount(column.value(0));
    }

    private static Wording sentence(Wording label, Wording value, double points) {
        Wording hundredths = Numbers.exact(Math.abs(100 * points), 1);
        return Numbers.fill(
                Math.abs(points) < .0005
                        ? new Wording("%s: %s. This makes no difference.", "%s: %s. Das macht keinen Unterschied.")
                        : points > 0
                                ? new Wording(
                                        "%s: %s. This raises the score by %s points.",
                                        "%s: %s. Das hebt den Wert um %s Punkte.")
                                : new Wording(
                                        "%s: %s. This lowers the score by %s points.",
                                        "%s: %s. Das senkt den Wert um %s Punkte."),
                label,
                value,
                hundredths);
    }
}
