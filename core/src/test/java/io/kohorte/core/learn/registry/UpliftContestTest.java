// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.learn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.feature.Wording;
import io.kohorte.core.learn.Quality;
import io.kohorte.core.learn.predict.Learner;
import io.kohorte.core.learn.uplift.Effect;
import io.kohorte.core.learn.uplift.Moments;
import io.kohorte.core.learn.uplift.Qini;
import io.kohorte.core.learn.uplift.UpliftMethod;
import io.kohorte.core.learn.uplift.UpliftReport;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpliftContestTest {

    @Test
    void whatChanceMayExplainNeverSpeaksHoweverLittleTheChampionIsWorth() {
        assertThat(UpliftContest.between(Optional.empty(), judged(Quality.POOR, .009), .002))
                .satisfies(decision -> assertThat(decision.promoted()).isFalse())
                .satisfies(decision -> assertThat(decision.reason().en()).contains("Chance may explain"));
        assertThat(UpliftContest.between(Optional.of(-.01), judged(Quality.POOR, .009), .002)
                        .promoted())
                .isFalse();
    }

    @Test
    void theFirstOneShownToFindThemSpeaks() {
        Decision decision = UpliftContest.between(Optional.empty(), judged(Quality.FAIR, .004), .002);

        assertThat(decision.promoted()).isTrue();
        assertThat(decision.reason().de()).contains("Erster Champion").contains("4,00");
    }

    @Test
    void theChampionStaysUnlessTheChallengerIsNoWorseByMoreThanTheMargin() {
        assertThat(UpliftContest.between(Optional.of(.004), judged(Quality.GOOD, .0039), .05)
                        .promoted())
                .isTrue();
        assertThat(UpliftContest.between(Optional.of(.004), judged(Quality.GOOD, .0039), .01))
                .satisfies(decision -> assertThat(decision.promoted()).isFalse())
                .satisfies(decision -> assertThat(decision.reason().en()).contains("3.90 against 4.00"));
    }

    private static UpliftReport judged(Quality word, double qini) {
        Effect effect =
                Effect.ofRates(Moments.ofRate(100, 50), Moments.ofRate(100, 30)).orElseThrow();
        return new UpliftReport(
                new UpliftReport.Rows(100, 100),
                effect,
                List.of(),
                UpliftMethod.TWO_MODELS,
                Learner.LOGISTIC,
                new Qini(List.of(), qini),
                0,
                List.of(),
                List.of(),
                word,
                new Wording("", ""));
    }
}
