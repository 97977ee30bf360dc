// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.FeatureExtraction;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.TraitType;
import io.kohorte.core.feature.Unit;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.Sampling;
import io.kohorte.core.learn.predict.Explanation;
import io.kohorte.core.learn.predict.Lime;
import io.kohorte.core.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Why the champion says of a customer what it does. */
@ApplicationScoped
class Why {
    private static final Wording UNKNOWN = new Wording("not known", "nicht bekannt");

    /** Of so many others values are borrowed. */
    private static final int OTHERS = 500;

    private static final int LOOKED_AT = 100;

    /** Of a file nothing is known but its answers: each reason is some ten thousand of them. */
    private static final int LOOKED_AT_OF_FILES = 20;

    private final FeatureExtraction extraction;
    private final Present present;
    private final Scoring scoring;
    private final Scores scores;
    private final ModelVersions versions;

    Why(FeatureExtraction extraction, Present present, Scoring scoring, Scores scores, ModelVersions versions) {
        this.extraction = extraction;
        this.present = present;
        this.scoring = scoring;
        this.scores = scores;
        this.versions = versions;
    }

    /** How to look for reasons. */
    enum Way {
        /** What each feature adds, shared out fairly: which way of computing that fits, the model decides. */
        SHAPLEY,
        /** A plain model around the customer. */
        LIME;

        /** Throws {@link ProblemException} where there is no such way. */
        static Way of(@Nullable String wire) {
            return Arrays.stream(values())
                    .filter(way ->
                            wire == null || way.name().toLowerCase(Locale.ROOT).equals(wire))
                    .findFirst()
                    .orElseThrow(() -> ProblemException.invalid(
                            "/method",
                            "UNKNOWN_METHOD",
                            "There is no such way to look for reasons.",
                            "Use shapley or lime, or leave it out."));
        }
    }

    /** What a model gives as its grounds: about one customer, or about many. */
    sealed interface Grounds permits Reasons, Overall, ClusterWhy.Contrasted {}

    /**
     * A score and its parts, which together with the usual score and the rest are the score.
     *
     * @param scale what score, usual, points and rest count in
     * @param usual the score of a customer of whom nothing is known
     * @param parts heaviest first
     * @param rest what the parts leave unsaid
     */
    record Reasons(
            int version,
            Explanation.Method method,
            Scale scale,
            double score,
            double usual,
            List<Part> parts,
            double rest)
            implements Grounds {}

    /**
     * What counts over many customers.
     *
     * @param customers how many were looked at
     * @param features heaviest first
     */
    record Overall(int version, Explanation.@Nullable Method method, int customers, List<Weight> features)
            implements Grounds {}

    /** @param weight share of how far all features move scores, up or down */
    record Weight(String name, Wording label, double weight) {}

    /**
     * What one feature does.
     *
     * @param points by how much it raises the score, or lowers it
     */
    record Part(String name, Wording label, Wording value, double points, Wording sentence) {}

    /**
     * Why a customer has the score of a prediction, or is in a group and not in another.
     *
     * @param way to look for reasons of a score
     * @param against number of the other group; where it is left open, the one the customer would be in next
     * @throws ProblemException where the model has nothing to say about the customer
     */
    Grounds of(Model model, int profile, Way way, OptionalInt against) {
        int version = version(model);
        Voice voice = voice(model, version);
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
            Map<String, TraitType> traits = history.traits();
            Explanation explanation =
                    switch (way) {
                        case SHAPLEY -> voice.explain(table).get(0);
                        case LIME -> {
                            FeatureTable among = Scoring.table(
                                    voice, features, RoaringBitmap.or(one, scores.some(model.id(), OTHERS)));
                            yield lime(voice, among, Arrays.binarySearch(among.profiles(), profile));
                        }
                    };
            return new Reasons(
                    version,
                    explanation.method(),
                    voice.scale(),
                    explanation.score(),
                    explanation.usual(),
                    explanation.parts().stream()
                            .map(part -> part(part, table, traits, voice.scale()))
                            .toList(),
                    explanation.rest());
        }
    }

    /** The mean of how far each feature moves the scores of some customers. */
    Overall overall(Model model, Way way) {
        int version = version(model);
        Voice voice = voice(model, version);
        try (CustomerHistory history = extraction.open()) {
            SharedFeatures features = new SharedFeatures(history, present.of(history), Set.of());
            FeatureTable table = Scoring.table(voice, features, scores.some(model.id(), OTHERS));
            int[] looked = Sampling.rows(
                    table.profiles(), model.kind() == ModelKind.EXTERNAL ? LOOKED_AT_OF_FILES : LOOKED_AT, 0);
            List<Explanation> explanations =
                    switch (way) {
                        case SHAPLEY -> voice.explain(table.rows(looked));
                        case LIME ->
                            IntStream.of(looked)
                                    .mapToObj(row -> lime(voice, table, row))
                                    .toList();
                    };
            Map<String, Double> moved = explanations.stream()
                    .flatMap(explanation -> explanation.parts().stream())
                    .collect(Collectors.groupingBy(
                            Explanation.Part::feature,
                            TreeMap::new,
                            Collectors.summingDouble(part -> Math.abs(part.points()))));
            double all = moved.values().stream().mapToDouble(one -> one).sum();
            Map<String, TraitType> traits = history.traits();
            return new Overall(
                    version,
                    explanations.stream().map(Explanation::method).findFirst().orElse(null),
                    looked.length,
                    moved.entrySet().stream()
                            .map(one -> new Weight(
                                    one.getKey(), label(one.getKey(), traits), all == 0 ? 0 : one.getValue() / all))
                            .sorted(Comparator.comparingDouble(one -> -one.weight()))
                            .toList());
        }
    }

    private Voice voice(Model model, int version) {
        Voice voice = scoring.voice(model, version);
        if (!voice.givesReasons()) {
            throw ProblemException.conflict(
                    "GIVES_NO_REASONS",
                    "The money of this version is purchases times spend; it is not learned from features.",
                    "What a customer's value is made of is under /models/{id}/customers/{profile}.");
        }
        return voice;
    }

    private static Explanation lime(Voice voice, FeatureTable table, int row) {
        return Lime.explain(voice::score, table.only(voice.features()), row);
    }

    private static int version(Model model) {
        return model.champion()
                .orElseThrow(() -> ProblemException.conflict(
                        "NOT_TRAINED", "The model has not been trained yet.", "Train it; then it can say why."));
    }

    private static Wording label(String feature, Map<String, TraitType> traits) {
        return FeatureChoice.with(List.of(), List.of(feature), traits).stream()
                .map(Feature::label)
                .findFirst()
                .orElseGet(() -> new Wording(feature, feature));
    }

    private static Part part(Explanation.Part part, FeatureTable table, Map<String, TraitType> traits, Scale scale) {
        Told told = Told.of(part.feature(), table, traits);
        return new Part(
                part.feature(),
                told.label(),
                told.value(),
                part.points(),
                Numbers.fill(
                        new Wording("%s: %s. %s", "%s: %s. %s"),
                        told.label(),
                        told.value(),
                        scale.told(part.points())));
    }

    /** One feature of one customer, for people. */
    record Told(Wording label, Wording value) {
        /** Of the first customer of the table. */
        static Told of(String feature, FeatureTable table, Map<String, TraitType> traits) {
            List<Feature> known = FeatureChoice.with(List.of(), List.of(feature), traits);
            return new Told(
                    Why.label(feature, traits),
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
        return known.stream().anyMatch(feature -> feature.unit() == Unit.SHARE)
                ? Numbers.percent(column.value(0))
                : Numbers.amount(column.value(0));
    }
}
