// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kohorte.core.analytics.AsOf;
import io.kohorte.core.analytics.Deed;
import io.kohorte.core.analytics.Viewpoint;
import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.Sampling;
import io.kohorte.core.learn.predict.Check;
import io.kohorte.core.learn.uplift.Qini;
import io.kohorte.core.learn.uplift.SampleRatio;
import io.kohorte.core.learn.uplift.Trial;
import io.kohorte.core.learn.uplift.UpliftCodec;
import io.kohorte.core.learn.uplift.UpliftModel;
import io.kohorte.core.learn.uplift.UpliftReport;
import io.kohorte.core.learn.uplift.UpliftTraining;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/**
 * One training of an uplift model, compared with the champion's method on the same people. It learns from everybody in the experiment, by what was
 * known of them when they were drawn; the segment of the model only says who is scored, since who is in it by now may be so because of what was sent.
 */
@ApplicationScoped
class UpliftStudy {
    /** Keeps it below a minute or two. */
    private static final int MOST_PEOPLE = 50_000;

    /** Each is a look at the past of its own; the largest hold nearly everybody. */
    private static final int MOST_MOMENTS = 60;

    private final Trials trials;
    private final ModelVersions versions;
    private final LearningConfig config;
    private final AsOf asOf;
    private final ObjectMapper json;

    UpliftStudy(Trials trials, ModelVersions versions, LearningConfig config, AsOf asOf, ObjectMapper json) {
        this.trials = trials;
        this.versions = versions;
        this.config = config;
        this.asOf = asOf;
        this.json = json;
    }

    Learned learn(Study study) {
        Model model = study.model();
        Target.OfExperiment target =
                (Target.OfExperiment) model.definition().wanted().orElseThrow();
        Trials.Drawn drawn = trials.drawn(target.experiment());
        requireAsDrawn(drawn);
        List<Trials.Draw> draws = drawn.over(asOf.instant()).stream()
                .sorted(Comparator.comparingLong(draw -> -draw.everybody().getLongCardinality()))
                .limit(MOST_MOMENTS)
                .toList();
        if (draws.isEmpty()) {
            throw new LearningRefused(
                    "NOBODY_IS_OVER",
                    new Wording(
                            "Nobody's days in the experiment are over yet.",
                            "Im Experiment sind noch für niemanden die Tage um."));
        }
        List<Feature> features = FeatureChoice.of(
                model.kind(),
                model.definition(),
                study.history(),
                Viewpoint.then(draws.get(0).at()));
        Optional<UpliftModel> champion = versions.rival(model).map(UpliftCodec::read);
        List<Feature> all = FeatureChoice.with(
                features,
                champion.map(UpliftModel::features).orElse(List.of()),
                study.history().traits());
        Trial trial = trial(study, drawn, draws, all);
        long seed = study.provenance().seed();
        List<String> names = features.stream().map(Feature::name).toList();
        UpliftTraining.Outcome outcome = new UpliftTraining(trial.only(names), seed).train(study.progress());
        Decision decision = UpliftContest.between(
                champion.filter(before -> before.learner().missing().isEmpty())
                        .map(before -> relearned(before, trial, seed)),
                outcome.report(),
                model.retraining().margin(config));
        FeatureTable everybody = study.history()
                .extract(
                        all,
                        RoaringBitmap.and(
                                study.history().everybody(), study.among().apply(study.now())),
                        study.now());
        Provenance learnedFrom = study.provenance().learnedFrom(trial.size(), features);
        ObjectNode report = json.createObjectNode();
        report.set("target", json.valueToTree(target));
        report.setAll(json.<ObjectNode>valueToTree(outcome.report()));
        report.set("checks", json.valueToTree(checks(names, draws, everybody)));
        report.set("provenance", json.valueToTree(learnedFrom));
        return new Learned(
                UpliftCodec.write(outcome.model()),
                learnedFrom,
                metrics(outcome.report()),
                report,
                decision,
                everybody,
                outcome.model().foresee(everybody).uplift(),
                champion.map(before -> before.foresee(everybody).uplift()));
    }

