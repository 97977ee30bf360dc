// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.FeatureExtraction;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.external.ExternalVersion;
import io.kohorte.core.learn.predict.PredictionCodec;
import io.kohorte.core.learn.uplift.UpliftCodec;
import io.kohorte.core.learn.value.ValueCodec;
import io.kohorte.core.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
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

    /** Throws {@link ProblemException} where there is no such version. */
    Voice voice(Model model, int number) {
        byte[] body = versions.body(model.id(), number).orElseThrow(() -> ProblemException.notFound("version", number));
        return switch (model.kind()) {
            case CLUSTERING -> new Voice.Clusters(ClusterCodec.read(body));
            case PREDICTION ->
                new Voice.Prediction(
                        PredictionCodec.read(body),
                        versions.provenance(model.id(), number)
                                .orElseThrow()
                                .definition()
                                .wanted()
                                .orElseThrow());
            case VALUE -> new Voice.Value(ValueCodec.read(body));
            case UPLIFT -> new Voice.Uplift(UpliftCodec.read(body));
            case EXTERNAL -> new Voice.External(ExternalVersion.read(body));
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
                .map(deed -> RoaringBitmap.and(among, features.history().whoHadDone(deed, now, some)))
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
                : voice.onlyAfter().map(deed -> history.whoHadDone(deed, now)).orElseGet(() -> history.known(now));
        population.and(participants.of(model.definition(), history).apply(now));
        return population;
    }
}
