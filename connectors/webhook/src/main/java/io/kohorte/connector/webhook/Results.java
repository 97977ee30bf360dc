// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.SkipReason;
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a receiver answers. A success without a list of results takes every row; with one, the rows it names have the
 * outcome it gives, all others are taken. A refusal (400, 409, 413, 422) may name rows the same way: the others were then not
 * applied and come again.
 */
final class Results {

    static final ErrorTable STATUSES = ErrorTable.STANDARD.with(403, ProblemCode.CREDENTIALS_REJECTED);

    private static final int LONGEST_CODE = 60;

    private final HttpAnswer answer;
    private final List<MemberChange> changes;

    private Results(HttpAnswer answer, List<MemberChange> changes) {
        this.answer = answer;
        this.changes = changes;
    }

    /**
     * @param changes those of the call's rows, in order
     * @return one outcome per change
     */
    static List<Outcome> read(HttpCall call, HttpAnswer answer, List<MemberChange> changes) {
        var results = new Results(answer, changes);
        if (answer.successful()) {
            return results.outcomes(results.body(), new Outcome.Accepted(""));
        }
        var refusal = STATUSES.problem(call, answer);
        if (refusal.code() == ProblemCode.BATCH_REFUSED) {
            var named = answer.maybeJson().filter(body -> !body.path("results").isEmpty());
            if (named.isPresent()) {
                return results.outcomes(named.get(), new Outcome.Retry(refusal, Duration.ZERO));
            }
        }
        return List.of(STATUSES.refusedRow(call, answer));
    }

    /** Many receivers answer {@code ok}. A page, or JSON that breaks off, comes from something else than the receiver. */
    private JsonNode body() {
        var text = answer.text().strip();
        if (text.startsWith("<")) {
            throw answer.badResponse("with a page");
        }
        var type = answer.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        var json = type.contains("json") || text.startsWith("{") || text.startsWith("[");
        return json && !text.isEmpty() ? answer.json() : MissingNode.getInstance();
    }

    private List<Outcome> outcomes(JsonNode body, Outcome unnamed) {
        var outcomes = new Outcome[changes.size()];
        var results = body.path("results");
        if (!results.isMissingNode() && !results.isArray()) {
            throw answer.badResponse("with results that are no list");
        }
        for (var result : results) {
            var index = result.path("index");
            if (!index.isInt() || index.intValue() < 0 || index.intValue() >= outcomes.length) {
                throw answer.badResponse("with a result for a row that was not sent");
            }
            if (outcomes[index.intValue()] != null) {
                throw answer.badResponse("with two results for one row");
            }
            outcomes[index.intValue()] = outcome(result, changes.get(index.intValue()));
        }
        return Arrays.stream(outcomes)
                .map(outcome -> outcome == null ? unnamed : outcome)
                .toList();
    }

    private Outcome outcome(JsonNode result, MemberChange change) {
        return switch (result.path("status").asText()) {
            case "accepted" ->
                new Outcome.Accepted(VendorText.clean(result.path("ref").asText(""), change));
            case "rejected" -> new Outcome.Rejected(problem(result, change, ProblemCode.FIELD_INVALID));
            case "retry" -> new Outcome.Retry(problem(result, change, ProblemCode.UNAVAILABLE), wait(result));
            case "skipped" -> new Outcome.Skipped(reason(result));
            default -> throw answer.badResponse("with a result whose status is unknown");
        };
    }

    /** Codes of ours that mean the same kind of thing are kept; every other code is the receiver's own. */
    private static Problem problem(JsonNode result, MemberChange change, ProblemCode fallback) {
        var theirs = VendorText.clean(result.path("code").asText(""), change);
        var code = named(ProblemCode.values(), theirs)
                .filter(known -> known.kind() == fallback.kind())
                .orElse(fallback);
        var message = VendorText.clean(result.path("message").asText(""), change);
        return Problem.of(code, message.isEmpty() ? "The receiver did not take this row." : message)
                .at(VendorText.clean(result.path("field").asText(""), change))
                .vendor(theirs.length() > LONGEST_CODE ? theirs.substring(0, LONGEST_CODE) : theirs);
    }

    private static SkipReason reason(JsonNode result) {
        return named(SkipReason.values(), result.path("code").asText("")).orElse(SkipReason.NOTHING_TO_SEND);
    }

    private static Duration wait(JsonNode result) {
        var seconds = result.path("retryAfter").asLong(0);
        return Duration.ofSeconds(
                Math.max(0, Math.min(seconds, Duration.ofDays(1).toSeconds())));
    }

    private static <E extends Enum<E>> Optional<E> named(E[] values, String name) {
        return Stream.of(values)
                .filter(value -> value.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
