// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.Reduction;
import io.kohorte.core.learn.search.SearchMethod;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Where candidates come from that are not just the learners as usual. */
public sealed interface Tuning {

    /**
     * Candidates with their figures.
     *
     * @param turn which time in this training, from 0
     * @param turns how often it will be asked in all
     * @param figure how good a candidate is on inner folds; more is better
     */
    List<PredictionReport.Tried> tried(
            int turn, int turns, ToDoubleFunction<Candidate> figure, long seed, Progress progress);

    /**
     * Tries settings of all learners in turn.
     *
     * @param budget for all turns together; what is being tried at its end is tried to the end
     * @param components what learners that weigh columns read in place of numbers
     */
    record Searched(SearchMethod method, Duration budget, Clock clock, Optional<Reduction> components)
            implements Tuning {
        @Override
        public List<PredictionReport.Tried> tried(
                int turn, int turns, ToDoubleFunction<Candidate> figure, long seed, Progress progress) {
            Duration each = budget.dividedBy(turns);
            Search search = new Search(
                    method, Candidate.usual(components), clock, clock.instant().plus(each), seed + turn);
            return search.run(figure, (tried, left) -> {
                long total = budget.toSeconds();
                long done =
                        total - each.multipliedBy(turns - turn - 1L).plus(left).toSeconds();
                progress.found("search", Math.min(total, done), total, tried);
            });
        }
    }

    /** What an earlier search found, turn by turn: with the same data and seed it gives the same model, bit by bit. */
    record Found(List<Candidate> chosen) implements Tuning {
        public Found {
            chosen = List.copyOf(chosen);
        }

        @Override
        public List<PredictionReport.Tried> tried(
                int turn, int turns, ToDoubleFunction<Candidate> figure, long seed, Progress progress) {
            Candidate candidate = chosen.get(turn);
            return List.of(new PredictionReport.Tried(
                    candidate.learner(), candidate.setting(), figure.applyAsDouble(candidate)));
        }
    }
}
