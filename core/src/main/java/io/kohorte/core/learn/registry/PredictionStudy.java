// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Reduction;
import io.kohorte.core.learn.predict.Candidate;
import io.kohorte.core.learn.predict.Labelled;
import io.kohorte.core.learn.predict.PredictionCodec;
import io.kohorte.core.learn.predict.PredictionModel;
import io.kohorte.core.learn.predict.PredictionReport;
import io.kohorte.core.learn.predict.PredictionTraining;
import io.kohorte.core.learn.predict.TimelessTraining;
import io.kohorte.core.learn.predict.Tuning;
import io.kohorte.core.learn.predict.Windows;
import io.kohorte.core.learn.search.Setting;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/** One training of a prediction, compared with the champion on the same held-out window. */
@ApplicationScoped
class PredictionStudy {
    private final ModelVersions versions;
    private final Treatment treatment;
    private final LearningConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    PredictionStudy(
            ModelVersions versions, Treatment treatment, LearningConfig config, ObjectMapper json, Clock clock) {
        this.versions = versions;
        this.treatment = treatment;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    Learned learn(Study study) {
        Target target = study.model().definition().wanted().orElseThrow();
        if (target instanceof Target.OfEvent event) {
            return ofEvent(study, event);
        }
        return ofTrait(study, (Target.OfTrait) target);
    }

    private Learned ofTrait(Study study, Target.OfTrait target) {
        Model model = study.model();
        List<Feature> features = FeatureChoice.of(model.kind(), model.definition(), study.history(), study.now());
        Optional<PredictionModel> champion = versions.rival(model).map(PredictionCodec::read);
        RoaringBitmap population =
                RoaringBitmap.and(study.history().everybody(), study.among().apply(study.now()));
        return learned(
                study, target, features, taught(study, target, features, champion, population), population, champion);
    }

    private Taught taught(
            Study study,
            Target.OfTrait target,
            List<Feature> features,
            Optional<PredictionModel> champion,
            RoaringBitmap population) {
        Model model = study.model();
        long seed = study.provenance().seed();
        Labelled customers = TraitAnswers.read(study.history(), target, population, study.now())
                .sample(
                        study.history(),
                        with(features, champion, study),
                        study.now(),
                        TimelessTraining.MOST_ROWS,
                        seed);
        TimelessTraining training = new TimelessTraining(features, seed, tuning(study), components(study));
        PredictionTraining.Outcome outcome = training.train(customers, study.progress());
        return Taught.of(
                outcome,
                Contest.onUnseenCustomers(
                        champion.flatMap(
                                before -> training.relearned(before, settingOfChampion(model, before), outcome)),
                        outcome,
                        model.retraining().margin(config)));
    }

    private Learned ofEvent(Study study, Target.OfEvent target) {
        Model model = study.model();
        Windows windows = windows(study, target);
        List<Feature> features =
                FeatureChoice.of(model.kind(), model.definition(), study.history(), Viewpoint.then(windows.test()));
        Optional<PredictionModel> champion = versions.rival(model).map(PredictionCodec::read);
        DecisionMoments moments = new DecisionMoments(
                study.history(),
                with(features, champion, study),
                target,
                study.among(),
                treatment::at,
                treatment::forSureAt);
        Taught taught = taught(study, target, features, champion, moments, windows);
        return learned(study, target, features, taught, moments.population(study.now()), champion);
    }

    private Taught taught(
            Study study,
            Target.OfEvent target,
            List<Feature> features,
            Optional<PredictionModel> champion,
            DecisionMoments moments,
            Windows windows) {
        PredictionTraining.Outcome outcome = new PredictionTraining(
                        features, target.negate(), study.provenance().seed(), tuning(study), components(study))
                .train(windows, moments, study.progress());
        return Taught.of(
                outcome,
                Contest.onLaterTime(
                        champion, outcome, study.model().retraining().margin(config)));
    }

    /** What came of a training, without the customers it was judged on: everybody needs the room. */
    private record Taught(PredictionModel model, PredictionReport report, List<Candidate> chosen, Decision decision) {
        static Taught of(PredictionTraining.Outcome outcome, Decision decision) {
            return new Taught(outcome.model(), outcome.report(), outcome.chosen(), decision);
        }
    }

    private static List<Feature> with(List<Feature> features, Optional<PredictionModel> champion, Study study) {
        return FeatureChoice.with(
                features,
                champion.map(before -> before.preparation().features()).orElse(List.of()),
                study.history().traits());
    }

    private Learned learned(
            Study study,
            Target target,
            List<Feature> features,
            Taught taught,
            RoaringBitmap population,
            Optional<PredictionModel> champion) {
        List<Feature> read = FeatureChoice.named(
                taught.model().preparation().features(), study.history().traits());
        FeatureTable everybody = study.history().extract(with(read, champion, study), population, study.now());
        Provenance learnedFrom =
                study.provenance().learnedFrom(everybody.size(), features).chose(taught.chosen());
        ObjectNode report = json.createObjectNode();
        report.set("target", json.valueToTree(target));
        report.setAll(json.<ObjectNode>valueToTree(taught.report()));
        report.set("provenance", json.valueToTree(learnedFrom));
        return new Learned(
                PredictionCodec.write(taught.model()),
                learnedFrom,
                metrics(taught.report()),
                report,
                taught.decision(),
                everybody,
                taught.model().score(everybody),
                champion.map(before -> before.score(everybody)));
    }

    /** What an earlier search found, where a version is learned again; a search for as long as there is time would not find it. */
    private Optional<Tuning> tuning(Study study) {
        Optional<Tuning> found =
                Optional.ofNullable(study.provenance().chosen()).map(Tuning.Found::new);
        return found.or(() -> Optional.ofNullable(study.model().definition().search())
                .map(search -> search.tuning(clock, components(study))));
    }

    private static Optional<Reduction> components(Study study) {
        return Optional.ofNullable(study.model().definition().components());
    }

    private Setting settingOfChampion(Model model, PredictionModel champion) {
        return model.champion()
                .flatMap(number -> versions.provenance(model.id(), number))
                .map(provenance -> provenance.setting(champion.learner()))
                .orElse(Setting.USUAL);
    }

    private static Windows windows(Study study, Target.OfEvent target) {
        target.requireSeen(study.history());
        Duration horizon = Duration.ofDays(target.withinDays());
        return Windows.plan(study.span().first(), study.span().last(), horizon)
                .orElseThrow(() -> target.historyTooShort(study.span(), Windows.needed(horizon)));
    }

    private ObjectNode metrics(PredictionReport report) {
        return json.createObjectNode()
                .put("auc", report.auc())
                .put("prAuc", report.prAuc())
                .put("brier", report.brier())
                .put("baseRate", report.baseRate())
                .put("lift", report.lift().get(0).lift())
                .put("word", report.word().word())
                .put("learner", report.learner().wireName())
                .put("customers", report.rows().test());
    }
}
