// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.ConnectorException;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** Collects the steps of a batch; one without rows is none. */
final class Steps {

    private final Rows batch;
    private final List<Step> steps = new ArrayList<>();

    Steps(Rows batch) {
        this.batch = batch;
    }

    void add(Stream<Integer> rows, Function<List<Integer>, HttpCall> call, BiConsumer<List<Integer>, HttpAnswer> read) {
        add(rows, row -> true, call, read, RequestErrors::of);
    }

    /**
     * @param goes whether a row takes part when it comes to sending
     * @param refused what an answer outside 200–299 means
     */
    void add(
            Stream<Integer> rows,
            IntPredicate goes,
            Function<List<Integer>, HttpCall> call,
            BiConsumer<List<Integer>, HttpAnswer> read,
            BiFunction<HttpCall, HttpAnswer, ConnectorException> refused) {
        var positions = rows.toList();
        if (!positions.isEmpty()) {
            steps.add(new Step(batch, positions, goes, call, read, refused));
        }
    }

    List<Step> all() {
        return List.copyOf(steps);
    }
}
