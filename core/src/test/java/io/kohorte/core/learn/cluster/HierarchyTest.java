// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.learn.Matrix;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The methods that link customers, against examples by hand and against the definitions written out the slow way. */
final class HierarchyTest {

    /** Two threes and a stray on either side; the smallest ways between neighbours are 3.9, 1, 1.1, 2.3, 1.2, 1.3 and 4. */
    private static final double[][] LINE = {{-3.9}, {0}, {1}, {2.1}, {4.4}, {5.6}, {6.9}, {10.9}};

    @Test
    void genie_joins_strays_once_sizes_are_too_unequal() {
        // 0–1 and 1–2.1 are joined: sizes 3 1 1 1 1 1, Gini 10/40 = .25. 4.4–5.6: 3 2 1 1 1, 10/32 > .3, so a single
        // must go: 5.6–6.9.
        // 3 3 1 1: 8/24 > .3, a single must go: −3.9 to 0. 4 3 1: 6/16 > .3, a single must go: 6.9–10.9. Two fours are
        // left.
        Merges merges = Genie.merges(SpanningTree.of(LINE, Distance.EUCLIDEAN), Genie.THRESHOLD);

        assertThat(merges.cut(2)).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
        assertThat(merges.cut(4)).containsExactly(0, 1, 1, 1, 2, 2, 2, 3);
    }

    @Test
    void genie_that_tolerates_any_inequality_is_single_linkage() {
        Merges merges = Genie.merges(SpanningTree.of(LINE, Distance.EUCLIDEAN), 1);

        assertThat(merges.cut(2)).containsExactly(0, 0, 0, 0, 0, 0, 0, 1);
        assertThat(merges.cut(3)).containsExactly(0, 1, 1, 1, 1, 1, 1, 2);
    }

    @Test
    void the_spanning_tree_takes_the_shortest_ways() {
        assertThat(SpanningTree.of(LINE, Distance.EUCLIDEAN).length())
                .usingComparatorWithPrecision(1e-9)
                .containsExactly(1, 1.1, 1.2, 1.3, 2.3, 3.9, 4);
    }

