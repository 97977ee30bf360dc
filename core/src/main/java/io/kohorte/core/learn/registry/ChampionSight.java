// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.core.analytics.AsOf;
import io.kohorte.core.analytics.CustomerHistory;
import io.kohorte.core.analytics.FeatureExtraction;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.condition.ModelId;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.TraitType;
import io.kohorte.core.learn.predict.Labelled;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** The version that speaks and the customers it speaks about, for whoever watches it: at most so many of them, drawn at random. */
@ApplicationScoped
public class ChampionSight {
    private final Models models;
    private final ModelVersions versions;
    private final Scoring scoring;
    private final Participants participants;
    private final FeatureExtraction extraction;
    private final Present present;
    private final AsOf asOf;

    ChampionSight(
            Models models,
            ModelVersions versions,
            Scoring scoring,
            Participants participants,
            FeatureExtraction extraction,
            Present present,
            AsOf asOf) {
        this.models = models;
        this.versions = versions;
        this.scoring = scoring;
        this.participants = participants;
        this.extraction = extraction;
        this.present = present;
        this.asOf = asOf;
    }

    /**
     * What to look at.
     *
     * @param version the champion's number
     * @param newest the highest profile number of when it was learned
     * @param newestAtAll the same of the latest version
     * @param most so many customers
     * @param seed who of them
     */
    public record Question(int version, int newest, int newestAtAll, int most, long seed) {}

    /**
     * Customers as they are, and what the champion says of them.
     *
     * @param metrics what it was worth when it was learned
     * @param customers whom it speaks about, of whom the table holds a sample
     * @param table what it reads, and the sensitive trait where there is one
     * @param newOutcomes how many came since any version learned; of an event, how many did it
     */
    @SuppressWarnings("ArrayRecordComponent") // scores in bulk, never compared
    public record Sight(
            Model model,
            JsonNode metrics,
            Instant asOf,
            long customers,
            FeatureTable table,
            List<String> features,
            double[] scores,
            OptionalDouble threshold,
            Optional<Answered> answered,
            @Nullable Instant answersFrom,
            long newOutcomes) {}

    /**
     * Customers whose answer the champion cannot have learned from.
     *
     * @param decision the moment the scores look ahead from
     */
    @SuppressWarnings("ArrayRecordComponent") // rows in bulk, never compared
    public record Answered(Instant decision, FeatureTable table, double[] scores, boolean[] labels) {}

    /** The models of which a version speaks. */
    public List<Model> speaking() {
        return QuarkusTransaction.requiringNew().call(() -> models.list("champion is not null order by id"));
    }

    /** Number of the latest version. */
    public int latest(ModelId model) {
        return versions.list(model, Integer.MAX_VALUE, 1).stream()
                .mapToInt(ModelVersion::number)
                .findFirst()
                .orElse(0);
    }

    /** Throws {@link io.kohorte.core.platform.problem.ProblemException} where the version is gone. */
    public Sight look(Model model, Question question) {
        Voice voice = scoring.voice(model, question.version());
        try (CustomerHistory history = extraction.open()) {
            Viewpoint now = present.of(history);
            RoaringBitmap population = scoring.population(model, voice, history, now);
            FeatureTable table =
                    history.extract(features(model, voice, history.traits()), some(population, question), now);
            Truth truth = truth(model, voice, history, now, question);
            return new Sight(
                    model,
                    versions.find(model.id(), question.version()).orElseThrow().metrics(),
                    now.moment(),
                    population.getLongCardinality(),
                    table,
                    voice.features(),
                    voice.score(table),
                    voice.threshold(),
                    truth.answered(),
                    truth.from(),
                    truth.newOutcomes());
        }
    }

    /** What came true. */
    private record Truth(Optional<Answered> answered, @Nullable Instant from, long newOutcomes) {
        static final Truth NONE = new Truth(Optional.empty(), null, 0);
    }

