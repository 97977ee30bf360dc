// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.FeatureExtraction;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.cluster.ClusterModel;
import io.kohorte.core.learn.external.ExternalReasons;
import io.kohorte.core.learn.external.ExternalVersion;
import io.kohorte.core.learn.predict.Explanation;
import io.kohorte.core.learn.predict.PredictionCodec;
import io.kohorte.core.learn.predict.PredictionModel;
import io.kohorte.core.learn.uplift.UpliftCodec;
import io.kohorte.core.learn.uplift.UpliftModel;
import io.kohorte.core.learn.value.ValueCodec;
import io.kohorte.core.learn.value.ValueModel;
import io.kohorte.core.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;

/** What a version says about customers as they are now: about some the same as about everybody. */
@ApplicationScoped
class Scoring {
    private final ModelVersions versions;
    private final Participants participants;
    private final FeatureExtraction extraction;
    private final Present present;

    Scoring(ModelVersions versions, Participants participants, FeatureExtraction extraction, Present present) {
        this.versions = versions;
        this.participants = participants;
        this.extraction = extraction;
        this.present = present;
    }

    /** The customers a version scores, and their scores. */
    @SuppressWarnings("ArrayRecordComponent") // scores in bulk, never compared
    record Scored(int[] profiles, double[] values) {
        /** Without those of whom the version says nothing. */
        Scored said() {
            RoaringBitmap some = new RoaringBitmap();
            for (int row = 0; row < profiles.length; row++) {
                if (!Double.isNaN(values[row])) {
                    some.add(profiles[row]);
                }
            }
            return some.getCardinality() == profiles.length ? this : only(some);
        }

        Scored only(RoaringBitmap some) {
            int[] rows = IntStream.range(0, profiles.length)
                    .filter(row -> some.contains(profiles[row]))
                    .toArray();
            return new Scored(
                    IntStream.of(rows).map(row -> profiles[row]).toArray(),
                    IntStream.of(rows).mapToDouble(row -> values[row]).toArray());
        }
    }

    /** A version, read once. */
    sealed interface Voice {
        /** Features it reads. */
        List<String> features();

        double[] score(FeatureTable table);

        /** The event without which it says nothing of a customer; empty where it speaks of more. */
        Optional<String> onlyAfter();

        /** Whether it speaks of customers too who never did anything. */
        boolean isOfEverybody();

        /** From which score on a customer counts as a yes; empty where scores choose nobody. */
        default OptionalDouble threshold() {
            return OptionalDouble.empty();
        }

        /** What scores count in that have reasons. */
        default Scale scale() {
            return Scale.PROBABILITY;
        }

        /** Whether it can say why a customer has a score. */
        default boolean givesReasons() {
            return true;
        }

        /** Why each row has its score; nothing where it has no reasons, or gives them in another way. */
        List<Explanation> explain(FeatureTable table);
    }

    private record Clusters(ClusterModel model) implements Voice {
        @Override
        public List<String> features() {
            return model.preparation().features();
        }

        @Override
        public double[] score(FeatureTable table) {
            return Arrays.stream(model.numbersOf(table)).asDoubleStream().toArray();
        }

        @Override
        public Optional<String> onlyAfter() {
            return Optional.empty();
        }

        @Override
        public boolean isOfEverybody() {
            return false;
        }

        @Override
        public List<Explanation> explain(FeatureTable table) {
            return List.of();
        }
    }

    private record Prediction(PredictionModel model, Target target) implements Voice {
        @Override
        public List<String> features() {
            return model.preparation().features();
        }

        @Override
        public double[] score(FeatureTable table) {
            return model.score(table);
        }

        /** Nobody can stop what was never begun, so of churn it speaks only to those who had. */
        @Override
        public Optional<String> onlyAfter() {
            return target instanceof Target.OfEvent event && event.negate()
                    ? Optional.of(event.event())
                    : Optional.empty();
        }

        @Override
        public boolean isOfEverybody() {
            return target instanceof Target.OfTrait;
        }

        @Override
        public OptionalDouble threshold() {
            return OptionalDouble.of(model.threshold());
        }

        @Override
        public List<Explanation> explain(FeatureTable table) {
            return model.explain(table);
        }
    }

    private record Value(ValueModel model) implements Voice {
        @Override
        public List<String> features() {
            return model.features();
        }

        @Override
        public double[] score(FeatureTable table) {
            return model.score(table);
        }

