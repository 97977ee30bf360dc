// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.Reduction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The candidate that is taken, after all were tried, plainest learner first.
 *
 * @param scores what it says of customers it has not seen
 * @param tried all of them, best first
 * @param chosen what each turn of a search chose; none without a search
 */
@SuppressWarnings("ArrayRecordComponent") // scores in bulk, never compared
record Choice(Candidate candidate, double[] scores, List<PredictionReport.Tried> tried, List<Candidate> chosen) {
    /** The plainer learner is kept unless another is better by this much: small leads rarely last. */
    private static final double WORTH_IT = .01;

    Choice {
        tried = tried.stream()
                .sorted(Comparator.comparingDouble(one -> -one.auc()))
                .toList();
        chosen = List.copyOf(chosen);
    }

    /**
     * Tries the learners as usual.
     *
     * @param scores what a candidate says of customers it has not seen
     * @param auc how well that ranks them
     * @param components what those that weigh columns read in place of numbers
     * @param steps of the training, {@code done} of them before this
     */
    static Choice of(
            Function<Candidate, double[]> scores,
            ToDoubleFunction<double[]> auc,
            Optional<Reduction> components,
            Progress progress,
            long done,
            long steps) {
        List<PredictionReport.Tried> tried = new ArrayList<>();
        Map<Learner, double[]> said = new EnumMap<>(Learner.class);
        for (Candidate candidate : Candidate.usual(components)) {
            double[] says = scores.apply(candidate);
            said.put(candidate.learner(), says);
            tried.add(new PredictionReport.Tried(candidate.learner(), candidate.setting(), auc.applyAsDouble(says)));
            progress.reached("learners", done + tried.size(), steps);
        }
        Candidate best = best(tried).candidate();
        return new Choice(best, Objects.requireNonNull(said.get(best.learner())), tried, List.of());
    }

    /** Of the learners that cannot learn here the checks tell. */
    static void missing(DataChecks checks) {
        Arrays.stream(Learner.values())
                .flatMap(learner -> learner.missing().stream())
                .forEach(checks::add);
    }

    /** The best setting of the plainest learner that none beats by more than a little. */
    static PredictionReport.Tried best(List<PredictionReport.Tried> tried) {
        Map<Learner, PredictionReport.Tried> bests = new EnumMap<>(Learner.class);
        for (PredictionReport.Tried one : tried) {
            bests.merge(one.learner(), one, (before, now) -> now.auc() > before.auc() ? now : before);
        }
        return bests.values().stream()
                .reduce((plainer, other) -> other.auc() > plainer.auc() + WORTH_IT ? other : plainer)
                .orElseThrow();
    }
}
