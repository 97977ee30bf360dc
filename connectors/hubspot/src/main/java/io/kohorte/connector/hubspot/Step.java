// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.hubspot;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.WireRequest;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * One request for those of its rows that got so far.
 *
 * @param rows positions in the batch, as a preview shows them
 * @param goes whether a row that is still open takes part when it comes to sending
 * @param call the request for these rows
 * @param read places what the answer says of these rows
 * @param refused what an answer outside 200–299 means
 */
record Step(
        Rows batch,
        List<Integer> rows,
        IntPredicate goes,
        Function<List<Integer>, HttpCall> call,
        BiConsumer<List<Integer>, HttpAnswer> read,
        BiFunction<HttpCall, HttpAnswer, ConnectorException> refused) {

    WireRequest shown() {
        return call.apply(rows).shown();
    }

    /** @throws ConnectorException when nothing of it was applied, or the answer does not say */
    void run(HubspotApi api) {
        var going = rows.stream()
                .filter(batch::isOpen)
                .filter(row -> goes.test(row))
                .toList();
        if (going.isEmpty()) {
            return;
        }
        var request = call.apply(going);
        var answer = api.ask(request);
        if (answer.successful()) {
            read.accept(going, answer);
            return;
        }
        var refusal = refused.apply(request, answer);
        if (going.size() > 1 || refusal.problem().code() != ProblemCode.BATCH_REFUSED) {
            throw refusal;
        }
        var error = answer.maybeJson().map(VendorError::new).orElseGet(VendorError::none);
        batch.settle(going.get(0), error.rejected(batch.change(going.get(0))));
    }
}
