// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.predict.PredictionCodec;
import io.kohorte.core.learn.predict.PredictionModel;
import io.kohorte.core.learn.predict.PredictionReport;
import io.kohorte.core.learn.predict.PredictionTraining;
import io.kohorte.core.learn.predict.Windows;
import io.kohorte.segmentsync.DeliveryEngine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One training of a prediction, compared with the champion on the same held-out window. */
@ApplicationScoped
class PredictionStudy {
    private final ModelVersions versions;
    private final DeliveryEngine deliveries;
    private final LearningConfig config;
    private final ObjectMapper json;

    PredictionStudy(ModelVersions versions, DeliveryEngine deliveries, LearningConfig config, ObjectMapper json) {
        this.versions = versions;
        this.deliveries = deliveries;
        this.config = config;
        this.json = json;
    }

    Learned learn(Study study) {
        Model model = study.model();
        Target target = model.definition().wanted().orElseThrow();
        Windows windows = windows(study, target);
        List<Feature> features =
                FeatureChoice.of(model.kind(), model.definition(), study.history(), Viewpoint.then(windows.test()));
        Optional<PredictionModel> champion =
                versions.comparableChampion(model, target).map(PredictionCodec::read);
        List<Feature> all = FeatureChoice.with(
                features,
                champion.map(before -> before.preparation().features()).orElse(List.of()),
                study.history().traits());
        DecisionMoments moments = new DecisionMoments(study.history(), all, target, study.among(), deliveries::heldAt);
        Provenance provenance = study.provenance();
        PredictionTraining.Outcome outcome = new PredictionTraining(features, target.negate(), provenance.seed())
                .train(windows, moments, study.progress());
        Decision decision = Contest.between(champion, outcome, config.margin());
        FeatureTable everybody = study.history().extract(all, moments.population(study.now()), study.now());
        Provenance learnedFrom = provenance.learnedFrom(everybody.size(), features);
        ObjectNode report = json.createObjectNode();
        report.set("target", json.valueToTree(target));
        report.setAll(json.<ObjectNode>valueToTree(outcome.report()));
        report.set("provenance", json.valueToTree(learnedFrom));
        return new Learned(
                PredictionCodec.write(outcome.model()),
                learnedFrom,
                metrics(outcome.report()),
                report,
                decision,
                everybody,
                outcome.model().score(everybody),
                champion.map(before -> before.score(everybody)));
    }

    private static Windows windows(Study study, Target target) {
        target.requireSeen(study.history());
        Duration horizon = Duration.ofDays(target.withinDays());
        return Windows.plan(study.span().first(), study.span().last(), horizon)
                .orElseThrow(() -> new LearningRefused(
                        "HISTORY_TOO_SHORT",
                        Numbers.fill(
                                new Wording(
                                        "There are %s days of history; looking %s days ahead needs at least %s.",
                                        "Es gibt %s Tage Historie; um %s Tage vorauszusehen, sind mindestens %s nötig."),
                                days(Duration.between(
                                        study.span().first(), study.span().last())),
                                days(horizon),
                                days(Windows.needed(horizon)))));
    }

    private static Wording days(Duration duration) {
        return Numbers.amount((double) duration.toDays());
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
