// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.Progress;
import io.kohorte.core.learn.predict.Learner;
import io.kohorte.core.learn.uplift.UpliftReport.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Target, hold out, measure, learn again: in a world where it is known what treatment does to whom. */
class ClosedLoopTest {

    private static final long SEED = 5;
    private static final int ROUNDS = 4;
    private static final int PEOPLE = 4_000;
    private static final double HOLDOUT = .3;

    @Test
    void policyImprovesOverRoundsAndLeavesSleepingDogsAlone() {
        List<Trial> past = new ArrayList<>();
        double[] values = new double[ROUNDS];
        double[] dogs = new double[ROUNDS];
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            World world = World.of(PEOPLE, round);
            boolean[] targeted = targeted(past, world.table());
            values[round] = world.value(targeted);
            dogs[round] = world.shareOfSleepingDogs(targeted);
            best = world.value(world.wise());
            past.add(world.played(targeted, new Random(SEED + round)));
        }
        assertThat(dogs[0]).isGreaterThan(.9);
        assertThat(dogs[ROUNDS - 1]).isLessThan(.1);
        assertThat(values[ROUNDS - 1]).isGreaterThan(values[0] + .02);
        assertThat(values[ROUNDS - 1]).isGreaterThanOrEqualTo(values[1] - .005);
        assertThat(values[ROUNDS - 1]).isGreaterThan(best - .01);
    }

    @Test
    void theFourGroupsAreFoundWithTheirEvidence() {
        World world = World.of(12_000, 9);
        boolean[] everybody = new boolean[12_000];
        Arrays.fill(everybody, true);
        UpliftReport report = new UpliftTraining(world.played(everybody, new Random(SEED)), SEED)
                .train(Progress.SILENT)
                .report();
        assertThat(report.groups()).extracting(Group::reaction).contains(Reaction.PERSUADABLE, Reaction.SLEEPING_DOG);
        assertThat(report.groups())
                .filteredOn(
                        group -> group.reaction() == Reaction.PERSUADABLE || group.reaction() == Reaction.SLEEPING_DOG)
                .allSatisfy(group -> assertThat(group.confirmed()).isTrue());
        assertThat(report.qini().coefficient()).isGreaterThan(report.responseQini() + .002);
        assertThat(report.word().word()).isIn("good", "excellent");
    }

    /** Before anything is known everybody; then whoever is foreseen to gain. */
    private static boolean[] targeted(List<Trial> past, FeatureTable table) {
        boolean[] targeted = new boolean[table.size()];
        if (past.isEmpty()) {
            Arrays.fill(targeted, true);
            return targeted;
        }
        double[] uplift = UpliftMethod.TWO_MODELS
                .learned(Trial.stacked(past), Learner.BOOSTING, SEED)
                .foresee(table)
                .uplift();
        for (int row = 0; row < targeted.length; row++) {
            targeted[row] = uplift[row] > 0;
        }
        return targeted;
    }

    /** Customers of whom two things are known: how much they like news, which decides what treatment does, and how much they buy anyway. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record World(FeatureTable table, float[] likes, float[] habit) {

        static World of(int people, int round) {
            Random random = new Random(100 + round);
            float[] likes = new float[people];
            float[] habit = new float[people];
            for (int row = 0; row < people; row++) {
                likes[row] = random.nextFloat();
                habit[row] = random.nextFloat();
            }
            FeatureTable table = FeatureTable.of(
                    IntStream.range(round * people, (round + 1) * people).toArray(),
                    List.of(FeatureColumn.numbers("likes", likes), FeatureColumn.numbers("habit", habit)));
            return new World(table, likes, habit);
        }

        private double untreated(int row) {
            return .15 + .4 * habit[row];
        }

        private double uplift(int row) {
            return likes[row] > .6 ? .25 : likes[row] < .3 ? -.14 : 0;
        }

        private double chance(int row, boolean treated) {
            return untreated(row) + (treated ? uplift(row) : 0);
        }

        /** Treat exactly those who gain. */
        boolean[] wise() {
            boolean[] wise = new boolean[likes.length];
            for (int row = 0; row < wise.length; row++) {
                wise[row] = uplift(row) > 0;
            }
            return wise;
        }

        /** Mean probability of the outcome when exactly these are treated. */
        double value(boolean[] treated) {
            return IntStream.range(0, likes.length)
                    .mapToDouble(row -> chance(row, treated[row]))
                    .average()
                    .orElseThrow();
        }

        double shareOfSleepingDogs(boolean[] targeted) {
            return IntStream.range(0, likes.length)
                    .filter(row -> uplift(row) < 0)
                    .mapToDouble(row -> targeted[row] ? 1 : 0)
                    .average()
                    .orElseThrow();
        }

        /** What the targeted did, some of whom were held out by lot. */
        Trial played(boolean[] targeted, Random random) {
            int[] rows = IntStream.range(0, targeted.length)
                    .filter(row -> targeted[row])
                    .toArray();
            boolean[] treated = new boolean[rows.length];
            boolean[] outcome = new boolean[rows.length];
            for (int i = 0; i < rows.length; i++) {
                treated[i] = random.nextDouble() >= HOLDOUT;
                outcome[i] = random.nextDouble() < chance(rows[i], treated[i]);
            }
            return new Trial(table.rows(rows), treated, outcome);
        }
    }
}
