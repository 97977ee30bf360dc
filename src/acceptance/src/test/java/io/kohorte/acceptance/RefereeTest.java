// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RefereeTest {

    @Test
    void aPerfectRankingHasAreaOneAndTiesCountHalf() {
        Map<String, Double> scores = Map.of("a", .1, "b", .2, "c", .8, "d", .9);

        assertThat(Referee.areaUnderCurve(scores, Set.of("c", "d"))).isEqualTo(1);
        assertThat(Referee.areaUnderCurve(scores, Set.of("a", "b"))).isEqualTo(0);
        assertThat(Referee.areaUnderCurve(Map.of("a", .5, "b", .5, "c", .5, "d", .5), Set.of("a")))
                .isEqualTo(.5);
    }

    @Test
    void theAdjustedRandIndexIsTheOneOfTheBooks() {
        Map<String, Integer> truth = Map.of("a", 0, "b", 0, "c", 0, "d", 1, "e", 1, "f", 1);

        assertThat(Referee.adjustedRand(Map.of("a", 5, "b", 5, "c", 5, "d", 9, "e", 9, "f", 9), truth))
                .isEqualTo(1);
        // scikit-learn: adjusted_rand_score([0,0,0,1,1,1], [0,0,1,1,2,2]) = 0.24242…
        assertThat(Referee.adjustedRand(Map.of("a", 0, "b", 0, "c", 1, "d", 1, "e", 2, "f", 2), truth))
                .isEqualTo(0.242424, within(1e-6));
    }
}
