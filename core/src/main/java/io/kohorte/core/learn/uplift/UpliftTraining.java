// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.LearningRefused;
import io.kohorte.core.learn.Numbers;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.predict.Learner;
import io.kohorte.core.learn.uplift.UpliftModel.Foreseen;
import io.kohorte.core.learn.uplift.UpliftReport.Candidate;
import io.kohorte.core.learn.uplift.UpliftReport.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Tries the methods on parts they have not seen, and learns from everybody by the best. The same people and seed give the same model. */
public final class UpliftTraining {
    private static final int FOLDS = 5;

    /** Of either answer in either group: below, a part of the people may hold none at all. */
    private static final int FEWEST = 25;

    private static final List<Learner> LEARNERS = List.of(Learner.LOGISTIC, Learner.BOOSTING);

    private final Trial trial;
    private final long seed;
    private final int[] fold;

    public UpliftTraining(Trial trial, long seed) {
        this.trial = trial;
        this.seed = seed;
        this.fold = folds(trial, seed);
    }

    /** @param foreseen of everybody in the trial by what was learned without them */
    public record Outcome(UpliftModel model, UpliftReport report, Foreseen foreseen) {}

    private record Tried(Candidate candidate, Foreseen foreseen) {}

    /** Throws {@link LearningRefused} where too few people did it, or did not, in one of the groups, or nothing known tells people apart. */
    public Outcome train(Progress progress) {
        requireEnough();
        int steps = UpliftMethod.values().length * LEARNERS.size() + 1;
        List<Tried> tried = new ArrayList<>();
        for (UpliftMethod method : UpliftMethod.values()) {
            for (Learner learner : LEARNERS) {
                progress.reached("learners", tried.size(), steps);
                if (learner.missing().isEmpty()) {
                    Foreseen foreseen = foreseen(method, learner);
                    double qini = Qini.of(foreseen.uplift(), trial.treated(), trial.outcome())
                            .coefficient();
                    tried.add(new Tried(new Candidate(method, learner, qini), foreseen));
                }
            }
        }
        tried.sort(Comparator.comparingDouble(one -> -one.candidate().qini()));
        progress.reached("learners", steps - 1, steps);
        Candidate best = tried.get(0).candidate();
        UpliftCalibration calibration =
                UpliftCalibration.fit(tried.get(0).foreseen().uplift(), trial);
        Foreseen foreseen = tried.get(0).foreseen().calibrated(calibration);
        Outcome outcome = new Outcome(
                best.method().learned(trial, best.learner(), seed).calibrated(calibration),
                report(tried, foreseen),
                foreseen);
        progress.reached("learners", steps, steps);
        return outcome;
    }

    private UpliftReport report(List<Tried> tried, Foreseen foreseen) {
        Candidate best = tried.get(0).candidate();
        UpliftJudgement judgement = new UpliftJudgement(trial, foreseen, tried.size());
        Effect effect =
                Effect.ofRates(trial.outcomes(true), trial.outcomes(false)).orElseThrow();
        Qini qini = judgement.qini();
        return new UpliftReport(
                new Rows(trial.outcomes(true).people(), trial.outcomes(false).people()),
                effect,
                tried.stream().map(Tried::candidate).toList(),
                best.method(),
                best.learner(),
                qini,
                Qini.of(response(best.learner()), trial.treated(), trial.outcome())
                        .coefficient(),
                judgement.tenths(),
                judgement.groups(),
                judgement.word(qini),
                judgement.reason(qini));
    }

    /** What a method says of each person when it has not seen them. */
    public Foreseen foreseen(UpliftMethod method, Learner learner) {
        Foreseen all = new Foreseen(new double[trial.size()], new double[trial.size()]);
        for (int part = 0; part < FOLDS; part++) {
            int[] held = inside(part);
            Foreseen some = method.learned(trial.rows(outside(part)), learner, seed)
                    .foresee(trial.rows(held).table());
            for (int i = 0; i < held.length; i++) {
                all.uplift()[held[i]] = some.uplift()[i];
                all.untreated()[held[i]] = some.untreated()[i];
            }
        }
        return all;
    }

    /** What a model of who does it, treated or not, says of each person when it has not seen them. */
    double[] response(Learner learner) {
        double[] all = new double[trial.size()];
        for (int part = 0; part < FOLDS; part++) {
            int[] held = inside(part);
            Trial others = trial.rows(outside(part));
            double[] some = learner.fit(others.table(), others.outcome(), seed)
                    .score(trial.rows(held).table());
            for (int i = 0; i < held.length; i++) {
                all[held[i]] = some[i];
            }
        }
        return all;
    }

    private void requireEnough() {
        if (trial.table().columns().stream().noneMatch(UpliftTraining::varies)) {
            throw new LearningRefused(
                    "NOTHING_TELLS_APART",
                    new Wording(
                            "Nothing known of these people tells them apart.",
                            "Nichts, was von diesen Menschen bekannt ist, unterscheidet sie."));
        }
        for (boolean treated : new boolean[] {true, false}) {
            Moments arm = trial.outcomes(treated);
            if (arm.sum() < FEWEST || arm.people() - arm.sum() < FEWEST) {
                throw new LearningRefused(
                        "TOO_FEW_OUTCOMES",
                        Numbers.fill(
                                new Wording(
                                        "To learn whom it moves, at least %s people who did it and as many who did not are needed in either group; in one of them there are %s.",
                                        "Um zu lernen, wen es bewegt, braucht es in jeder Gruppe mindestens %s Menschen, die es taten, und ebenso viele, die es nicht taten; in einer sind es %s."),
                                Numbers.amount(FEWEST),
                                Numbers.amount(Math.min(arm.sum(), arm.people() - arm.sum()))));
            }
        }
    }

    private static boolean varies(FeatureColumn column) {
        float[] values = column.values();
        return IntStream.range(1, values.length).anyMatch(row -> Float.compare(values[row], values[0]) != 0);
    }

    private int[] inside(int part) {
        return IntStream.range(0, fold.length).filter(row -> fold[row] == part).toArray();
    }

    private int[] outside(int part) {
        return IntStream.range(0, fold.length).filter(row -> fold[row] != part).toArray();
    }

    /** Each part has its share of both answers in both groups. */
    private static int[] folds(Trial trial, long seed) {
        List<Integer> rows =
                new ArrayList<>(IntStream.range(0, trial.size()).boxed().toList());
        Collections.shuffle(rows, new Random(seed));
        int[] next = new int[4];
        int[] fold = new int[trial.size()];
        for (int row : rows) {
            int stratum = (trial.treated()[row] ? 2 : 0) + (trial.outcome()[row] ? 1 : 0);
            fold[row] = next[stratum]++ % FOLDS;
        }
        return fold;
    }
}
