// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import io.kohorte.bench.ScikitLearn;
import io.kohorte.bench.Times;
import io.kohorte.core.feature.FeatureCatalogue;
import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.feature.TraitType;
import io.kohorte.core.learn.Matrix;
import io.kohorte.core.learn.PreparationFit;
import io.kohorte.core.learn.Progress;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Groups of a million customers by twenty features ({@code -Dbench.people}): the whole training (preparation, choice of their number, names, report)
 * by one method ({@code -Dbench.method}), of a tenth of them and of all, with how far the groups found agree with those drawn. By K-Means also the number
 * chosen and the groups found against scikit-learn's with the number chosen by silhouette over the same rows, in turn, goal: at most half its time; and
 * eight clusters in at most 20 iterations.
 */
public final class GroupsOfMillions {
    private static final int FEATURES = 20;
    private static final int GROUPS = 8;
    private static final int ROUNDS = 3;

    /** More than these beside the heap would not fit the machine. */
    private static final int MOST_COMPARED = 2_000_000;

    private GroupsOfMillions() {}

    public static void main(String[] arguments) throws Exception {
        var people = Integer.getInteger("bench.people", 1_000_000);
        var method = Method.of(System.getProperty("bench.method", "k-means")).orElseThrow();
        var before = trained(method, Town.of(people / 10));
        var town = Town.of(people);
        if (method == Method.K_MEANS) {
            compare(town.table());
        }
        var now = trained(method, town);
        System.out.printf(Locale.ROOT, "growth per customer: %.2f times the time%n", now / before);
    }

    /** Nanoseconds a customer. */
    private static double trained(Method method, Town town) throws Exception {
        pools().forEach(MemoryPoolMXBean::resetPeakUsage);
        var outcome = new ClusterTraining.Outcome[1];
        var nanos = Times.once(() -> outcome[0] = train(method, town.table()));
        System.out.printf(
                Locale.ROOT,
                "%,d customers, whole training by %s: %.1f s, %d groups, agreement with those drawn %.3f; heap at the most %,d MB%n",
                town.truth().length,
                method.wireName(),
                nanos / 1e9,
                outcome[0].report().k(),
                ClusterIndices.adjustedRand(town.truth(), outcome[0].assigned()),
                pools().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20);
        return (double) nanos / town.truth().length;
    }

    private static Stream<MemoryPoolMXBean> pools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP);
    }

    private static void compare(FeatureTable table) throws Exception {
        var matrix = PreparationFit.forDistance(table).apply(table);
        var file = Files.createTempFile("kohorte-bench-", ".f32");
        try {
            var compared = table.size() <= MOST_COMPARED;
            if (compared) {
                var columns =
                        IntStream.range(0, FEATURES).mapToObj(matrix::column).toArray(float[][]::new);
                ScikitLearn.write(file, columns);
            }
            for (var round = 1; round <= ROUNDS; round++) {
                compare(round, table, matrix, file.toString(), compared);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void compare(int round, FeatureTable table, Matrix matrix, String file, boolean compared)
            throws Exception {
        var chosen = new int[1];
        var automatic = Times.once(() -> chosen[0] = automatic(matrix, table.profiles()));
        var fixed = Times.once(() -> {
            var start = KMeans.fit(matrix.pick(IntStream.range(0, 20_000).toArray()), GROUPS, Distance.EUCLIDEAN, 7, 1);
            new Lloyd(matrix, start.centres()).run(20, 0);
        });
        System.out.printf(
                Locale.ROOT,
                "round %d: k chosen %d in %.2f s, eight in 20 iterations %.2f s",
                round,
                chosen[0],
                automatic / 1e9,
                fixed / 1e9);
        if (compared) {
            var reference = ScikitLearn.run("groups.py", file, FEATURES);
            System.out.printf(
                    Locale.ROOT,
                    "; scikit-learn %d in %.2f s, %.2f s: ratios %.2f and %.2f",
                    reference.path("k").asInt(),
                    reference.path("automatic").asDouble(),
                    reference.path("fixed").asDouble(),
                    automatic / 1e9 / reference.path("automatic").asDouble(),
                    fixed / 1e9 / reference.path("fixed").asDouble());
        }
        System.out.println();
    }

    /** As training does it: the number chosen on a sample, the groups found among all, everybody assigned. */
    private static int automatic(Matrix matrix, int[] profiles) {
        var settings = ClusterSettings.by(Method.K_MEANS, Distance.EUCLIDEAN, 7);
        var choice = ClusterChoice.of(matrix, profiles, settings, Optional.empty(), Progress.SILENT);
        var k = choice.candidates().get(Method.K_MEANS).get(0).k();
        KMeans.fit(matrix, k, Distance.EUCLIDEAN, 7, 3).assign(matrix);
        return k;
    }

    private static ClusterTraining.Outcome train(Method method, FeatureTable table) {
        var features = table.columns().stream()
                .map(column -> FeatureCatalogue.ofTrait(column.name().substring("trait:".length()), TraitType.NUMBER))
                .toList();
        return new ClusterTraining(features, ClusterSettings.by(method, Distance.EUCLIDEAN, 7))
                .train(table, Optional.empty(), Progress.SILENT);
    }

    /** Groups that overlap in each feature, in five features alone not at all apart. */
    @SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
    private record Town(FeatureTable table, int[] truth) {

        static Town of(int people) {
            var random = new SplittableRandom(5);
            var columns = new ArrayList<FeatureColumn>();
            var group = new int[people];
            for (var row = 0; row < people; row++) {
                group[row] = random.nextInt(GROUPS);
            }
            for (var column = 0; column < FEATURES; column++) {
                var middles = new float[GROUPS];
                for (var g = 0; g < GROUPS; g++) {
                    middles[g] = column < 5 ? 0 : (float) (1.5 * random.nextGaussian());
                }
                var values = new float[people];
                for (var row = 0; row < people; row++) {
                    values[row] = middles[group[row]] + (float) random.nextGaussian();
                }
                columns.add(FeatureColumn.numbers("trait:x%02d".formatted(column), values));
            }
            return new Town(FeatureTable.of(IntStream.rangeClosed(1, people).toArray(), columns), group);
        }
    }
}
