// SPDX-License-Identifier: Apache-2.0
package io.kohorte.tck;

import static org.assertj.core.api.Assertions.fail;

import io.kohorte.spi.BatchResult;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Preview;
import io.kohorte.spi.ProblemCode;
import java.util.List;
import java.util.stream.Stream;

/** What came of a batch. */
sealed interface Attempt {

    /** What the connector said beforehand. */
    Preview preview();

    record Answered(Preview preview, BatchResult result) implements Attempt {}

    record Failed(Preview preview, ConnectorException failure) implements Attempt {}

    default List<Outcome> outcomes() {
        if (this instanceof Answered answered && answered.result() instanceof BatchResult.Done done) {
            return done.outcomes();
        }
        return fail("outcomes were expected, and this came: " + this);
    }

    /** Kinds of {@link #codesOfFirstRequest}. */
    default List<ProblemCode.Kind> kindsOfFirstRequest() {
        return codesOfFirstRequest().stream().map(ProblemCode::kind).toList();
    }

    /** Codes of all problems that rows of the first request met, whether the batch failed as a whole or row by row. */
    default List<ProblemCode> codesOfFirstRequest() {
        if (this instanceof Failed failed) {
            return List.of(failed.failure().problem().code());
        }
        var outcomes = outcomes();
        return preview().requests().get(0).rows().stream()
                .flatMap(row -> code(outcomes.get(row)))
                .toList();
    }

    private static Stream<ProblemCode> code(Outcome outcome) {
        if (outcome instanceof Outcome.Rejected rejected) {
            return Stream.of(rejected.problem().code());
        }
        if (outcome instanceof Outcome.Retry retry) {
            return Stream.of(retry.problem().code());
        }
        return fail("a row of a request that failed cannot be " + outcome);
    }
}