    /** Where something but chance decided who was sent to, every figure and every score would tell of that. */
    private static void requireAsDrawn(Trials.Drawn drawn) {
        SampleRatio ratio = SampleRatio.of(
                people(drawn.draws().stream().map(Trials.Draw::treated).toList()),
                people(drawn.draws().stream().map(Trials.Draw::heldOut).toList()),
                drawn.heldOutShare());
        if (ratio.alarm()) {
            throw new LearningRefused(
                    "GROUPS_NOT_AS_DRAWN",
                    Numbers.fill(
                            new Wording(
                                    "%s were to be held out and %s are: something but chance divides the groups, so nothing can be learned from them.",
                                    "%s sollten zurückgehalten werden, %s sind es: etwas anderes als der Zufall teilt die Gruppen, also lässt sich aus ihnen nichts lernen."),
                            Numbers.percent(ratio.expected()),
                            Numbers.percent(ratio.observed())));
        }
    }

    private static long people(List<RoaringBitmap> groups) {
        return groups.stream().mapToLong(RoaringBitmap::getLongCardinality).sum();
    }

    private static Trial trial(Study study, Trials.Drawn drawn, List<Trials.Draw> draws, List<Feature> features) {
        RoaringBitmap sample = Sampling.people(
                everybody(draws), MOST_PEOPLE, study.provenance().seed());
        List<Trial> parts = new ArrayList<>();
        for (Trials.Draw draw : draws) {
            study.progress().reached("people", parts.size(), draws.size());
            FeatureTable table = study.history()
                    .extract(features, RoaringBitmap.and(draw.everybody(), sample), Viewpoint.then(draw.at()));
            RoaringBitmap did = study.history()
                    .whoDid(Deed.of(drawn.event()), draw.at(), draw.at().plus(drawn.within()));
            boolean[] treated = new boolean[table.size()];
            boolean[] outcome = new boolean[table.size()];
            for (int row = 0; row < outcome.length; row++) {
                treated[row] = draw.treated().contains(table.profile(row));
                outcome[row] = did.contains(table.profile(row));
            }
            parts.add(new Trial(table, treated, outcome));
        }
        return Trial.stacked(parts);
    }

    private static RoaringBitmap everybody(List<Trials.Draw> draws) {
        return RoaringBitmap.or(draws.stream().map(Trials.Draw::everybody).toArray(RoaringBitmap[]::new));
    }

    /** The champion has seen some of these people, so its method is judged: learned anew on the same parts. */
    private static double relearned(UpliftModel champion, Trial trial, long seed) {
        double[] foreseen = new UpliftTraining(trial.only(champion.features()), seed)
                .foreseen(champion.method(), champion.learner())
                .uplift();
        return Qini.of(foreseen, trial.treated(), trial.outcome()).coefficient();
    }

    private static List<Check> checks(List<String> features, List<Trials.Draw> draws, FeatureTable scored) {
        List<Check> checks = new ArrayList<>();
        if (features.stream().anyMatch(name -> name.startsWith(FeatureCatalogue.TRAIT))) {
            checks.add(Check.traitsOfToday());
        }
        long tested = RoaringBitmap.andCardinality(everybody(draws), RoaringBitmap.bitmapOf(scored.profiles()));
        if (2 * tested < scored.size()) {
            checks.add(new Check(
                    "untested-people",
                    Numbers.fill(
                            new Wording(
                                    "Of %s customers it scores, %s were in the experiment. Of people unlike those it says more than was tested; a segment keeps it to those you mean.",
                                    "Von %s Kunden, die es bewertet, waren %s im Experiment. Über Menschen, die anders sind als diese, sagt es mehr, als geprüft ist; ein Segment beschränkt es auf die gemeinten."),
                            Numbers.amount((double) scored.size()),
                            Numbers.amount((double) tested)),
                    Check.Severity.WARNING));
        }
        return checks;
    }

    private ObjectNode metrics(UpliftReport report) {
        return json.createObjectNode()
                .put("qini", report.qini().coefficient())
                .put("responseQini", report.responseQini())
                .put("effect", report.effect().difference().value())
                .put("word", report.word().word())
                .put("method", report.method().wireName())
                .put("learner", report.learner().wireName())
                .put("customers", report.rows().treated() + report.rows().heldOut());
    }
}
