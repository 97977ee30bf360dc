// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Genie and HDBSCAN against their papers, written out the slow way: over all pairs of rows, without a tree. */
final class DefinitionsTest {

    static Stream<Crowd> crowds() {
        return Crowd.invented();
    }

    /** Gagolewski, Bartoszuk, Cena 2016, section 3.1. */
    @ParameterizedTest
    @MethodSource("crowds")
    void genie_joins_what_its_paper_says(Crowd crowd) {
        for (double threshold : new double[] {.1, .3, .5, .8}) {
            double[][] rows = crowd.some(45, (long) (100 * threshold));
            Merges merges = Genie.merges(SpanningTree.of(rows, Distance.EUCLIDEAN), threshold);
            List<int[]> groups = new ArrayList<>(IntStream.range(0, rows.length)
                    .mapToObj(row -> new int[] {row})
                    .toList());
            while (groups.size() > 1) {
                joinTheClosest(groups, rows, gini(groups) > threshold);
                assertThat(ClusterIndices.adjustedRand(numbered(groups, rows.length), merges.cut(groups.size())))
                        .as("threshold %s, into %d", threshold, groups.size())
                        .isEqualTo(1);
            }
        }
    }

    /** Campello, Moulavi, Sander 2013, sections 3 and 5. Ways of one length, of which there are many, go at once. */
    @ParameterizedTest
    @MethodSource("crowds")
    void hdbscan_finds_what_its_paper_says(Crowd crowd) {
        double[][] rows = crowd.some(120, 3);
        double[] core = Neighbours.of(rows, Distance.EUCLIDEAN).farthest();
        for (int smallest : new int[] {5, 8, 12, 25}) {
            int[] found = Hdbscan.of(SpanningTree.of(rows, Distance.EUCLIDEAN, core), smallest)
                    .groups();

            List<int[]> lasting = new Lasting(rows, core, smallest).ofEverybody();

            int[] expected = new int[rows.length];
            Arrays.fill(expected, -1);
            IntStream.range(0, lasting.size())
                    .forEach(group -> IntStream.of(lasting.get(group)).forEach(row -> expected[row] = group));
            IntStream.range(0, rows.length)
                    .forEach(row -> assertThat(found[row] < 0).isEqualTo(expected[row] < 0));
            assertThat(ClusterIndices.adjustedRand(named(found), named(expected)))
                    .as("smallest %d", smallest)
                    .isEqualTo(1);
        }
    }

    @Test
    void both_hold_on_real_customers() {
        genie_joins_what_its_paper_says(Crowd.wholesale());
        hdbscan_finds_what_its_paper_says(Crowd.wholesale());
    }

    /** The groups that last longest, each as all rows it had when it began. */
    @SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
    private record Lasting(double[][] rows, double[] core, int smallest) {

        private record Chosen(double mass, List<int[]> groups) {}

        List<int[]> ofEverybody() {
            return below(IntStream.range(0, rows.length).toArray(), Double.POSITIVE_INFINITY)
                    .groups();
        }

        /** What is chosen of a group and what it falls into; a group born of nothing is everybody, and no answer. */
        private Chosen below(int[] born, double birth) {
            double mass = 0;
            int[] group = born;
            while (true) {
                double apart = widest(group);
                List<int[]> parts = parts(group, apart);
                List<int[]> large =
                        parts.stream().filter(part -> part.length >= smallest).toList();
                if (large.size() == 1) {
                    mass += (group.length - large.get(0).length) * (1 / apart - 1 / birth);
                    group = large.get(0);
                } else {
                    mass += group.length * (1 / apart - 1 / birth);
                    List<Chosen> within =
                            large.stream().map(part -> below(part, apart)).toList();
                    double deeper = within.stream().mapToDouble(Chosen::mass).sum();
                    boolean lasts = birth < Double.POSITIVE_INFINITY && mass >= deeper;
                    return lasts
                            ? new Chosen(mass, List.of(born))
                            : new Chosen(
                                    deeper,
                                    within.stream()
                                            .flatMap(chosen -> chosen.groups().stream())
                                            .toList());
                }
            }
        }

        private double reachability(int one, int other) {
            return DoubleStream.of(core[one], core[other], Distance.EUCLIDEAN.between(rows[one], rows[other]))
                    .max()
                    .orElseThrow();
        }

        /** The least distance within which a group hangs together. */
        private double widest(int[] group) {
            double[] ways = IntStream.of(group)
                    .boxed()
                    .flatMapToDouble(one -> IntStream.of(group)
                            .filter(other -> other > one)
                            .mapToDouble(other -> reachability(one, other)))
                    .distinct()
                    .sorted()
                    .toArray();
            int low = 0;
            int high = ways.length - 1;
            while (low < high) {
                int middle = (low + high) / 2;
                if (parts(group, Math.nextUp(ways[middle])).size() == 1) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return ways[low];
        }

        /** What hangs together by ways shorter than that. */
        private List<int[]> parts(int[] group, double shorterThan) {
            List<int[]> parts = new ArrayList<>();
            List<Integer> left = new ArrayList<>(IntStream.of(group).boxed().toList());
            while (!left.isEmpty()) {
                List<Integer> part = new ArrayList<>(List.of(left.remove(0)));
                for (int at = 0; at < part.size(); at++) {
                    int one = part.get(at);
                    List<Integer> near = left.stream()
                            .filter(other -> reachability(one, other) < shorterThan)
                            .toList();
                    part.addAll(near);
                    left.removeAll(near);
                }
                parts.add(part.stream().mapToInt(Integer::intValue).toArray());
            }
            return parts;
        }
    }

    private static void joinTheClosest(List<int[]> groups, double[][] rows, boolean withTheSmallest) {
        int smallest = groups.stream().mapToInt(group -> group.length).min().orElseThrow();
        int first = 0;
        int second = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int one = 0; one < groups.size(); one++) {
            for (int other = one + 1; other < groups.size(); other++) {
                boolean may =
                        !withTheSmallest || Math.min(groups.get(one).length, groups.get(other).length) == smallest;
                double apart = may ? apart(groups.get(one), groups.get(other), rows) : Double.POSITIVE_INFINITY;
                if (apart < least) {
                    least = apart;
                    first = one;
                    second = other;
                }
            }
        }
        int[] joined = IntStream.concat(IntStream.of(groups.get(first)), IntStream.of(groups.get(second)))
                .toArray();
        groups.remove(second);
        groups.set(first, joined);
    }

    private static double apart(int[] one, int[] other, double[][] rows) {
        return IntStream.of(one)
                .boxed()
                .flatMapToDouble(
                        a -> IntStream.of(other).mapToDouble(b -> Distance.EUCLIDEAN.between(rows[a], rows[b])))
                .min()
                .orElseThrow();
    }

    private static double gini(List<int[]> groups) {
        double differences = 0;
        double all = 0;
        for (int one = 0; one < groups.size(); one++) {
            all += groups.get(one).length;
            for (int other = one + 1; other < groups.size(); other++) {
                differences += Math.abs(groups.get(one).length - groups.get(other).length);
            }
        }
        return differences / ((groups.size() - 1) * all);
    }

    private static int[] numbered(List<int[]> groups, int rows) {
        int[] numbers = new int[rows];
        IntStream.range(0, groups.size())
                .forEach(group -> IntStream.of(groups.get(group)).forEach(row -> numbers[row] = group));
        return numbers;
    }

    /** With noise as one more group. */
    private static int[] named(int[] groups) {
        return IntStream.of(groups)
                .map(group -> group < 0 ? groups.length : group)
                .toArray();
    }
}
