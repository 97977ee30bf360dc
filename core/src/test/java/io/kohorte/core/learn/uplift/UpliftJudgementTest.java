// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.feature.FeatureColumn;
import io.kohorte.core.feature.FeatureTable;
import io.kohorte.core.learn.uplift.UpliftModel.Foreseen;
import io.kohorte.core.learn.uplift.UpliftReport.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said of a model is no more than what the people in the trial show. */
class UpliftJudgementTest {

    private static final int WAYS = 6;

    private final List<Boolean> treated = new ArrayList<>();
    private final List<Boolean> outcome = new ArrayList<>();
    private final List<Double> uplift = new ArrayList<>();
    private final List<Double> untreated = new ArrayList<>();

    @Test
    void aFewPeopleInBetweenConfirmNothingAndManyDo() {
        people(4_000, .10, .16, .06, .1);
        people(24, .50, .50, .001, .5);
        assertThat(group(Reaction.PERSUADABLE).confirmed()).isTrue();
        assertThat(group(Reaction.SURE_THING).confirmed()).isFalse();

        people(20_000, .50, .50, .001, .5);
        assertThat(group(Reaction.SURE_THING).confirmed()).isTrue();
    }

    /** The best of six ways to order people by nothing at all: one in seven looks like something to whoever looks at it alone. */
    @Test
    void theBestOfSeveralWaysToSeeWhereNothingIsIsRarelyPraised() {
        int praised = 0;
        for (int world = 0; world < 200; world++) {
            Random random = new Random(world);
            Trial trial = nothingHappens(random);
            Foreseen best = IntStream.range(0, WAYS)
                    .mapToObj(way -> byLot(trial.size(), random))
                    .max((one, other) -> Double.compare(qini(trial, one), qini(trial, other)))
                    .orElseThrow();
            UpliftJudgement judgement = new UpliftJudgement(trial, best, WAYS);
            if (!judgement.word(judgement.qini()).word().equals("poor")) {
                praised++;
            }
        }
        assertThat(praised).isLessThanOrEqualTo(11);
    }

    private static double qini(Trial trial, Foreseen foreseen) {
        return Qini.of(foreseen.uplift(), trial.treated(), trial.outcome()).coefficient();
    }

    private static Foreseen byLot(int people, Random random) {
        return new Foreseen(
                random.doubles(people).toArray(), random.doubles(people).toArray());
    }

    private static Trial nothingHappens(Random random) {
        boolean[] treated = new boolean[1_500];
        boolean[] outcome = new boolean[treated.length];
        for (int row = 0; row < treated.length; row++) {
            treated[row] = random.nextBoolean();
            outcome[row] = random.nextInt(5) == 0;
        }
        return new Trial(table(treated.length), treated, outcome);
    }

    /** As many treated as held out, who did it as often as said. */
    private void people(int each, double heldOutRate, double treatedRate, double foreseen, double alone) {
        for (boolean sent : new boolean[] {true, false}) {
            long did = Math.round(each * (sent ? treatedRate : heldOutRate));
            for (int person = 0; person < each; person++) {
                treated.add(sent);
                outcome.add(person < did);
                uplift.add(foreseen);
                untreated.add(alone);
            }
        }
    }

    private Group group(Reaction reaction) {
        boolean[] sent = new boolean[treated.size()];
        boolean[] did = new boolean[sent.length];
        for (int row = 0; row < sent.length; row++) {
            sent[row] = treated.get(row);
            did[row] = outcome.get(row);
        }
        Foreseen foreseen = new Foreseen(
                uplift.stream().mapToDouble(Double::doubleValue).toArray(),
                untreated.stream().mapToDouble(Double::doubleValue).toArray());
        return new UpliftJudgement(new Trial(table(sent.length), sent, did), foreseen, WAYS)
                .groups().stream()
                        .filter(group -> group.reaction() == reaction)
                        .findFirst()
                        .orElseThrow();
    }

    private static FeatureTable table(int people) {
        return FeatureTable.of(
                IntStream.range(0, people).toArray(), List.of(FeatureColumn.numbers("nothing", new float[people])));
    }
}
