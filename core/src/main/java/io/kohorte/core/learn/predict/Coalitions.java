// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * Sets of features that are known, but for none and all, with the weight each has in the least squares whose solution are Shapley values. Sizes
 * are taken whole from the outside, where the weight is, as long as there is room; of the sizes between a sample stands for all. Always the same
 * for the same number of players.
 */
final class Coalitions {
    static final int MOST = 2_048;
    private static final long SEED = 42;

    private final int players;
    private final List<BitSet> members = new ArrayList<>();
    private final List<Double> weights = new ArrayList<>();

    private Coalitions(int players) {
        this.players = players;
    }

    static Coalitions of(int players) {
        Coalitions coalitions = new Coalitions(players);
        int inner = 1;
        while (inner <= players / 2 && coalitions.size() + coalitions.count(inner) <= MOST) {
            coalitions.addAll(inner);
            inner++;
        }
        if (inner <= players / 2) {
            coalitions.addSample(inner);
        }
        return coalitions;
    }

    int players() {
        return players;
    }

    int size() {
        return members.size();
    }

    boolean holds(int coalition, int player) {
        return members.get(coalition).get(player);
    }

    double weight(int coalition) {
        return weights.get(coalition);
    }

    /** What all coalitions of a size weigh together. */
    private double weightOf(int size) {
        return (players - 1.0) / (size * (double) (players - size));
    }

    /** How many there are of a size, and of its opposite. */
    private double count(int size) {
        double count = 1;
        for (int i = 0; i < size; i++) {
            count = count * (players - i) / (i + 1);
        }
        return 2 * size == players ? Math.rint(count) : 2 * Math.rint(count);
    }

    private void addAll(int size) {
        double each = (2 * size == players ? 1 : 2) * weightOf(size) / count(size);
        choose(new BitSet(), 0, size, each);
    }

    private void choose(BitSet chosen, int from, int missing, double weight) {
        if (missing == 0) {
            add((BitSet) chosen.clone(), weight);
            if (2 * chosen.cardinality() != players) {
                add(opposite(chosen), weight);
            }
            return;
        }
        for (int player = from; player <= players - missing; player++) {
            chosen.set(player);
            choose(chosen, player + 1, missing - 1, weight);
            chosen.clear(player);
        }
    }

    private void addSample(int innermost) {
        double[] share = new double[players - 2 * innermost + 1];
        double whole = 0;
        for (int i = 0; i < share.length; i++) {
            whole += weightOf(innermost + i);
            share[i] = whole;
        }
        Random random = new Random(SEED);
        int pairs = Math.max(players, (MOST - size()) / 2);
        for (int pair = 0; pair < pairs; pair++) {
            double drawn = random.nextDouble() * whole;
            int size = innermost;
            while (size - innermost < share.length - 1 && share[size - innermost] < drawn) {
                size++;
            }
            BitSet chosen = new BitSet();
            while (chosen.cardinality() < size) {
                chosen.set(random.nextInt(players));
            }
            add(chosen, whole / (2.0 * pairs));
            add(opposite(chosen), whole / (2.0 * pairs));
        }
    }

    private BitSet opposite(BitSet chosen) {
        BitSet others = (BitSet) chosen.clone();
        others.flip(0, players);
        return others;
    }

    private void add(BitSet coalition, double weight) {
        members.add(coalition);
        weights.add(weight);
    }
}
