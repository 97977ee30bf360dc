// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What to do with customers whom marketing was working on, judged by what other customers do when left alone. */
final class TreatedRowsTest {
    private static final int SEEDS = 4;

    /** The fifth ranked first is the better one in every world; probabilities are the nearer ones where most were treated. */
    @ParameterizedTest
    @EnumSource(
            value = Learner.class,
            names = {"LOGISTIC", "BOOSTING"})
    void where_a_lot_left_some_alone_it_is_better_to_leave_the_treated_out_however_many_they_are(Learner learner) {
        for (double chosen : new double[] {.3, .6, .85}) {
            for (boolean seen : new boolean[] {true, false}) {
                Judged kept = judged(learner, chosen, .25, seen, TreatedWorld::history);
                Judged leftOut = judged(
                        learner, chosen, .25, seen, world -> world.history().untreated());

                assertThat(leftOut.found())
                        .as("chosen %s, seen %s", chosen, seen)
                        .isGreaterThan(kept.found());
                if (chosen > .8) {
                    assertThat(leftOut.off())
                            .as("chosen %s, seen %s", chosen, seen)
                            .isLessThan(kept.off());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Learner.class,
            names = {"LOGISTIC", "BOOSTING"})
    void where_most_were_treated_and_nobody_left_alone_by_lot_it_is_better_to_keep_them(Learner learner) {
        Judged kept = judged(learner, .85, 0, true, TreatedWorld::history);
        Judged leftOut = judged(learner, .85, 0, true, world -> world.history().untreated());

        assertThat(kept.off()).isLessThan(leftOut.off());
        assertThat(kept.area()).isGreaterThan(leftOut.area());
    }

    /**
     * An audience takes in who looked at something, which those who will buy do sooner: of those it does not reach, fewer buy than would if everybody
     * were left alone, and by far more are missing than sending could ever add.
     */
    @Test
    void whoever_is_first_sent_to_after_the_moment_stays_in_since_leaving_them_out_would_go_by_the_outcome() {
        int people = 4_000;
        Random random = new Random(5);
        TreatedWorld past = TreatedWorld.of(people, 0, 0, true, 1);
        boolean[] did = past.history().labels().clone();
        boolean[] reached = new boolean[people];
        for (int row = 0; row < people; row++) {
            reached[row] = random.nextDouble() < (did[row] ? .6 : .1);
            did[row] |= reached[row] && random.nextDouble() < .3;
        }
        Labelled later = new Labelled(past.history().table(), did, reached);
        TreatedWorld next = TreatedWorld.of(people, 0, 0, true, 101);

        double kept = off(later, next);
        double leftOut = off(later.untreated(), next);

        assertThat(kept).isLessThan(leftOut / 2);
    }

    private static double off(Labelled learned, TreatedWorld next) {
        return off(
                Learner.BOOSTING
                        .fit(learned.table(), learned.labels(), 1)
                        .score(next.history().table()),
                next.untreated());
    }

    /**
     * Means over worlds.
     *
     * @param area under the curve of what customers do when left alone
     * @param off how far a tenth's probability is from the true one, on average
     * @param found mean true probability of the fifth ranked first
     */
    private record Judged(double area, double off, double found) {}

    private static Judged judged(
            Learner learner, double chosen, double heldOut, boolean seen, Function<TreatedWorld, Labelled> learned) {
        double area = 0;
        double off = 0;
        double found = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Labelled past = learned.apply(TreatedWorld.of(3_000, chosen, heldOut, seen, seed));
            TreatedWorld next = TreatedWorld.of(4_000, 0, 0, seen, 100 + seed);
            double[] scores = learner.fit(past.table(), past.labels(), 1)
                    .score(next.history().table());
            area += Curves.rocAuc(scores, next.history().labels()) / SEEDS;
            off += off(scores, next.untreated()) / SEEDS;
            found += Arrays.stream(order(scores))
                            .skip(scores.length * 4L / 5)
                            .mapToDouble(row -> next.untreated()[row])
                            .average()
                            .orElseThrow()
                    / SEEDS;
        }
        return new Judged(area, off, found);
    }

    private static double off(double[] scores, double[] truth) {
        int[] order = order(scores);
        int tenth = scores.length / 10;
        return IntStream.range(0, 10)
                .mapToDouble(part -> Math.abs(IntStream.range(part * tenth, (part + 1) * tenth)
                        .mapToDouble(i -> scores[order[i]] - truth[order[i]])
                        .average()
                        .orElseThrow()))
                .average()
                .orElseThrow();
    }

    private static int[] order(double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> scores[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
