// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The learner that is taken, after all were tried, plainest first.
 *
 * @param scores what it says of customers it has not seen
 * @param tried all of them, best first
 */
@SuppressWarnings("ArrayRecordComponent") // scores in bulk, never compared
record Choice(Learner learner, double[] scores, List<PredictionReport.Tried> tried) {
    /** The plainer learner is kept unless another is better by this much: small leads rarely last. */
    private static final double WORTH_IT = .01;

    @SuppressWarnings("ArrayRecordComponent")
    private record Best(PredictionReport.Tried tried, double[] scores) {}

    /**
     * Tries the learners that can learn here; of the others the checks tell.
     *
     * @param scores what a learner says of customers it has not seen
     * @param auc how well that ranks them
     * @param steps of the training, {@code done} of them before this
     */
    static Choice of(
            Function<Learner, double[]> scores,
            ToDoubleFunction<double[]> auc,
            DataChecks checks,
            Progress progress,
            long done,
            long steps) {
        List<PredictionReport.Tried> tried = new ArrayList<>();
        Optional<Best> best = Optional.empty();
        for (Learner learner : Learner.values()) {
            if (learner.missing().isPresent()) {
                checks.add(learner.missing().get());
                continue;
            }
            double[] said = scores.apply(learner);
            PredictionReport.Tried one = new PredictionReport.Tried(learner, auc.applyAsDouble(said));
            tried.add(one);
            if (best.isEmpty() || one.auc() > best.get().tried().auc() + WORTH_IT) {
                best = Optional.of(new Best(one, said));
            }
            progress.reached("learners", done + tried.size(), steps);
        }
        tried.sort(Comparator.comparingDouble(one -> -one.auc()));
        Best taken = best.orElseThrow();
        return new Choice(taken.tried().learner(), taken.scores(), List.copyOf(tried));
    }
}
