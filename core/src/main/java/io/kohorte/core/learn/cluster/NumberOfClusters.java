// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Chooses the number of clusters of one method by a vote: stability over bootstraps (Hennig 2007, with the adjusted Rand index), and what suits the
 * shape the method looks for: silhouette above chance (Hennig, Lin 2015), Caliński-Harabasz, Davies-Bouldin and {@link Gap} for round groups, the
 * Bayesian information criterion for oval ones, neighbours that stay together and nobody left out for any shape. Each ranks all candidates (Borda count);
 * single indices are each known to prefer some number. The silhouette itself prefers two wherever all features tell much the same, groups or
 * not: hence above chance. It decides where the others leave a tie, and, for any shape, where they lead by chance. Candidates that are of no use stand only where all are.
 */
final class NumberOfClusters {
    private static final int BOOTSTRAPS = 5;
    private static final int CLOUDS = 2;

    /** Two say how large an index is by chance, but not how much that varies. */
    private static final int CLOUDS_OF_GAP = 8;

    private static final int STARTS = 10;
    private static final int RESTARTS = 3;

    /** From here on groups hardly touch. */
    private static final double APART = .98;

    /** By so much shares of neighbours differ between samples of a thousand. */
    private static final double HARDLY = .03;

    /** One start misses a group now and then. That is no fault of the method, so where methods are compared each search is as thorough as the first. */
    static final int THOROUGH = STARTS;

    private final Matrix sample;
    private final Method method;
    private final Distance distance;
    private final long seed;
    private final Neighbours neighbours;
    private final Fit fit;
    private final List<Matrix> bootstraps;
    private final List<Fit> again;
    private final Matrix matrix;
    private final Cloud cloud;
    private final int restarts;
    private final List<Chance> chances = new ArrayList<>();
    private final Map<Integer, Redrawn> redrawn = new HashMap<>();

    /** @param matrix as prepared, small enough for all pairs */
    NumberOfClusters(Matrix matrix, Method method, Distance distance, long seed) {
        this(matrix, method, distance, seed, RESTARTS);
    }

    NumberOfClusters(Matrix matrix, Method method, Distance distance, long seed, int restarts) {
        this.method = method;
        this.distance = distance;
        this.seed = seed;
        sample = distance.view(matrix);
        neighbours = Neighbours.of(Distance.rows(sample), distance);
        fit = method.on(sample, distance, seed, STARTS);
        bootstraps = IntStream.rangeClosed(1, BOOTSTRAPS)
                .mapToObj(round -> sample.pick(drawn(round)))
                .toList();
        again = IntStream.rangeClosed(1, BOOTSTRAPS)
                .mapToObj(round -> method.on(bootstraps.get(round - 1), distance, seed + round, restarts))
                .toList();
        this.matrix = matrix;
        this.restarts = restarts;
        cloud = Cloud.of(matrix);
    }

    /** A cloud without groups, and how the method cuts it. */
    private record Chance(Matrix cloud, Fit fit) {
        Partition cut(int setting) {
            return Partition.of(fit.at(setting), cloud);
        }
    }

    /** As many as asked for; drawn once each, when first asked for. */
    private List<Chance> chances(int number) {
        while (chances.size() < number) {
            Matrix drawn = distance.view(cloud.draw(matrix, seed * 37 + chances.size() + 1));
            chances.add(new Chance(drawn, method.on(drawn, distance, seed, restarts)));
        }
        return chances.subList(0, number);
    }

    /** All candidates that found two clusters or more, best first. {@code progress} hears how many settings are judged. */
    List<Candidate> ranked(int[] settings, IntConsumer progress) {
        List<Candidate> candidates = IntStream.range(0, settings.length)
                .filter(i -> !method.takesNumber() || settings[i] <= sample.rows() / 2)
                .mapToObj(i -> {
                    Candidate candidate = judged(settings[i], judgesGap() && settings.length > 1);
                    progress.accept(i + 1);
                    return candidate;
                })
                .filter(Objects::nonNull)
                .toList();
        if (candidates.isEmpty()) {
            return candidates;
        }
        List<Candidate> useful = candidates.stream().filter(Candidate::isUseful).toList();
        List<Candidate> pool = useful.isEmpty() ? candidates : useful;
        List<ToDoubleFunction<Candidate>> judges = judges(candidates);
        return finest(candidates.stream()
                .map(candidate ->
                        candidate.withVotes(votes(candidate, pool.contains(candidate) ? pool : candidates, judges)))
                .sorted(Comparator.<Candidate>comparingInt(
                                candidate -> candidate.isUseful() || useful.isEmpty() ? 0 : 1)
                        .thenComparingDouble(Candidate::votes)
                        .thenComparing(Comparator.comparingDouble(Candidate::silhouette)
                                .reversed())
                        .thenComparingInt(Candidate::k))
                .toList());
    }

    /**
     * Two groups joined part no neighbours, and come back as often as the better of them: where groups overlap, the judges of any shape lean towards
     * few. What leads within the error leads by nothing (the rule of one standard error, Breiman et al. 1984), so the finest takes its place
     * that comes back as well within the error, parts hardly more neighbours, and is clearer by the silhouette above chance.
     */
    private List<Candidate> finest(List<Candidate> ranked) {
        if (method.shape() != Method.Shape.ANY || !method.takesNumber()) {
            return ranked;
        }
        Candidate winner = ranked.get(0);
        if (winner.together() >= APART) {
            return ranked;
        }
        Candidate finest = ranked.stream()
                .filter(one -> one.k() > winner.k() && one.isUseful() && isAsGood(one, winner))
                .max(Comparator.comparingInt(Candidate::k))
                .orElse(winner);
        return Stream.concat(Stream.of(finest), ranked.stream().filter(one -> one.setting() != finest.setting()))
                .toList();
    }

