// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.Sampling;
import io.kohorte.core.learn.external.ExternalVersion;
import io.kohorte.core.learn.predict.Check;
import io.kohorte.core.learn.predict.Labelled;
import io.kohorte.core.learn.predict.Worth;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Makes a version of an uploaded file: a sample first, since a file that fails or takes forever should do so there, then everybody. Nothing is learned. */
@ApplicationScoped
class ExternalStudy {
    private static final int SAMPLE = 1_000;
    private static final int TYPICAL = 5_000;

    /** Of so many inputs that are mostly unknown, scores tell little. */
    private static final double MOSTLY = .5;

    private final ModelFiles files;
    private final ModelVersions versions;
    private final ObjectMapper json;

    ExternalStudy(ModelFiles files, ModelVersions versions, ObjectMapper json) {
        this.files = files;
        this.versions = versions;
        this.json = json;
    }

    Learned learn(Study study) {
        Model model = study.model();
        ExternalWish wish = Optional.ofNullable(model.definition().file()).orElseThrow(ExternalStudy::noFile);
        ModelFile file = files.find(model.id())
                .filter(kept -> kept.sha256().equals(wish.file()))
                .orElseThrow(ExternalStudy::noFile);
        ExternalVersion plain = ExternalVersion.of(file.body(), wish.inputs(), wish.output());
        List<Feature> features =
                FeatureChoice.named(plain.features(), study.history().traits());
        Optional<ExternalVersion> champion = model.champion()
                .flatMap(number -> versions.body(model.id(), number))
                .map(ExternalVersion::read);
        List<Feature> all = FeatureChoice.with(
                features,
                champion.map(ExternalVersion::features).orElse(List.of()),
                study.history().traits());
        RoaringBitmap population = RoaringBitmap.and(
                study.among().apply(study.now()),
                wish.isOfEverybody()
                        ? study.history().everybody()
                        : study.history().known(study.now()));
        FeatureTable table = study.history().extract(all, population, study.now());
        study.progress().reached("score", 0, 1);
        plain.score(table.rows(
                Sampling.rows(table.profiles(), SAMPLE, study.provenance().seed())));
        double[] scores = plain.score(table);
        int[] scored = said(scores);
        if (scored.length == 0) {
            throw new LearningRefused(
                    "NOBODY_SCORED",
                    new Wording(
                            "The file answers for none of the customers; look at which feature each input gets, and at"
                                    + " what is missing.",
                            "Die Datei antwortet für keinen der Kunden; bitte prüfen, welche Kenngröße jede Eingabe"
                                    + " bekommt und was fehlt."));
        }
        FeatureTable everybody = table.rows(scored);
        double[] known = IntStream.of(scored).mapToDouble(row -> scores[row]).toArray();
        int[] some =
                Sampling.rows(everybody.profiles(), TYPICAL, study.provenance().seed());
        ExternalVersion version = plain.withTypical(
                everybody.rows(some),
                IntStream.of(some).mapToDouble(row -> known[row]).toArray());
        boolean probability = version.isProbability();
        FileOrigin origin =
                file.origin(version.model().format(), version.model().producer());
        Worth worth = worth(study, version, all);
        ExternalReport report = new ExternalReport(
                origin,
                ExternalReport.inputs(version, table),
                wish.output(),
                probability,
                ExternalReport.Distribution.of(scores),
                worth,
                checks(version, table, scores, probability));
        Provenance provenance =
                study.provenance().learnedFrom(everybody.size(), features).of(origin);
        ObjectNode said = json.valueToTree(report);
        said.set("target", json.valueToTree(model.definition().target()));
        said.set("provenance", json.valueToTree(provenance));
        return new Learned(
                version.bytes(),
                provenance,
                metrics(report),
                said,
                decision(model),
                everybody,
                known,
                Optional.empty());
    }

    private static LearningRefused noFile() {
        return new LearningRefused(
                "NO_FILE",
                new Wording(
                        "There is no file to score with; upload one and say what its inputs are.",
                        "Es gibt keine Datei zum Bewerten; bitte eine hochladen und ihre Eingaben zuordnen."));
    }

