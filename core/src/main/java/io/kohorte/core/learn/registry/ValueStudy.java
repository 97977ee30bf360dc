// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.PurchaseDayFeatures;
import io.kohorte.core.learn.value.Buyers;
import io.kohorte.core.learn.value.HeldOut;
import io.kohorte.core.learn.value.MoneyChoice;
import io.kohorte.core.learn.value.ValueCodec;
import io.kohorte.core.learn.value.ValueModel;
import io.kohorte.core.learn.value.ValueReport;
import io.kohorte.core.learn.value.ValueTraining;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One training of a model of customer value, compared with the champion on the same held-out span. */
@ApplicationScoped
class ValueStudy {
    private final ModelVersions versions;
    private final LearningConfig config;
    private final ObjectMapper json;

    ValueStudy(ModelVersions versions, LearningConfig config, ObjectMapper json) {
        this.versions = versions;
        this.config = config;
        this.json = json;
    }

    Learned learn(Study study) {
        Model model = study.model();
        Target.OfEvent target = (Target.OfEvent) model.definition().wanted().orElseThrow();
        HeldOut heldOut = heldOut(study, target);
        List<Feature> features = features(study, target, heldOut);
        Optional<ValueModel> champion = versions.rival(model).map(ValueCodec::read);
        List<Feature> all = FeatureChoice.with(
                features,
                champion.map(ValueModel::features).orElse(List.of()),
                study.history().traits());
        BuyersThen customers = new BuyersThen(study.history(), target.event(), all, study.among());
        FeatureTable everybody = study.history().extract(all, customers.population(study.now()), study.now());
        Provenance provenance = study.provenance();
        ValueTraining.Outcome outcome = new ValueTraining(
                        target.event(), target.withinDays(), features, provenance.seed())
                .train(
                        heldOut,
                        customers,
                        Buyers.of(target.event(), everybody),
                        LateFacts.of(study.history(), target, heldOut.decision()),
                        study.progress());
        Decision decision =
                ValueContest.between(champion, outcome, model.retraining().margin(config));
        Provenance learnedFrom = provenance.learnedFrom(everybody.size(), features);
        ObjectNode report = json.createObjectNode();
        report.set("target", json.valueToTree(target));
        report.setAll(json.<ObjectNode>valueToTree(outcome.report()));
        report.set("provenance", json.valueToTree(learnedFrom));
        return new Learned(
                ValueCodec.write(outcome.model()),
                learnedFrom,
                metrics(outcome.report()),
                report,
                decision,
                everybody,
                outcome.model().score(everybody),
                champion.map(before -> before.score(everybody)));
    }

    /** When and for how much somebody bought, and what money may be learned from besides. */
    private static List<Feature> features(Study study, Target.OfEvent target, HeldOut heldOut) {
        List<Feature> bought = PurchaseDayFeatures.of(target.event());
        return FeatureChoice.with(
                bought,
                FeatureChoice.of(
                                ModelKind.VALUE,
                                study.model().definition(),
                                study.history(),
                                Viewpoint.then(heldOut.decision()))
                        .stream()
                        .map(Feature::name)
                        .toList(),
                study.history().traits());
    }

    private static HeldOut heldOut(Study study, Target.OfEvent target) {
        target.requireSeen(study.history());
        Duration horizon = Duration.ofDays(target.withinDays());
        return HeldOut.plan(study.span().first(), study.span().last(), horizon)
                .orElseThrow(() -> target.historyTooShort(study.span(), HeldOut.needed(horizon)));
    }

    private ObjectNode metrics(ValueReport report) {
        return json.createObjectNode()
                .put("purchases", report.purchases().forecast())
                .put("actualPurchases", report.purchases().actual())
                .put("money", report.money().forecast())
                .put("actualMoney", report.money().actual())
                .put("correlation", report.purchases().correlation())
                .put("word", report.word().word())
                .put(
                        "learner",
                        report.moneyModel().chosen() == MoneyChoice.Way.LEARNED
                                ? report.moneyModel().chosen().wireName()
                                : report.purchaseModel().method())
                .put("customers", report.customers().known());
    }
}