        @Override
        public Optional<String> onlyAfter() {
            return Optional.of(model.event());
        }

        @Override
        public boolean isOfEverybody() {
            return false;
        }

        @Override
        public List<Explanation> explain(FeatureTable table) {
            return model.explain(table);
        }

        @Override
        public boolean givesReasons() {
            return model.givesReasons();
        }

        @Override
        public Scale scale() {
            return Scale.MONEY;
        }
    }

    private record Uplift(UpliftModel model) implements Voice {
        @Override
        public List<String> features() {
            return model.features();
        }

        @Override
        public double[] score(FeatureTable table) {
            return model.foresee(table).uplift();
        }

        @Override
        public Optional<String> onlyAfter() {
            return Optional.empty();
        }

        @Override
        public boolean isOfEverybody() {
            return true;
        }

        /** Whoever gains nothing is better not sent to. */
        @Override
        public OptionalDouble threshold() {
            return OptionalDouble.of(0);
        }

        @Override
        public List<Explanation> explain(FeatureTable table) {
            return model.explain(table);
        }
    }

    private record External(ExternalVersion version) implements Voice {
        @Override
        public List<String> features() {
            return version.features();
        }

        @Override
        public double[] score(FeatureTable table) {
            return version.score(table);
        }

        @Override
        public Optional<String> onlyAfter() {
            return Optional.empty();
        }

        @Override
        public boolean isOfEverybody() {
            return version.features().stream().anyMatch(feature -> feature.startsWith(FeatureCatalogue.TRAIT));
        }

        @Override
        public Scale scale() {
            return version.isProbability() ? Scale.PROBABILITY : Scale.NUMBER;
        }

        @Override
        public List<Explanation> explain(FeatureTable table) {
            return ExternalReasons.of(version, table);
        }
    }

    /** Throws {@link ProblemException} where there is no such version. */
    Voice voice(Model model, int number) {
        byte[] body = versions.body(model.id(), number).orElseThrow(() -> ProblemException.notFound("version", number));
        return switch (model.kind()) {
            case CLUSTERING -> new Clusters(ClusterCodec.read(body));
            case PREDICTION ->
                new Prediction(
                        PredictionCodec.read(body),
                        versions.provenance(model.id(), number)
                                .orElseThrow()
                                .definition()
                                .wanted()
                                .orElseThrow());
            case VALUE -> new Value(ValueCodec.read(body));
            case UPLIFT -> new Uplift(UpliftCodec.read(body));
            case EXTERNAL -> new External(ExternalVersion.read(body));
        };
    }

    /** Everybody the model speaks about. A feature that is gone counts as missing. */
    Scored everybody(Model model, Voice voice) {
        try (CustomerHistory history = extraction.open()) {
            Viewpoint now = present.of(history);
            RoaringBitmap population = population(model, voice, history, now);
            FeatureTable table =
                    history.extract(FeatureChoice.with(List.of(), voice.features(), history.traits()), population, now);
            return new Scored(table.profiles(), voice.score(table)).said();
        }
    }

    /** Those of {@code some} whom the model speaks about. */
    Scored among(Model model, Voice voice, SharedFeatures features, RoaringBitmap some) {
        Viewpoint now = features.now();
        FeatureTable table = table(voice, features, some);
        RoaringBitmap among = participants
                .of(model.definition(), features.history(), Optional.of(some))
                .apply(now);
        RoaringBitmap spoken = voice.onlyAfter()
                .map(event -> RoaringBitmap.and(among, features.history().whoHadDone(event, now, some)))
                .orElse(among);
        return new Scored(table.profiles(), voice.score(table)).only(spoken).said();
    }

    /** Those of {@code some} whom such a version may speak about, with the features it reads. */
    static FeatureTable table(Voice voice, SharedFeatures features, RoaringBitmap some) {
        return voice.isOfEverybody()
                ? features.ofEverybody(some, voice.features())
                : features.ofKnown(some, voice.features());
    }

    /** Whom the model speaks about. */
    RoaringBitmap population(Model model, Voice voice, CustomerHistory history, Viewpoint now) {
        RoaringBitmap population = voice.isOfEverybody()
                ? history.everybody()
                : voice.onlyAfter().map(event -> history.whoHadDone(event, now)).orElseGet(() -> history.known(now));
        population.and(participants.of(model.definition(), history).apply(now));
        return population;
    }
}
