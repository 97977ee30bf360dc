// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The groups of a hierarchy of densities that last longest (excess of mass; Campello, Moulavi, Sander 2013): going from sparse to dense ground, a
 * group ends where it falls into several of at least the smallest size, and rows that come off before belong to it still.
 */
final class Hdbscan {
    private final int rows;
    private final int smallest;
    private final double[] length;
    private final double shortest;

    /** Of joined sets, by {@code rows + edge}: the two parts and how many rows are in them. */
    private final int[][] parts;

    private final int[] size;

    private final List<Stage> stages = new ArrayList<>();
    private final int[] stageOf;

    private Hdbscan(SpanningTree tree, int smallest) {
        rows = tree.rows();
        this.smallest = smallest;
        length = tree.length();
        // rows at the same place would last for ever
        shortest = Math.max(1e-9, length[length.length / 2] / 100);
        parts = new int[rows - 1][];
        size = new int[2 * rows - 1];
        Arrays.fill(size, 0, rows, 1);
        stageOf = new int[rows];
        Forest forest = new Forest(rows);
        int[] node = new int[rows];
        Arrays.setAll(node, row -> row);
        for (int edge = 0; edge < rows - 1; edge++) {
            int one = node[forest.set(tree.from()[edge])];
            int other = node[forest.set(tree.to()[edge])];
            parts[edge] = new int[] {one, other};
            size[rows + edge] = size[one] + size[other];
            node[forest.join(tree.from()[edge], tree.to()[edge])] = rows + edge;
        }
    }

    /**
     * @param groups of each row, −1 for noise
     * @param birth of each group, how far apart what it came from was joined
     */
    @SuppressWarnings("ArrayRecordComponent") // numbers in bulk: never compared as a record, never copied
    record Found(int[] groups, double[] birth) {}

    /** A group between the density where it begins and those where it ends or falls apart. */
    private static final class Stage {
        final int parent;
        final double birth;
        double mass;
        boolean chosen;

        Stage(int parent, double birth) {
            this.parent = parent;
            this.birth = birth;
        }
    }

    private record Open(int node, int stage) {}

    static Found of(SpanningTree tree, int smallest) {
        Hdbscan hdbscan = new Hdbscan(tree, smallest);
        hdbscan.descend();
        hdbscan.choose();
        return hdbscan.found();
    }

    private void descend() {
        stages.add(new Stage(-1, Double.POSITIVE_INFINITY));
        Deque<Open> open = new ArrayDeque<>();
        open.push(new Open(2 * rows - 2, 0));
        while (!open.isEmpty()) {
            Open next = open.pop();
            double apart = apart(next.node());
            List<Integer> falls = fallsInto(next.node());
            boolean splits =
                    falls.stream().filter(part -> size[part] >= smallest).count() > 1;
            for (int part : falls) {
                if (size[part] < smallest) {
                    lasts(next.stage(), size[part], apart);
                    rowsOf(part).forEach(row -> stageOf[row] = next.stage());
                } else if (splits) {
                    lasts(next.stage(), size[part], apart);
                    stages.add(new Stage(next.stage(), apart));
                    open.push(new Open(part, stages.size() - 1));
                } else {
                    open.push(new Open(part, next.stage()));
                }
            }
        }
    }

    private double apart(int node) {
        return Math.max(shortest, length[node - rows]);
    }

    /**
     * What is left of a joined set when all its longest edges go at once, as they must: many are equally long, since the surroundings of one row are the
     * length of several, and none of them goes before another.
     */
    private List<Integer> fallsInto(int node) {
        List<Integer> left = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(node));
        while (!open.isEmpty()) {
            int next = open.pop();
            if (next >= rows && apart(next) == apart(node)) {
                open.push(parts[next - rows][0]);
                open.push(parts[next - rows][1]);
            } else {
                left.add(next);
            }
        }
        return left;
    }

    /** So many rows were in the stage from its birth until here. */
    private void lasts(int stage, int many, double apart) {
        stages.get(stage).mass += many * (1 / apart - 1 / stages.get(stage).birth);
    }

    private List<Integer> rowsOf(int node) {
        List<Integer> found = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(node));
        while (!open.isEmpty()) {
            int next = open.pop();
            if (next < rows) {
                found.add(next);
            } else {
                open.push(parts[next - rows][0]);
                open.push(parts[next - rows][1]);
            }
        }
        return found;
    }

    /** Stages come after what they came from, so the later ones have decided already. Everybody as one group is no answer. */
    private void choose() {
        double[] within = new double[stages.size()];
        for (int s = stages.size() - 1; s > 0; s--) {
            Stage stage = stages.get(s);
            stage.chosen = stage.mass >= within[s];
            within[stage.parent] += Math.max(stage.mass, within[s]);
        }
        for (int s = 1; s < stages.size(); s++) {
            stages.get(s).chosen &= chosenAbove(stages.get(s).parent) < 0;
        }
    }

    /** The chosen stage at or above this one; −1 without. */
    private int chosenAbove(int stage) {
        int at = stage;
        while (at >= 0 && !stages.get(at).chosen) {
            at = stages.get(at).parent;
        }
        return at;
    }

    private Found found() {
        int[] position = new int[stages.size()];
        Arrays.fill(position, -1);
        List<Double> births = new ArrayList<>();
        for (int s = 1; s < position.length; s++) {
            if (stages.get(s).chosen) {
                position[s] = births.size();
                births.add(stages.get(s).birth);
            }
        }
        int[] groups = new int[rows];
        for (int row = 0; row < rows; row++) {
            int stage = chosenAbove(stageOf[row]);
            groups[row] = stage < 0 ? -1 : position[stage];
        }
        return new Found(
                groups, births.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
