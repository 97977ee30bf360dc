// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.Feature;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.Reduction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Learns from earlier moments, chooses between learners on a later one, is judged on the latest. The same data and seed give the same model. */
public final class PredictionTraining {
    private static final int MOST_ROWS = 100_000;
    private static final int STEPS = 8;

    private final List<Feature> features;
    private final boolean negate;
    private final long seed;
    private final Optional<Tuning> tuning;
    private final Optional<Reduction> components;

    /** Of the learners as usual. With {@code negate} the answer is that the event stays away. */
    public PredictionTraining(List<Feature> features, boolean negate, long seed) {
        this(features, negate, seed, Optional.empty(), Optional.empty());
    }

    /** @param components what learners that weigh columns read in place of numbers */
    public PredictionTraining(
            List<Feature> features,
            boolean negate,
            long seed,
            Optional<Tuning> tuning,
            Optional<Reduction> components) {
        this.features = List.copyOf(features);
        this.negate = negate;
        this.seed = seed;
        this.tuning = tuning;
        this.components = components;
    }

    /**
     * What training brings forth.
     *
     * @param test the window it was judged on, with every column the history gave, so that a champion can be judged on the same
     * @param scores its scores there
     * @param chosen what a search chose, turn by turn: with it the same data give the same model
     */
    @SuppressWarnings("ArrayRecordComponent") // scores in bulk, never compared
    public record Outcome(
            PredictionModel model, PredictionReport report, Labelled test, double[] scores, List<Candidate> chosen) {
        public Outcome {
            chosen = List.copyOf(chosen);
        }
    }

    /** Throws {@link LearningRefused} where there are too few customers of either outcome. */
    public Outcome train(Windows windows, History history, Progress progress) {
        progress.reached("features", 0, STEPS);
        List<Labelled> moments = windows.training().stream()
                .map(moment -> moment(history, moment, windows))
                .toList();
        Labelled train = Labelled.stacked(moments);
        progress.reached("features", 1, STEPS);
        Labelled validation = moment(history, windows.validation(), windows);
        Labelled wholeTest = asked(history.at(windows.test(), windows.horizon()));
        DataChecks checks = new DataChecks();
        long treated = train.treatedCount() + validation.treatedCount();
        boolean leaveOut = leavesOutTreated(train, () -> history.treatsByLot(windows), checks);
        Labelled learnable = leaveOut ? train.untreated() : train;
        Labelled judgeable = leaveOut ? validation.untreated() : validation;
        checks.volumes(learnable, wholeTest);
        List<String> unusable = unusable(learnable, wholeTest, checks);
        Labelled usableTrain = learnable.without(unusable);
        Labelled usableValidation = judgeable.without(unusable);
        progress.reached("learners", 2, STEPS);
        Choice.missing(checks);
        Choice choice = tuning.map(wanted -> searched(
                        wanted,
                        InnerFolds.of(
                                windows,
                                moments.stream()
                                        .map(moment -> (leaveOut ? moment.untreated() : moment).without(unusable))
                                        .toList(),
                                usableValidation,
                                seed),
                        progress))
                .orElseGet(() -> Choice.of(
                        candidate -> candidate.scores(usableTrain, usableValidation.table(), seed),
                        scores -> Curves.rocAuc(scores, usableValidation.labels()),
                        components,
                        progress,
                        2,
                        STEPS));
        progress.reached("fit", 6, STEPS);
        Labelled all = Labelled.stacked(List.of(usableTrain, usableValidation));
        Candidate taken = choice.candidate();
        Learner.Fitted fitted = taken.learner().fit(all.table(), all.labels(), seed, taken.setting());
        Platt calibration = Platt.fit(choice.scores(), usableValidation.labels());
        double extension = extension(windows, history, fitted, calibration);
        PredictionModel model = model(choice, fitted, calibration, extension, usableValidation);
        progress.reached("judge", 7, STEPS);
        // over a shorter time fewer do it, which is no drift
        if (!windows.shortened()) {
            checks.drift(asked(all), wholeTest);
        }
        checks.traitsOfToday(all.table());
        shortHistory(windows, checks);
        history.checks(windows).forEach(checks::add);
        double[] scores = model.score(wholeTest.table());
        PredictionReport.Rows rows = new PredictionReport.Rows(
                all.size(),
                wholeTest.size(),
                treated + wholeTest.treatedCount(),
                train.size() + validation.size() - (long) all.size());
        PredictionReport report = new Judgement(features, seed)
                .report(
                        model,
                        fitted,
                        choice.tried(),
                        wholeTest,
                        scores,
                        new PredictionReport.Window(
                                windows.test(),
                                windows.test(),
                                windows.labelTo(),
                                windows.learned().toSeconds() / 86_400.0),
                        rows,
                        checks.found());
        progress.reached("judge", STEPS, STEPS);
        return new Outcome(model, report, wholeTest, scores, choice.chosen());
    }

