// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.learn.search.Proposals;
import io.kohorte.core.learn.search.SearchMethod;
import io.kohorte.core.learn.search.Setting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.ToDoubleFunction;

/** Tries candidates until its time is over: first each learner as usual, then their settings in turn, each learner by proposals of its own. */
final class Search {
    /** More would fill a report that nobody reads. */
    private static final int MOST_TRIED = 200;

    private final List<Candidate> usual;
    private final Clock clock;
    private final Instant end;
    private final Map<Candidate, Double> figures = new HashMap<>();
    private final List<PredictionReport.Tried> tried = new ArrayList<>();
    private final Queue<Explorer> explorers = new ArrayDeque<>();

    /** @param usual the learners, each as it is set where the search sets nothing else */
    Search(SearchMethod method, List<Candidate> usual, Clock clock, Instant end, long seed) {
        this.usual = usual;
        this.clock = clock;
        this.end = end;
        for (Candidate one : usual) {
            int dimensions = one.learner().dimensions().size();
            explorers.add(new Explorer(one, method.start(dimensions, seed + explorers.size())));
        }
    }

    /**
     * What a person who waits is told.
     *
     * @param best the one that would be taken now
     */
    record Found(int tried, PredictionReport.Tried latest, PredictionReport.Tried best) {}

    /** Hears of each candidate, and how much time is left. */
    interface Listener {
        void tried(Found found, Duration left);
    }

    /** In the order tried. */
    List<PredictionReport.Tried> run(ToDoubleFunction<Candidate> figure, Listener listener) {
        for (Candidate one : usual) {
            add(one, figure.applyAsDouble(one), listener);
        }
        while (!explorers.isEmpty()
                && tried.size() < MOST_TRIED
                && clock.instant().isBefore(end)) {
            Explorer explorer = explorers.remove();
            Optional<Explorer.Find> next = explorer.next(figures);
            if (next.isPresent()) {
                double reached = figure.applyAsDouble(next.get().candidate());
                explorer.proposals().learn(next.get().point(), reached);
                add(next.get().candidate(), reached, listener);
                explorers.add(explorer);
            }
        }
        return List.copyOf(tried);
    }

    private void add(Candidate candidate, double figure, Listener listener) {
        figures.put(candidate, figure);
        tried.add(new PredictionReport.Tried(candidate.learner(), candidate.setting(), figure));
        Duration left = Duration.between(clock.instant(), end);
        listener.tried(
                new Found(tried.size(), tried.get(tried.size() - 1), Choice.best(tried)),
                left.isNegative() ? Duration.ZERO : left);
    }

    /** Looks for settings of one learner. */
    private record Explorer(Candidate usual, Proposals proposals) {
        /** Where so many proposals in a row are known already, nothing new is expected. */
        private static final int MOST_KNOWN = 25;

        @SuppressWarnings("ArrayRecordComponent") // a point, never compared
        record Find(Candidate candidate, double[] point) {}

        Optional<Find> next(Map<Candidate, Double> figures) {
            for (int attempt = 0; attempt < MOST_KNOWN; attempt++) {
                Optional<double[]> point = proposals.next();
                if (point.isEmpty()) {
                    return Optional.empty();
                }
                Learner learner = usual.learner();
                Candidate candidate =
                        new Candidate(learner, usual.setting().and(Setting.at(learner.dimensions(), point.get())));
                Double known = figures.get(candidate);
                if (known == null) {
                    return Optional.of(new Find(candidate, point.get()));
                }
                proposals.learn(point.get(), known);
            }
            return Optional.empty();
        }
    }
}
