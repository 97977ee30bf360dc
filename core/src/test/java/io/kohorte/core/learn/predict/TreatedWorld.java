// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Customers some of whom marketing chose and wrote to, of whom it is known what they would have done without. Chosen is whoever is likely to buy, by
 * what the model sees or by what it does not; some of the chosen are held out by lot. Being written to makes some buy more and others less.
 *
 * @param history as it was seen: treated or not, and what they did
 * @param heldOut chosen, and not written to
 * @param untreated how probable it is that somebody does it when left alone
 */
@SuppressWarnings("ArrayRecordComponent") // rows in bulk, never compared
record TreatedWorld(Labelled history, boolean[] heldOut, double[] untreated) {

    /** @param seen whether the model knows by what they were chosen */
    static TreatedWorld of(int people, double chosen, double heldOutShare, boolean seen, long seed) {
        Random random = new Random(seed);
        float[] habit = normal(people, random);
        float[] likes = normal(people, random);
        float[] interest = normal(people, random);
        double[] rank = new double[people];
        double[] untreated = new double[people];
        for (int row = 0; row < people; row++) {
            rank[row] = habit[row] + interest[row] + .3 * random.nextGaussian();
            untreated[row] = Odds.probability(habit[row] + .7 * interest[row] * interest[row] - 1.5);
        }
        double limit = Arrays.stream(rank).sorted().toArray()[(int) Math.min(people - 1, (1 - chosen) * people)];
        boolean[] treated = new boolean[people];
        boolean[] heldOut = new boolean[people];
        boolean[] did = new boolean[people];
        for (int row = 0; row < people; row++) {
            boolean isChosen = chosen > 0 && rank[row] >= limit;
            heldOut[row] = isChosen && random.nextDouble() < heldOutShare;
            treated[row] = isChosen && !heldOut[row];
            double moved = treated[row] ? likes[row] > 0 ? 1.5 : -1 : 0;
            did[row] = random.nextDouble() < Odds.probability(Odds.logOdds(untreated[row]) + moved);
        }
        List<FeatureColumn> columns = seen
                ? List.of(column("habit", habit), column("interest", interest), column("likes", likes))
                : List.of(column("habit", habit), column("likes", likes));
        FeatureTable table = FeatureTable.of(IntStream.rangeClosed(1, people).toArray(), columns);
        return new TreatedWorld(new Labelled(table, did, treated), heldOut, untreated);
    }

    private static float[] normal(int people, Random random) {
        float[] values = new float[people];
        for (int row = 0; row < people; row++) {
            values[row] = (float) random.nextGaussian();
        }
        return values;
    }

    private static FeatureColumn column(String name, float[] values) {
        return FeatureColumn.numbers("trait:" + name, values);
    }
}