    private boolean isAsGood(Candidate finer, Candidate winner) {
        return finer.aboveChance() > winner.aboveChance()
                && finer.together() >= winner.together() - HARDLY
                && !timesOf(winner).isClearlyAbove(timesOf(finer));
    }

    private Redrawn timesOf(Candidate candidate) {
        return Objects.requireNonNull(redrawn.get(candidate.setting()));
    }

    private int[] drawn(int round) {
        int[] rows = Sampling.bootstrap(sample.rows(), seed * 31 + round);
        // to a method that links neighbours, the same customer twice is the closest neighbour there is
        return method.shape() == Method.Shape.ANY
                ? Arrays.stream(rows).distinct().toArray()
                : rows;
    }

    private @org.jspecify.annotations.Nullable Candidate judged(int setting, boolean withGap) {
        Grouping grouping = fit.at(setting);
        if (grouping.groups() < 2) {
            return null;
        }
        Partition partition = Partition.of(grouping, sample);
        Redrawn times = new Redrawn(again.stream()
                .mapToDouble(one -> ClusterIndices.adjustedRand(
                        partition.assigned(), one.at(setting).assign(sample)))
                .toArray());
        redrawn.put(setting, times);
        List<Chance> clouds = chances(withGap ? CLOUDS_OF_GAP : CLOUDS);
        List<Partition> cut = clouds.stream().map(one -> one.cut(setting)).toList();
        double chance = IntStream.range(0, CLOUDS)
                .mapToDouble(i -> ClusterIndices.silhouette(clouds.get(i).cloud(), distance, cut.get(i)))
                .average()
                .orElse(0);
        double silhouette = ClusterIndices.silhouette(sample, distance, partition);
        Optional<Gap> gap = withGap ? Optional.of(gap(partition, clouds, cut)) : Optional.empty();
        return new Candidate(
                setting,
                partition.groups(),
                silhouette,
                silhouette - chance,
                ClusterIndices.calinskiHarabasz(sample, partition),
                ClusterIndices.daviesBouldin(sample, partition),
                neighbours.together(partition),
                gap.stream().mapToDouble(Gap::value).findFirst(),
                gap.stream().mapToDouble(Gap::error).findFirst(),
                grouping instanceof Mixture mixture ? OptionalDouble.of(mixture.bic(sample)) : OptionalDouble.empty(),
                times.mean(),
                partition.smallestShare(),
                partition.noise(),
                0);
    }

    /** It measures spread around middles. */
    private boolean judgesGap() {
        return method.shape() == Method.Shape.ROUND;
    }

    private Gap gap(Partition partition, List<Chance> clouds, List<Partition> cut) {
        double[] chance = IntStream.range(0, clouds.size())
                .mapToDouble(i -> ClusterIndices.logarithmWithin(clouds.get(i).cloud(), cut.get(i)))
                .toArray();
        return Gap.of(ClusterIndices.logarithmWithin(sample, partition), chance);
    }

    private static double votes(Candidate candidate, List<Candidate> voters, List<ToDoubleFunction<Candidate>> judges) {
        return judges.stream()
                .mapToDouble(judge -> rank(candidate, voters, judge))
                .sum();
    }

    /** Larger is better; rounded to what is more than chance. */
    private List<ToDoubleFunction<Candidate>> judges(List<Candidate> candidates) {
        ToDoubleFunction<Candidate> aboveChance = one -> rounded(one.aboveChance(), 3);
        ToDoubleFunction<Candidate> stability = one -> rounded(one.stability(), 2);
        return switch (method.shape()) {
            case ROUND ->
                List.of(
                        aboveChance,
                        stability,
                        one -> rounded(one.calinskiHarabasz(), 3),
                        one -> -rounded(one.daviesBouldin(), 3),
                        nearTo(enough(candidates)));
            case OVAL -> List.of(stability, one -> -one.bic().orElseThrow());
            // the silhouette of a ring within a ring is low
            case ANY -> List.of(stability, one -> rounded(one.together(), 2), one -> -rounded(one.noise(), 2));
        };
    }

    /** The gap names one number; the nearer to it, the better. */
    private static ToDoubleFunction<Candidate> nearTo(int setting) {
        return one -> -Math.abs(one.setting() - setting);
    }

    private static int enough(List<Candidate> candidates) {
        List<Gap> gaps = candidates.stream()
                .map(one -> new Gap(one.gap().orElse(0), one.gapError().orElse(0)))
                .toList();
        return candidates.get(Gap.enough(gaps)).setting();
    }

    private static double rank(Candidate candidate, List<Candidate> voters, ToDoubleFunction<Candidate> judge) {
        double own = judge.applyAsDouble(candidate);
        return 1 + voters.stream().filter(one -> judge.applyAsDouble(one) > own).count();
    }

    private static double rounded(double value, int digits) {
        double power = Math.pow(10, digits);
        return Math.rint(value * power) / power;
    }
}
