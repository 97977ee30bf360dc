// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * What the Track API says of a batch: 200 and nothing when all went well; 207 and
 * {@code {"errors":[{"batch_index","reason","field","message"}]}} when some did not.
 */
final class BatchAnswer {

    private static final Outcome ACCEPTED = new Outcome.Accepted("");

    /** Reasons that pass by themselves; from memory. */
    private static final Set<String> PASSING = Set.of("rate_limited", "throttled", "unavailable", "internal");

    private BatchAnswer() {}

    /**
     * One outcome per row of the call.
     *
     * @throws io.kohorte.spi.ConnectorException when the call as a whole did not go through
     */
    static List<Outcome> outcomes(HttpCall call, HttpAnswer answer, IntFunction<MemberChange> changes) {
        if (!answer.successful()) {
            return List.of(ErrorTable.STANDARD.refusedRow(call, answer));
        }
        var outcomes = new ArrayList<>(Collections.nCopies(call.rows().size(), ACCEPTED));
        if (answer.hasBody()) {
            var body = answer.json();
            if (!body.isObject()) {
                throw answer.badResponse("something other than a list of errors");
            }
            body.path("errors").forEach(error -> {
                var index = error.path("batch_index");
                if (!index.isIntegralNumber() || index.asInt() < 0 || index.asInt() >= outcomes.size()) {
                    throw answer.badResponse("an error about none of the people");
                }
                outcomes.set(
                        index.asInt(), outcome(error, changes.apply(call.rows().get(index.asInt()))));
            });
        }
        if (answer.status() == 207 && outcomes.stream().allMatch(ACCEPTED::equals)) {
            throw answer.badResponse("errors without naming them");
        }
        return outcomes;
    }

    private static Outcome outcome(JsonNode error, MemberChange change) {
        var reason = VendorText.clean(error.path("reason").asText(""), change);
        var field = VendorText.clean(error.path("field").asText(""), change);
        var message = VendorText.clean(error.path("message").asText(""), change);
        if (PASSING.contains(reason)) {
            var again = Problem.of(ProblemCode.UNAVAILABLE, "Customer.io could not take this person this time.");
            return new Outcome.Retry(again.vendor(reason), Duration.ZERO);
        }
        var code = field.startsWith("identifiers") ? ProblemCode.IDENTIFIER_INVALID : ProblemCode.FIELD_INVALID;
        var sentence = message.isEmpty() ? "Customer.io refused this person." : message;
        return new Outcome.Rejected(Problem.of(code, sentence).at(field).vendor(reason));
    }
}
