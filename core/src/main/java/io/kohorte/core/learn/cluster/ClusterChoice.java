// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.Sampling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * How groups are to be found: the methods to use, the best first, and for each its candidates, the best first.
 *
 * @param tried the methods between which a vote decided, best first; empty where a person did
 */
record ClusterChoice(List<Method> methods, Map<Method, List<Candidate>> candidates, List<MethodTried> tried) {
    static final int SAMPLE = 2_500;

    /** The time of the vote between methods grows with the square of this. */
    private static final int VOTE_SAMPLE = 1_000;

    /** @param inUse what the champion was found by */
    static ClusterChoice of(
            Matrix matrix, int[] profiles, ClusterSettings settings, Optional<Method> inUse, Progress progress) {
        Matrix sample = matrix.pick(Sampling.rows(profiles, SAMPLE, settings.seed()));
        if (settings.method().isPresent()) {
            Method method = settings.method().get();
            List<Candidate> ranked = new NumberOfClusters(sample, method, settings.distance(), settings.seed())
                    .ranked(settings(method, settings), progressOf(method, settings, progress));
            return new ClusterChoice(ranked.isEmpty() ? List.of() : List.of(method), Map.of(method, ranked), List.of());
        }
        Matrix fewer = matrix.pick(Sampling.rows(profiles, VOTE_SAMPLE, settings.seed()));
        Map<Method, List<Candidate>> candidates = new EnumMap<>(Method.class);
        List<MethodTried> tried = new ArrayList<>();
        List<Method> methods = voted(settings);
        for (Method method : methods) {
            Matrix seen = method == Method.K_MEANS ? sample : fewer;
            List<Candidate> ranked = new NumberOfClusters(seen, method, settings.distance(), settings.seed())
                    .ranked(settings(method, settings), progressOf(method, settings, progress));
            candidates.put(method, ranked);
            if (!ranked.isEmpty()) {
                Candidate best = new NumberOfClusters(
                                fewer, method, settings.distance(), settings.seed(), NumberOfClusters.THOROUGH)
                        .ranked(new int[] {ranked.get(0).setting()}, done -> {})
                        .get(0);
                tried.add(MethodTried.of(method, best, chance(candidates.get(Method.K_MEANS), best.k())));
            }
            progress.reached("methods", tried.size(), methods.size());
        }
        List<MethodTried> order = MethodVote.ranked(tried, inUse);
        return new ClusterChoice(order.stream().map(MethodTried::method).toList(), candidates, order);
    }

    Optional<Wording> reason() {
        return tried.isEmpty() ? Optional.empty() : Optional.of(MethodVote.reason(tried));
    }

    /** K-Means was asked first, and has a candidate for every number but the highest that others may find. */
    private static double chance(List<Candidate> ofKMeans, int k) {
        return ofKMeans.stream()
                .min(Comparator.comparingInt(one -> Math.abs(one.k() - k)))
                .map(one -> one.silhouette() - one.aboveChance())
                .orElse(0.0);
    }

    private static List<Method> voted(ClusterSettings settings) {
        return Method.VOTED.stream()
                .filter(method -> method.distances().contains(settings.distance()))
                .filter(method -> settings.k().isEmpty() || method.takesNumber())
                .toList();
    }

    private static int[] settings(Method method, ClusterSettings settings) {
        return settings.k()
                .filter(k -> method.takesNumber())
                .map(k -> new int[] {k})
                .orElseGet(() -> method.settings(settings.fewest(), settings.most()));
    }

    private static IntConsumer progressOf(Method method, ClusterSettings settings, Progress progress) {
        int all = settings(method, settings).length;
        return done -> progress.reached("choose-k", done, all);
    }
}
