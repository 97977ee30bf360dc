// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Chooses the number of clusters by a vote of four judges: silhouette above chance (Hennig, Lin 2015), Caliński-Harabasz, Davies-Bouldin, and
 * stability over bootstraps (Hennig 2007, with the adjusted Rand index). Each ranks all candidates (Borda count); single indices are each known
 * to prefer some number. The silhouette itself prefers two wherever all features tell much the same, groups or not: hence above chance.
 * Candidates with a cluster too small to be a segment stand only where all have one.
 */
final class NumberOfClusters {
    private static final int BOOTSTRAPS = 5;
    private static final int CLOUDS = 2;
    private static final int STARTS = 10;
    private static final int RESTARTS = 3;
    private static final double SMALLEST_USEFUL = .01;

    private NumberOfClusters() {}

    /** All candidates, best first, from a sample. {@code progress} hears each k when it is judged. */
    static List<Candidate> ranked(Matrix sample, int fewest, int most, long seed, IntConsumer progress) {
        List<Candidate> candidates = new ArrayList<>();
        Cloud cloud = Cloud.of(sample);
        List<Matrix> clouds = IntStream.rangeClosed(1, CLOUDS)
                .mapToObj(draw -> cloud.draw(sample, seed * 37 + draw))
                .toList();
        for (int k = fewest; k <= Math.min(most, sample.rows() / 2); k++) {
            candidates.add(judged(sample, clouds, k, seed));
            progress.accept(k);
        }
        List<Candidate> standing = candidates.stream()
                .filter(candidate -> candidate.smallestShare() >= SMALLEST_USEFUL)
                .toList();
        List<Candidate> pool = standing.isEmpty() ? candidates : standing;
        return candidates.stream()
                .map(candidate -> withVotes(candidate, candidates, pool))
                .sorted(Comparator.<Candidate>comparingInt(candidate -> stands(candidate, pool) ? 0 : 1)
                        .thenComparingDouble(Candidate::votes)
                        .thenComparing(Comparator.comparingDouble(Candidate::silhouette)
                                .reversed())
                        .thenComparingInt(Candidate::k))
                .toList();
    }

    private static boolean stands(Candidate candidate, List<Candidate> pool) {
        return pool.stream().anyMatch(one -> one.k() == candidate.k());
    }

    private static Candidate judged(Matrix sample, List<Matrix> clouds, int k, long seed) {
        Centroids centroids = KMeans.fit(sample, k, seed, STARTS);
        int[] assigned = centroids.assign(sample);
        double stability = 0;
        for (int round = 1; round <= BOOTSTRAPS; round++) {
            Matrix resampled = sample.pick(Sampling.bootstrap(sample.rows(), seed * 31 + round));
            int[] again = KMeans.fit(resampled, k, seed + round, RESTARTS).assign(sample);
            stability += ClusterIndices.adjustedRand(assigned, again) / BOOTSTRAPS;
        }
        int smallest = Arrays.stream(ClusterIndices.sizes(assigned, centroids.count()))
                .min()
                .orElse(0);
        double chance = clouds.stream()
                .mapToDouble(cloud -> ClusterIndices.silhouette(
                        cloud, KMeans.fit(cloud, k, seed, RESTARTS).assign(cloud), k))
                .average()
                .orElse(0);
        double silhouette = ClusterIndices.silhouette(sample, assigned, k);
        return new Candidate(
                k,
                silhouette,
                silhouette - chance,
                ClusterIndices.calinskiHarabasz(sample, assigned, k),
                ClusterIndices.daviesBouldin(sample, assigned, k),
                stability,
                (double) smallest / sample.rows(),
                0);
    }

    private static Candidate withVotes(Candidate candidate, List<Candidate> all, List<Candidate> pool) {
        List<Candidate> voters = stands(candidate, pool) ? pool : all;
        double votes = rank(candidate, voters, one -> rounded(one.aboveChance(), 3))
                + rank(candidate, voters, one -> rounded(one.calinskiHarabasz(), 3))
                + rank(candidate, voters, one -> -rounded(one.daviesBouldin(), 3))
                // differences of a hundredth between bootstraps are chance
                + rank(candidate, voters, one -> rounded(one.stability(), 2));
        return new Candidate(
                candidate.k(),
                candidate.silhouette(),
                candidate.aboveChance(),
                candidate.calinskiHarabasz(),
                candidate.daviesBouldin(),
                candidate.stability(),
                candidate.smallestShare(),
                votes);
    }

    private static double rank(Candidate candidate, List<Candidate> voters, ToDoubleFunction<Candidate> index) {
        double own = index.applyAsDouble(candidate);
        return 1 + voters.stream().filter(one -> index.applyAsDouble(one) > own).count();
    }

    private static double rounded(double value, int digits) {
        double power = Math.pow(10, digits);
        return Math.rint(value * power) / power;
    }
}
