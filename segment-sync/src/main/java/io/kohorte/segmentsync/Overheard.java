// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.segmentsync;

import io.kohorte.spi.WireAnswer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/** What came back over the wire during the last call. Only answers about rows: those of a login are none of ours. */
final class Overheard implements Consumer<WireAnswer> {

    private final Deque<WireAnswer> answers = new ArrayDeque<>();

    @Override
    public void accept(WireAnswer answer) {
        if (!answer.rows().isEmpty()) {
            answers.push(answer);
        }
    }

    void forget() {
        answers.clear();
    }

    /** The last word on a row of the batch. */
    Optional<WireAnswer> about(int row) {
        return answers.stream().filter(answer -> answer.rows().contains(row)).findFirst();
    }
}