    private Choice searched(Tuning wanted, InnerFolds folds, Progress progress) {
        List<PredictionReport.Tried> tried = wanted.tried(0, 1, folds::auc, seed, progress);
        Candidate taken = Choice.best(tried).candidate();
        return new Choice(taken, folds.latest(taken), tried, List.of(taken));
    }

    private Labelled asked(Labelled events) {
        return negate ? events.negated() : events;
    }

    private Labelled moment(History history, Instant decision, Windows windows) {
        int moments = windows.training().size() + 1;
        return history.sample(decision, windows.learned(), MOST_ROWS / moments, seed);
    }

    /**
     * Customers in an audience at the decision moment were being worked on: what they did shows us, not them. Where most were, the others are hardly like
     * them, unless they were drawn by lot.
     */
    private static boolean leavesOutTreated(Labelled train, BooleanSupplier byLot, DataChecks checks) {
        long treated = train.treatedCount();
        if (treated == 0) {
            return false;
        }
        boolean most = treated * 2 > train.size();
        boolean leavesOut = !most || (DataChecks.isEnoughToLearn(train.untreated()) && byLot.getAsBoolean());
        Wording share = Numbers.percent((double) treated / train.size());
        checks.add(
                "treated-customers",
                leavesOut ? Check.Severity.INFO : Check.Severity.WARNING,
                Numbers.fill(
                        leavesOut
                                ? new Wording(
                                        "%s of the rows are of customers in an audience at that moment; they were left"
                                                + " out of learning.",
                                        "%s der Zeilen stammen von Kunden, die damals in einer Zielgruppe waren; sie"
                                                + " wurden beim Lernen weggelassen.")
                                : new Wording(
                                        "%s of the rows are of customers in an audience at that moment; too many to"
                                                + " leave out, so the model learns the outcome with marketing. Keep a"
                                                + " holdout.",
                                        "%s der Zeilen stammen von Kunden, die damals in einer Zielgruppe waren; zu"
                                                + " viele zum Weglassen, das Modell lernt das Ergebnis mit Marketing. Eine"
                                                + " Kontrollgruppe hilft."),
                        share));
        return leavesOut;
    }

    /** Columns asked for by others (an earlier champion), and those the checks refuse. */
    private List<String> unusable(Labelled train, Labelled test, DataChecks checks) {
        List<String> wanted = features.stream().map(Feature::name).toList();
        List<String> unusable = new ArrayList<>(test.table().columns().stream()
                .map(FeatureColumn::name)
                .filter(name -> !wanted.contains(name))
                .toList());
        unusable.addAll(FeatureSelection.dropped(train.without(unusable), features, seed, checks));
        unusable.addAll(new ColumnChecks(train.without(unusable), features, checks).unusable());
        checks.somethingIsLeft(train.without(unusable));
        return unusable;
    }

    /**
     * How many learned spans the horizon is worth. People slow down, so it is fewer than it holds: the power is measured on the longest span
     * that history has before the test.
     */
    private double extension(Windows windows, History history, Learner.Fitted fitted, Platt calibration) {
        if (!windows.shortened()) {
            return 1;
        }
        Instant start = windows.training().get(windows.training().size() - 1);
        Duration longest = Duration.between(start, windows.test());
        Labelled past = history.sample(start, longest, MOST_ROWS, seed);
        double[] scores = fitted.score(past.table());
        for (int row = 0; row < scores.length; row++) {
            scores[row] = calibration.of(scores[row]);
        }
        double spans = (double) longest.toSeconds() / windows.learned().toSeconds();
        double worth = Extension.worth(scores, past.baseRate(), spans);
        return Math.pow(windows.extension(), Math.log(worth) / Math.log(spans));
    }

    private PredictionModel model(
            Choice choice, Learner.Fitted fitted, Platt calibration, double extension, Labelled validation) {
        double[] answers = choice.scores().clone();
        for (int row = 0; row < answers.length; row++) {
            double comes = Extension.carried(calibration.of(answers[row]), extension);
            answers[row] = negate ? 1 - comes : comes;
        }
        return new PredictionModel(
                choice.candidate().learner(),
                fitted.preparation(),
                fitted.columns(),
                calibration,
                extension,
                negate,
                Curves.bestThreshold(answers, asked(validation).labels()),
                fitted.scorer());
    }

    private static void shortHistory(Windows windows, DataChecks checks) {
        if (windows.shortened()) {
            checks.add(
                    "short-history",
                    Check.Severity.WARNING,
                    Numbers.fill(
                            new Wording(
                                    "History is too short to learn %s days ahead: learned %s days ahead and carried on"
                                            + " at the pace seen before. The order of customers is sound, probabilities"
                                            + " are rough.",
                                    "Die Historie ist zu kurz, um %s Tage voraus zu lernen: gelernt wurden %s Tage, im"
                                            + " bisherigen Tempo fortgeschrieben. Die Rangfolge stimmt,"
                                            + " Wahrscheinlichkeiten sind grob."),
                            Numbers.amount((double) windows.horizon().toDays()),
                            Numbers.amount((double) windows.learned().toDays())));
        }
    }
}
