// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.experiment.ExperimentReport.Judged;
import io.kohorte.core.learn.uplift.Interval;
import io.kohorte.core.learn.uplift.Moments;
import io.kohorte.core.learn.uplift.SampleRatio;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgingTest {

    private final Judging judging = new Judging(Measure.RATE);

    private Judged of(long treated, long treatedDid, long heldOut, long heldOutDid) {
        return judging.verdict(
                SampleRatio.of(treated, heldOut, .1),
                Measure.RATE.effect(Moments.ofRate(treated, treatedDid), Moments.ofRate(heldOut, heldOutDid)),
                treatedDid + heldOutDid);
    }

    @Test
    void aClearDifferenceRaisesOrLowers() {
        Judged raises = of(9_000, 1_800, 1_000, 100);
        assertThat(raises.word()).isEqualTo(Verdict.RAISES);
        assertThat(raises.sentence().en()).contains("raises the outcome by 10.00 points", "100%");
        assertThat(raises.sentence().de()).contains("um 10,00 Punkte");
        assertThat(of(9_000, 900, 1_000, 200).word()).isEqualTo(Verdict.LOWERS);
    }

    @Test
    void whatMayBeChanceIsNotShownAndSaysHowManyMoreAreNeeded() {
        Judged judged = of(9_000, 945, 1_000, 100);
        assertThat(judged.word()).isEqualTo(Verdict.NOT_SHOWN);
        assertThat(judged.sentence().en()).contains("No effect is shown", "people more would show it");
        assertThat(judged.sentence().de()).contains("Menschen mehr");
    }

    @Test
    void aHandfulIsTooEarly() {
        assertThat(of(90, 9, 10, 0).word()).isEqualTo(Verdict.TOO_EARLY);
        assertThat(of(0, 0, 0, 0).word()).isEqualTo(Verdict.TOO_EARLY);
    }

    /** However clear the difference is. */
    @Test
    void groupsThatChanceDidNotDivideAreNotToBeTrusted() {
        Judged judged = of(9_000, 1_800, 1_300, 130);
        assertThat(judged.word()).isEqualTo(Verdict.NOT_TO_BE_TRUSTED);
        assertThat(judged.sentence().en()).contains("12.6%", "10.0%");
    }

    /** Nobody held out can be reached, so what everybody drawn gained was gained by those reached. */
    @Test
    void effectPerPersonReachedIsThatOfEverybodySpreadOverThem() {
        var effect = Measure.RATE.effect(Moments.ofRate(9_000, 1_350), Moments.ofRate(1_000, 100));
        var reached = judging.reached(4_500, 9_000, new Interval(.12, .1, .14), effect);
        assertThat(reached.perReached().value()).isCloseTo(.1, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(reached.sentence().en()).contains("50%", "12.00 points");
        assertThat(judging.reached(4_500, 9_000, new Interval(.12, .1, .14), Optional.empty())
                        .perReached())
                .isNull();
    }
}
