// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettledRowsTest {

    private static final Problem PROBLEM = new Problem(ProblemCode.FIELD_INVALID, "Not \"so\".", "zip", "invalid");

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0-9999", "3,5-7,1,0", "2-3,9"})
    void rows_are_written_as_they_are_read(String text) {
        assertThat(RowRanges.text(RowRanges.of(text))).isEqualTo(text);
    }

    @Test
    void shuffled_rows_keep_their_order() {
        var rows = new ArrayList<>(RowRanges.of("0-999"));
        Collections.shuffle(rows, new Random(42));
        assertThat(RowRanges.of(RowRanges.text(rows))).isEqualTo(rows);
    }

    @Test
    void every_outcome_is_read_as_it_was_but_for_the_vendors_reference() {
        var outcomes = Map.<Integer, Outcome>of(
                0, new Outcome.Accepted("01A"),
                2, new Outcome.Rejected(PROBLEM),
                3, new Outcome.Skipped(SkipReason.NOTHING_TO_SEND),
                7, new Outcome.Retry(PROBLEM, Duration.ofMillis(1500)),
                8, new Outcome.Rejected(PROBLEM));

        var expected = new TreeMap<>(outcomes);
        expected.put(0, new Outcome.Accepted(""));
        assertThat(SettledRows.of(SettledRows.text(outcomes))).isEqualTo(expected);
    }

    @Test
    void what_is_the_same_for_many_is_told_once() {
        var outcomes = new TreeMap<Integer, Outcome>();
        RowRanges.of("0-9999").forEach(row -> outcomes.put(row, new Outcome.Accepted("01H" + row)));
        assertThat(SettledRows.text(outcomes)).isEqualTo("[{\"rows\":\"0-9999\"}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[{\"rows\":\"x\"}]",
                "[{\"rows\":\"0\",\"code\":\"WHAT\"}]",
                "[{\"rows\":\"0\",\"skipped\":\"WHY\"}]"
            })
    void what_was_not_written_here_is_refused(String text) {
        assertThatThrownBy(() -> SettledRows.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
