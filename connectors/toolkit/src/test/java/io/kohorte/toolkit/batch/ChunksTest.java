// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class ChunksTest {

    @Test
    void cuts_by_count() {
        assertThat(Chunks.cut(List.of(1, 1, 1, 1, 1), 2, 100, size -> size))
                .containsExactly(List.of(1, 1), List.of(1, 1), List.of(1));
    }

    @Test
    void cuts_by_bytes_and_gives_what_is_too_large_a_chunk_of_its_own() {
        assertThat(Chunks.cut(List.of(4, 6, 1, 99, 5, 5), 10, 10, size -> size))
                .containsExactly(List.of(4, 6), List.of(1), List.of(99), List.of(5, 5));
    }

    @Test
    void nothing_gives_no_chunk() {
        assertThat(Chunks.cut(List.<Integer>of(), 10, 10, size -> size)).isEmpty();
        assertThatThrownBy(() -> Chunks.cut(List.of(1), 0, 10, size -> size))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @RepeatedTest(50)
    void loses_nothing_keeps_the_order_and_never_cuts_too_early(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var rows = Stream.generate(() -> 1 + random.nextInt(30)).limit(200).toList();
        var chunks = Chunks.cut(rows, 7, 60, size -> size);

        assertThat(chunks.stream().flatMap(List::stream)).containsExactlyElementsOf(rows);
        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk).hasSizeBetween(1, 7);
            assertThat(sum(chunk)).isLessThanOrEqualTo(60);
        });
        for (var i = 0; i + 1 < chunks.size(); i++) {
            var full = chunks.get(i).size() == 7
                    || sum(chunks.get(i)) + chunks.get(i + 1).get(0) > 60;
            assertThat(full).isTrue();
        }
    }

    private static int sum(List<Integer> chunk) {
        return chunk.stream().mapToInt(Integer::intValue).sum();
    }
}
