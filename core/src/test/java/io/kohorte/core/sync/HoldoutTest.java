// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kohorte.core.condition.SegmentId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldoutTest {

    private static final SegmentId ONE = new SegmentId(1);
    private static final SegmentId OTHER = new SegmentId(2);

    @Test
    void aTenthIsAboutATenth() {
        assertThat(held(Holdout.of(0.1, List.of(ONE)))).hasSizeBetween(950, 1_050);
    }

    @Test
    void noShareHoldsNobodyOut() {
        assertThat(held(Holdout.of(0, List.of(ONE)))).isEmpty();
    }

    @Test
    void anotherSegmentHoldsOutOthers() {
        assertThat(held(Holdout.of(0.1, List.of(OTHER)))).isNotEqualTo(held(Holdout.of(0.1, List.of(ONE))));
    }

    @Test
    void theOrderOfSegmentsDoesNotMatter() {
        assertThat(held(Holdout.of(0.1, List.of(OTHER, ONE)))).isEqualTo(held(Holdout.of(0.1, List.of(ONE, OTHER))));
    }

    @Test
    void whoIsHeldOutStaysSoWhenTheShareGrows() {
        assertThat(held(Holdout.of(0.2, List.of(ONE)))).containsAll(held(Holdout.of(0.1, List.of(ONE))));
    }

    /** An experiment outlives a release: whoever draws otherwise mixes those who were sent to into those who were not. */
    @Test
    void theSamePeopleAreHeldOutByEveryRelease() {
        assertThat(held(Holdout.of(0.1, List.of(ONE, OTHER))))
                .startsWith(7, 8, 13, 16, 22, 34, 35, 64, 77, 82, 83, 86, 90)
                .doesNotContain(91, 92, 93, 94, 95, 96, 97, 98, 99, 100);
    }

    private static List<Integer> held(Holdout holdout) {
        return IntStream.rangeClosed(1, 10_000).filter(holdout::holds).boxed().toList();
    }
}
