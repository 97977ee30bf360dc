// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.cluster.ClusterModel;
import io.kohorte.core.learn.cluster.ClusterReport;
import io.kohorte.core.learn.cluster.ClusterSettings;
import io.kohorte.core.learn.cluster.ClusterTraining;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One training of a clustering, compared with the champion on today's customers. */
@ApplicationScoped
class ClusterStudy {
    private final ModelVersions versions;
    private final Scores scores;
    private final ObjectMapper json;

    ClusterStudy(ModelVersions versions, Scores scores, ObjectMapper json) {
        this.versions = versions;
        this.scores = scores;
        this.json = json;
    }

    Learned learn(Study study) {
        Model model = study.model();
        ModelDefinition definition = model.definition();
        List<Feature> features = FeatureChoice.of(model.kind(), definition, study.history(), study.now());
        Optional<ClusterModel> champion = model.champion()
                .flatMap(number -> versions.body(model.id(), number))
                .map(ClusterCodec::read);
        List<Feature> all = FeatureChoice.with(
                features,
                champion.map(before -> before.preparation().features()).orElse(List.of()),
                study.history().traits());
        FeatureTable table = study.history().extract(all, study.everybody(), study.now());
        Provenance provenance =
                study.provenance().learnedFrom(table.size(), features).after(model.champion());
        ClusterTraining training = new ClusterTraining(
                features,
                new ClusterSettings(
                        Optional.ofNullable(definition.clusters()),
                        Optional.ofNullable(definition.method()),
                        definition.measure(),
                        Optional.ofNullable(definition.components()),
                        2,
                        10,
                        provenance.seed()));
        Optional<ClusterTraining.Previous> previous =
                champion.map(before -> new ClusterTraining.Previous(before, scores.clusters(model.id(), table)));
        ClusterTraining.Outcome outcome = training.train(table, previous, study.progress());
        FoundBy now = FoundBy.of(outcome.report());
        Decision decision = foundBefore(model)
                .filter(before -> !before.equals(now))
                .map(before -> Contest.otherwiseFound(before, now))
                .orElseGet(() -> versions.isAskedOtherwise(model)
                        ? Contest.groupsHold().askedOtherwise()
                        : Contest.between(
                                champion.map(before -> training.silhouette(before, table)),
                                outcome.report().silhouette()));
        ObjectNode report = json.valueToTree(outcome.report());
        report.set("provenance", json.valueToTree(provenance));
        return new Learned(
                ClusterCodec.write(outcome.model()),
                provenance,
                metrics(outcome.report()),
                report,
                decision,
                table,
                values(outcome.assigned()),
                champion.map(before -> values(before.numbersOf(table))));
    }

    private Optional<FoundBy> foundBefore(Model model) {
        return model.champion()
                .flatMap(number -> versions.report(model.id(), number))
                .map(FoundBy::of);
    }

    private ObjectNode metrics(ClusterReport report) {
        return json.createObjectNode()
                .put("k", report.k())
                .put("method", report.method().wireName())
                .put("silhouette", report.silhouette())
                .put("word", report.word().word())
                .put("customers", report.customers());
    }

    private static double[] values(int[] numbers) {
        return Arrays.stream(numbers).asDoubleStream().toArray();
    }
}
