// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EffectTest {

    /** Newcombe 1998, table II, case (a): 56 of 70 against 48 of 80. */
    @Test
    void ofRatesHasTheIntervalThatNewcombePublished() {
        Effect effect =
                Effect.ofRates(Moments.ofRate(70, 56), Moments.ofRate(80, 48)).orElseThrow();
        assertThat(effect.difference().value()).isCloseTo(.2, within(1e-12));
        assertThat(effect.difference().low()).isCloseTo(.0524, within(.00005));
        assertThat(effect.difference().high()).isCloseTo(.3339, within(.00005));
    }

    /** Where nothing differs both groups have one rate, so the two are put together: z 2.6502. With a spread for each it would be p .0059. */
    @Test
    void ofRatesIsJudgedByTheRateOfBothTogether() {
        Effect effect =
                Effect.ofRates(Moments.ofRate(70, 56), Moments.ofRate(80, 48)).orElseThrow();
        assertThat(effect.pValue()).isCloseTo(.008045, within(.000001));
    }

    /** Sleep data of Student (1908): Welch's test says t 1.8608 with 17.776 degrees of freedom, p .07939. */
    @Test
    void ofMeansIsWelchs() {
        double[] one = {1.9, .8, 1.1, .1, -.1, 4.4, 5.5, 1.6, 4.6, 3.4};
        double[] other = {.7, -1.6, -.2, -1.2, -.1, 3.4, 3.7, .8, 0, 2};
        Effect effect = Effect.ofMeans(Moments.of(one), Moments.of(other)).orElseThrow();
        assertThat(effect.difference().value()).isCloseTo(1.58, within(1e-9));
        assertThat(effect.difference().low()).isCloseTo(-.2055, within(.0001));
        assertThat(effect.difference().high()).isCloseTo(3.3655, within(.0001));
        assertThat(effect.pValue()).isCloseTo(.07939, within(.00001));
    }

    /** Ten people who differ much and twenty who differ little: Welch's test says t −1.565 with 9.905 degrees of freedom; of one common spread it would be p .034. */
    @Test
    void ofMeansEachGroupHasASpreadOfItsOwn() {
        double[] few = {17.2, 20.9, 22.6, 18.1, 21.7, 21.4, 23.5, 24.2, 14.7, 21.8};
        double[] many = {
            21.5, 22.8, 21, 23, 21.6, 23.6, 22.5, 20.7, 23.4, 21.8, 20.7, 21.7, 21.5, 22.5, 23.6, 21.5, 22.5, 23.5,
            21.5, 21.8
        };
        Effect effect = Effect.ofMeans(Moments.of(few), Moments.of(many)).orElseThrow();
        assertThat(effect.difference().value()).isCloseTo(-1.525, within(1e-9));
        assertThat(effect.pValue()).isCloseTo(.14884, within(.00001));
    }

    @Test
    void upliftIsTheShareOfWhatTheHeldOutDo() {
        Effect effect = Effect.ofRates(Moments.ofRate(10_000, 1_200), Moments.ofRate(10_000, 1_000))
                .orElseThrow();
        Interval uplift = effect.uplift();
        assertThat(uplift.value()).isCloseTo(.2, within(1e-9));
        assertThat(uplift.low()).isBetween(.08, .13);
        assertThat(uplift.high()).isBetween(.28, .32);
    }

    @Test
    void noUpliftIsToldWhereTheHeldOutHardlyDoIt() {
        Effect effect =
                Effect.ofRates(Moments.ofRate(100, 5), Moments.ofRate(100, 1)).orElseThrow();
        assertThat(effect.uplift()).isNull();
    }

    @Test
    void whereNobodyDidItNothingIsClaimed() {
        Effect rates =
                Effect.ofRates(Moments.ofRate(50, 0), Moments.ofRate(50, 0)).orElseThrow();
        Effect means =
                Effect.ofMeans(Moments.ofRate(50, 0), Moments.ofRate(50, 0)).orElseThrow();
        assertThat(rates.pValue()).isEqualTo(1);
        assertThat(rates.difference().isClear()).isFalse();
        assertThat(rates.more()).isNull();
        assertThat(means.pValue()).isEqualTo(1);
        assertThat(Effect.ofRates(Moments.NONE, Moments.ofRate(50, 1))).isEmpty();
        assertThat(Effect.ofMeans(Moments.ofRate(1, 1), Moments.ofRate(50, 1))).isEmpty();
    }

    /** 2.8016 standard errors: √(.12 · .88 / 499 + .1 · .9 / 499) = .019799. */
    @Test
    void theSmallestEffectThatIsFoundFourTimesOfFive() {
        Effect effect =
                Effect.ofRates(Moments.ofRate(500, 60), Moments.ofRate(500, 50)).orElseThrow();
        assertThat(effect.detectable()).isCloseTo(.055467, within(.000001));
    }

    /** With so many more people as it asks for, a difference as large is found four times of five. */
    @Test
    void asManyMoreAsAreNeededFindIt() {
        Effect small =
                Effect.ofRates(Moments.ofRate(500, 60), Moments.ofRate(500, 50)).orElseThrow();
        int each = (int) ((1_000 + small.more()) / 2);
        Random random = new Random(7);
        int found = 0;
        for (int trial = 0; trial < 400; trial++) {
            Effect again = Effect.ofRates(drawn(each, .12, random), drawn(each, .10, random))
                    .orElseThrow();
            found += again.isSignificant() ? 1 : 0;
        }
        assertThat(found / 400.0).isBetween(.74, .86);
    }

    /** Of experiments in which nothing happens one of twenty says otherwise. */
    @Test
    void falseAlarmsAreAsOftenAsSaid() {
        Random random = new Random(11);
        int significant = 0;
        int outside = 0;
        int ratio = 0;
        for (int trial = 0; trial < 2_000; trial++) {
            Effect effect = Effect.ofRates(drawn(900, .2, random), drawn(300, .2, random))
                    .orElseThrow();
            significant += effect.isSignificant() ? 1 : 0;
            outside += effect.difference().isClear() ? 1 : 0;
            long heldOut = (long) drawn(1_000, .1, random).sum();
            ratio += SampleRatio.of(1_000 - heldOut, heldOut, .1).alarm() ? 1 : 0;
        }
        assertThat(significant / 2_000.0).isBetween(.035, .065);
        assertThat(outside / 2_000.0).isBetween(.035, .065);
        assertThat(ratio / 2_000.0).isLessThan(.02);
    }

    @Test
    void sizesAsDrawnRaiseNoAlarm() {
        assertThat(SampleRatio.of(9_010, 990, .1).alarm()).isFalse();
        assertThat(SampleRatio.of(9_200, 800, .1).alarm()).isTrue();
        assertThat(SampleRatio.of(0, 0, .1).alarm()).isFalse();
    }

    /** Of 10,000 with a tenth held out 30 is a standard error; 2.576 of them are one in a hundred. */
    @Test
    void sizesThatChanceGivesLessThanOnceInAHundredRaiseTheAlarm() {
        SampleRatio rare = SampleRatio.of(8_922, 1_078, .1);
        assertThat(rare.pValue()).isCloseTo(.009322, within(.000001));
        assertThat(rare.alarm()).isTrue();
        assertThat(SampleRatio.of(8_923, 1_077, .1).alarm()).isFalse();
        assertThat(SampleRatio.of(9_078, 922, .1).alarm()).isTrue();
    }

    private static Moments drawn(int people, double rate, Random random) {
        return Moments.ofRate(
                people, random.doubles(people).filter(chance -> chance < rate).count());
    }
}