    @ParameterizedTest
    @EnumSource(Linkage.class)
    void linkage_joins_what_its_definition_says(Linkage linkage) {
        for (long seed = 1; seed <= 5; seed++) {
            double[][] rows = scatter(40, seed);
            Merges merges = linkage.merges(rows, Distance.EUCLIDEAN);
            List<List<Integer>> groups = new ArrayList<>(
                    IntStream.range(0, rows.length).mapToObj(List::of).toList());
            while (groups.size() > 2) {
                joinTheClosest(groups, rows, linkage);
                assertThat(ClusterIndices.adjustedRand(numbered(groups, rows.length), merges.cut(groups.size())))
                        .as("%s into %s, seed %s", linkage, groups.size(), seed)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void dbscan_finds_what_its_definition_says() {
        for (long seed = 1; seed <= 5; seed++) {
            double[][] rows = scatter(300, seed);
            Density density = Density.of(rows, Distance.EUCLIDEAN);
            Landmarks found = density.dbscan(70);

            int[] assigned = found.assign(matrix(rows));
            double reach = found.reach()[0];

            int[] expected = grown(rows, reach);
            for (int row = 0; row < rows.length; row++) {
                boolean core = within(rows, row, reach).size() > Neighbours.MANY;
                if (core) {
                    int at = row;
                    IntStream.range(0, rows.length)
                            .filter(other -> within(rows, other, reach).size() > Neighbours.MANY)
                            .forEach(other -> assertThat(assigned[other] == assigned[at])
                                    .isEqualTo(expected[other] == expected[at]));
                } else if (expected[row] < 0) {
                    assertThat(assigned[row]).as("nobody dense within reach").isEqualTo(found.groups());
                }
            }
        }
    }

    @Test
    void whoever_is_just_within_reach_belongs() {
        Landmarks one = new Landmarks(new float[][] {{0, 0}}, new int[] {0}, new double[] {2}, 2, Distance.EUCLIDEAN);

        assertThat(one.assign(matrix(new double[][] {{2, 0}, {0, -2}, {2.001, 0}})))
                .containsExactly(0, 0, 1);
    }

    private static void joinTheClosest(List<List<Integer>> groups, double[][] rows, Linkage linkage) {
        int one = 0;
        int other = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int a = 0; a < groups.size(); a++) {
            for (int b = a + 1; b < groups.size(); b++) {
                double apart = linkage == Linkage.WARD
                        ? spread(joined(groups, a, b), rows) - spread(groups.get(a), rows) - spread(groups.get(b), rows)
                        : onAverage(groups.get(a), groups.get(b), rows);
                if (apart < least) {
                    least = apart;
                    one = a;
                    other = b;
                }
            }
        }
        List<Integer> both = joined(groups, one, other);
        groups.remove(other);
        groups.set(one, both);
    }

    private static List<Integer> joined(List<List<Integer>> groups, int one, int other) {
        List<Integer> both = new ArrayList<>(groups.get(one));
        both.addAll(groups.get(other));
        return both;
    }

    private static double spread(List<Integer> group, double[][] rows) {
        double[] middle = new double[rows[0].length];
        for (int i = 0; i < middle.length; i++) {
            int column = i;
            middle[i] = group.stream()
                    .mapToDouble(row -> rows[row][column])
                    .average()
                    .orElseThrow();
        }
        return group.stream()
                .mapToDouble(row -> Math.pow(Distance.EUCLIDEAN.between(rows[row], middle), 2))
                .sum();
    }

    private static double onAverage(List<Integer> one, List<Integer> other, double[][] rows) {
        return one.stream()
                .flatMapToDouble(a -> other.stream().mapToDouble(b -> Distance.EUCLIDEAN.between(rows[a], rows[b])))
                .average()
                .orElseThrow();
    }

    private static int[] numbered(List<List<Integer>> groups, int size) {
        int[] numbers = new int[size];
        for (int g = 0; g < groups.size(); g++) {
            for (int row : groups.get(g)) {
                numbers[row] = g;
            }
        }
        return numbers;
    }

    /** Groups grown from dense rows through all within reach; −1 for rows that none reaches. */
    private static int[] grown(double[][] rows, double reach) {
        int[] group = new int[rows.length];
        Arrays.fill(group, -1);
        int next = 0;
        for (int start = 0; start < rows.length; start++) {
            if (group[start] < 0 && within(rows, start, reach).size() > Neighbours.MANY) {
                Deque<Integer> open = new ArrayDeque<>(List.of(start));
                group[start] = next;
                while (!open.isEmpty()) {
                    List<Integer> near = within(rows, open.pop(), reach);
                    if (near.size() > Neighbours.MANY) {
                        for (int row : near) {
                            if (group[row] < 0) {
                                group[row] = next;
                                open.push(row);
                            }
                        }
                    }
                }
                next++;
            }
        }
        return group;
    }

    /** Itself among them. */
    private static List<Integer> within(double[][] rows, int row, double reach) {
        return IntStream.range(0, rows.length)
                .filter(other -> Distance.EUCLIDEAN.between(rows[row], rows[other]) <= reach)
                .boxed()
                .toList();
    }

    private static double[][] scatter(int size, long seed) {
        Random random = new Random(seed);
        double[][] rows = new double[size][];
        Arrays.setAll(rows, row ->
                new double[] {(float) (random.nextGaussian() + 4 * (row % 3)), (float) random.nextGaussian()});
        return rows;
    }

    private static Matrix matrix(double[][] rows) {
        float[][] columns = new float[2][rows.length];
        for (int row = 0; row < rows.length; row++) {
            columns[0][row] = (float) rows[row][0];
            columns[1][row] = (float) rows[row][1];
        }
        return new Matrix(List.of("a", "b"), columns, rows.length);
    }
}
