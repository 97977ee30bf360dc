// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.core.duplicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LearningTest {

    private static final int PAIRS = 20_000;

    /** Where every eleventh profile is the one before it again, one pair in eleven drawn by their numbers alone was none of those. */
    @Test
    void ofManyPairsAsManyAreDrawnAsAskedHoweverRegularlyTheyCome() {
        for (int every = 2; every <= 40; every++) {
            for (int period = 1; period <= 24; period++) {
                int drawnOf = every;
                int step = period;
                long drawn = IntStream.range(0, PAIRS)
                        .filter(pair -> Learning.isDrawn(step * pair, step * pair + 1, drawnOf))
                        .count();
                double share = 1.0 / every;
                assertThat((double) drawn / PAIRS)
                        .as("one in %d, every %d", every, period)
                        .isCloseTo(share, within(6 * Math.sqrt(share / PAIRS)));
            }
        }
    }
}
