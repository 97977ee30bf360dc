// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.Reduction;
import io.kohorte.core.learn.search.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Learns an answer that customers have or have not, without a moment from which on they have it: a trait. Judged by cross-validation. The same
 * data and seed give the same model.
 */
public final class TimelessTraining {
    /** More are not learned from: a sample of them is. */
    public static final int MOST_ROWS = 50_000;

    private static final int STEPS = 7;

    private final List<Feature> features;
    private final long seed;
    private final Optional<Tuning> tuning;
    private final Optional<Reduction> components;

    /** Of the learners as usual. */
    public TimelessTraining(List<Feature> features, long seed) {
        this(features, seed, Optional.empty(), Optional.empty());
    }

    /** @param components what learners that weigh columns read in place of numbers */
    public TimelessTraining(
            List<Feature> features, long seed, Optional<Tuning> tuning, Optional<Reduction> components) {
        this.features = List.copyOf(features);
        this.seed = seed;
        this.tuning = tuning;
        this.components = components;
    }

    /** Looks at the data as {@link #train} does before it learns; what it says there. */
    public List<Check> look(Labelled customers) {
        DataChecks checks = new DataChecks();
        usable(customers.sample(MOST_ROWS, seed), checks);
        return checks.found();
    }

    /**
     * Learns from customers whose answer is known.
     *
     * @param customers with every column that the champion reads too
     */
    public PredictionTraining.Outcome train(Labelled customers, Progress progress) {
        progress.reached("features", 0, STEPS);
        Labelled all = customers.sample(MOST_ROWS, seed);
        DataChecks checks = new DataChecks();
        Labelled usable = usable(all, checks);
        progress.reached("learners", 1, STEPS);
        CrossValidation folds = new CrossValidation(usable, seed);
        Choice.missing(checks);
        Choice choice = tuning.map(wanted -> searched(wanted, folds, progress))
                .orElseGet(() -> Choice.of(folds::foretold, folds::auc, components, progress, 1, STEPS));
        progress.reached("fit", 5, STEPS);
        Candidate taken = choice.candidate();
        Learner.Fitted fitted = taken.learner().fit(usable.table(), usable.labels(), seed, taken.setting());
        double[] foretold = folds.calibrated(choice.scores());
        PredictionModel model = new PredictionModel(
                taken.learner(),
                fitted.preparation(),
                fitted.columns(),
                Platt.fit(choice.scores(), usable.labels()),
                1,
                false,
                Curves.bestThreshold(foretold, usable.labels()),
                fitted.scorer());
        progress.reached("judge", 6, STEPS);
        checks.add(
                "no-time",
                Check.Severity.INFO,
                new Wording(
                        "A trait keeps no past, so this was judged on customers left out of learning in turn, not on"
                                + " later time. Look through the features: what is known only after the answer makes the"
                                + " figures too good.",
                        "Ein Merkmal hat keine Vergangenheit: geprüft wurde reihum an Kunden, die beim Lernen fehlten,"
                                + " nicht an späterer Zeit. Die Kenngrößen durchsehen: Was erst nach der Antwort bekannt"
                                + " ist, macht die Zahlen zu gut."));
        PredictionReport report = new Judgement(features, seed)
                .report(
                        model,
                        fitted,
                        choice.tried(),
                        all,
                        foretold,
                        null,
                        new PredictionReport.Rows(all.size(), all.size(), 0, 0),
                        checks.found());
        progress.reached("judge", STEPS, STEPS);
        return new PredictionTraining.Outcome(model, report, all, foretold, choice.chosen());
    }

    /**
     * A search of its own for each part, within the other four, so that no setting was chosen by the customers it is judged on (Varma, Simon 2006);
     * and a last one over all parts, for the model.
     */
    private Choice searched(Tuning wanted, CrossValidation folds, Progress progress) {
        int turns = CrossValidation.FOLDS + 1;
        List<Candidate> chosen = new ArrayList<>();
        for (int turn = 0; turn < CrossValidation.FOLDS; turn++) {
            int part = turn;
            chosen.add(Choice.best(
                            wanted.tried(turn, turns, candidate -> folds.aucWithout(part, candidate), seed, progress))
                    .candidate());
        }
        double[] scores = folds.foretold(chosen);
        List<PredictionReport.Tried> tried =
                wanted.tried(turns - 1, turns, candidate -> folds.auc(folds.foretold(candidate)), seed, progress);
        Candidate taken = Choice.best(tried).candidate();
        chosen.add(taken);
        return new Choice(taken, scores, tried, chosen);
    }

    /**
     * What an earlier model's learner and features say about the same customers in the same parts; empty where it cannot learn here.
     *
     * @param setting of its learner
     */
    public Optional<double[]> relearned(PredictionModel earlier, Setting setting, PredictionTraining.Outcome outcome) {
        if (earlier.learner().missing().isPresent()) {
            return Optional.empty();
        }
        CrossValidation folds =
                new CrossValidation(outcome.test().only(earlier.preparation().features()), seed);
        return Optional.of(folds.calibrated(folds.foretold(new Candidate(earlier.learner(), setting))));
    }

    private Labelled usable(Labelled all, DataChecks checks) {
        checks.volumes(all);
        Labelled wanted = all.only(features.stream().map(Feature::name).toList());
        ColumnChecks columns = new ColumnChecks(wanted, features, checks);
        Labelled usable = wanted.without(columns.unusable());
        checks.somethingIsLeft(usable);
        columns.suspects(usable, seed);
        return usable;
    }
}
