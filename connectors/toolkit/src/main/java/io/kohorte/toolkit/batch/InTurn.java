// SPDX-License-Identifier: Apache-2.0
package io.kohorte.toolkit.batch;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Parts of one batch, sent one after the other. {@link Plan} is this for parts that are single calls. */
public final class InTurn {

    private InTurn() {}

    /**
     * Sends the parts in their order. Once one went through, a failure no longer speaks for the whole batch: the part that
     * failed and those after it are not sent, and their rows shall come again.
     *
     * @param send sends one part and keeps what became of its rows
     * @param postpone settles the rows of a part that shall come again
     * @throws ConnectorException when the first part fails: the whole batch may come again
     */
    public static <P> void send(List<P> parts, Consumer<P> send, BiConsumer<P, Outcome> postpone) {
        for (var i = 0; i < parts.size(); i++) {
            try {
                send.accept(parts.get(i));
            } catch (ConnectorException failure) {
                if (i == 0) {
                    throw failure;
                }
                var again = new Outcome.Retry(failure.problem(), failure.after());
                parts.subList(i, parts.size()).forEach(part -> postpone.accept(part, again));
                return;
            }
        }
    }
}