    /** A version that others already act on is never replaced unseen. */
    private static Decision decision(Model model) {
        return model.champion().isEmpty()
                ? new Decision(true, new Wording("First version of this model.", "Erste Version dieses Modells."))
                : new Decision(
                        false,
                        new Wording(
                                "Nothing here learned it, so nothing here compares it: it waits for you to look at its"
                                        + " scores and promote it.",
                                "Hier wurde es nicht gelernt, also wird es hier nicht verglichen: Es wartet, bis Sie"
                                        + " seine Werte ansehen und es befördern."));
    }

    private static int[] said(double[] scores) {
        return IntStream.range(0, scores.length)
                .filter(row -> !Double.isNaN(scores[row]))
                .toArray();
    }

    private static List<Check> checks(
            ExternalVersion version, FeatureTable customers, double[] scores, boolean probability) {
        List<Check> checks = new ArrayList<>();
        for (ExternalReport.Input input : ExternalReport.inputs(version, customers)) {
            if (input.missing() > MOSTLY) {
                checks.add(new Check(
                        "mostly-missing",
                        Numbers.fill(
                                new Wording(
                                        "Input %s is missing of %s of the customers.",
                                        "Eingabe %s fehlt bei %s der Kunden."),
                                new Wording(input.name(), input.name()),
                                Numbers.percent(input.missing())),
                        Check.Severity.WARNING));
            }
        }
        int without = scores.length - said(scores).length;
        if (without > 0) {
            checks.add(new Check(
                    "without-score",
                    Numbers.fill(
                            new Wording(
                                    "The file says nothing of %s of the customers: they have no score.",
                                    "Zu %s der Kunden sagt die Datei nichts: Sie haben keinen Wert."),
                            Numbers.percent((double) without / scores.length)),
                    Check.Severity.WARNING));
        }
        if (version.output().probability() && !probability) {
            checks.add(new Check(
                    "no-probability",
                    new Wording(
                            "The file calls its answer a probability, but not all answers lie between 0 and 1; it is"
                                    + " treated as a number.",
                            "Die Datei nennt ihre Antwort eine Wahrscheinlichkeit, doch nicht alle Antworten liegen"
                                    + " zwischen 0 und 1; sie gilt als Zahl."),
                    Check.Severity.WARNING));
        }
        return checks;
    }

    /** On the latest span whose outcomes are known, or on customers whose trait is: whoever made the file may have learned from them. */
    private static @Nullable Worth worth(Study study, ExternalVersion version, List<Feature> features) {
        Target target = study.model().definition().target();
        Labelled known;
        boolean negate = false;
        if (target instanceof Target.OfEvent event) {
            Duration horizon = Duration.ofDays(event.withinDays());
            Instant decision = study.span().last().minus(horizon);
            known = new DecisionMoments(
                            study.history(),
                            features,
                            event,
                            study.among(),
                            moment -> new RoaringBitmap(),
                            moment -> new RoaringBitmap())
                    .at(decision, horizon);
            negate = event.negate();
        } else if (target instanceof Target.OfTrait trait) {
            RoaringBitmap population =
                    RoaringBitmap.and(study.history().everybody(), study.among().apply(study.now()));
            known = TraitAnswers.read(study.history(), trait, population, study.now())
                    .all(study.history(), features, study.now());
        } else {
            return null;
        }
        double[] scores = version.score(known.table());
        int[] rows = said(scores);
        boolean turned = negate;
        boolean[] labels = new boolean[rows.length];
        IntStream.range(0, rows.length).forEach(i -> labels[i] = known.labels()[rows[i]] != turned);
        return rows.length == 0
                ? null
                : Worth.of(IntStream.of(rows).mapToDouble(row -> scores[row]).toArray(), labels);
    }

    private ObjectNode metrics(ExternalReport report) {
        ObjectNode metrics = json.createObjectNode()
                .put("learner", report.file().format())
                .put("customers", report.scores().customers() - report.scores().without())
                .put("mean", report.scores().mean())
                .put("probability", report.probability());
        if (report.worth() != null) {
            // of how many the area is: whoever compares it later reckons its error by that
            metrics.put("customers", report.worth().customers())
                    .put("auc", report.worth().auc())
                    .put("prAuc", report.worth().prAuc())
                    .put("baseRate", report.worth().baseRate())
                    .put("word", report.worth().word().word());
        }
        return metrics;
    }
}