    private Truth truth(Model model, Voice voice, CustomerHistory history, Viewpoint now, Question question) {
        Optional<Target> target = versions.provenance(model.id(), question.version())
                .flatMap(provenance -> provenance.definition().wanted());
        if (target.isEmpty()) {
            return Truth.NONE;
        }
        if (target.get() instanceof Target.OfEvent event) {
            return ofEvent(model, voice, event, history, question);
        }
        // what somebody would have done otherwise nobody sees: an experiment is judged by learning from it anew
        return target.get() instanceof Target.OfTrait trait
                ? ofTrait(model, voice, trait, history, now, question)
                : Truth.NONE;
    }

    /** Labels begin when those learned from have ended. */
    private Truth ofEvent(Model model, Voice voice, Target.OfEvent target, CustomerHistory history, Question question) {
        Provenance learned = versions.provenance(model.id(), question.version()).orElseThrow();
        Provenance latest = versions.provenance(model.id(), latest(model.id())).orElse(learned);
        Instant last = history.lastEvent(asOf.latest()).orElse(learned.asOf());
        long news = history.whoDid(target.deed(), latest.asOf(), last).getLongCardinality();
        Duration horizon = Duration.ofDays(target.withinDays());
        Instant decision = last.minus(horizon);
        boolean foretells = model.kind() == ModelKind.PREDICTION || model.kind() == ModelKind.EXTERNAL;
        if (!foretells || decision.isBefore(learned.asOf())) {
            Instant from = foretells ? learned.asOf().plus(horizon) : null;
            return new Truth(Optional.empty(), from, news);
        }
        Labelled then = new DecisionMoments(
                        history,
                        features(model, voice, history.traits()),
                        target,
                        view -> some(
                                participants.of(model.definition(), history).apply(view), question),
                        moment -> new RoaringBitmap(),
                        moment -> new RoaringBitmap())
                .at(decision, horizon);
        boolean[] labels = then.labels().clone();
        for (int row = 0; row < labels.length; row++) {
            labels[row] ^= target.negate();
        }
        return new Truth(answered(voice, decision, then.table(), labels), null, news);
    }

    /** A trait does not say since when it is known; who came since has answers that nobody learned from. */
    private Truth ofTrait(
            Model model,
            Voice voice,
            Target.OfTrait target,
            CustomerHistory history,
            Viewpoint now,
            Question question) {
        RoaringBitmap since = scoring.population(model, voice, history, now);
        since.remove(0L, question.newest() + 1L);
        Labelled came = TraitAnswers.read(history, target, some(since, question), now)
                .all(history, features(model, voice, history.traits()), now);
        long news = Arrays.stream(came.table().profiles())
                .filter(profile -> profile > question.newestAtAll())
                .count();
        return new Truth(answered(voice, now.moment(), came.table(), came.labels()), null, news);
    }

    /** Without those of whom it says nothing: nobody can say whether that was right. */
    private static Optional<Answered> answered(Voice voice, Instant decision, FeatureTable table, boolean[] labels) {
        double[] scores = voice.score(table);
        int[] said = IntStream.range(0, scores.length)
                .filter(row -> !Double.isNaN(scores[row]))
                .toArray();
        boolean[] outcomes = new boolean[said.length];
        IntStream.range(0, said.length).forEach(i -> outcomes[i] = labels[said[i]]);
        return said.length == 0
                ? Optional.empty()
                : Optional.of(new Answered(
                        decision,
                        table.rows(said),
                        IntStream.of(said).mapToDouble(row -> scores[row]).toArray(),
                        outcomes));
    }

    private static List<Feature> features(Model model, Voice voice, Map<String, TraitType> traits) {
        List<String> names = new ArrayList<>(voice.features());
        model.sensitive().map(trait -> FeatureCatalogue.TRAIT + trait).ifPresent(names::add);
        return FeatureChoice.with(List.of(), names, traits);
    }

    /** By rank, so that nothing of the size of the population is kept. */
    private static RoaringBitmap some(RoaringBitmap all, Question question) {
        long size = all.getLongCardinality();
        if (size <= question.most()) {
            return all;
        }
        SplittableRandom random = new SplittableRandom(question.seed());
        RoaringBitmap drawn = new RoaringBitmap();
        while (drawn.getCardinality() < question.most()) {
            drawn.add(all.select((int) random.nextLong(size)));
        }
        return drawn;
    }
}
