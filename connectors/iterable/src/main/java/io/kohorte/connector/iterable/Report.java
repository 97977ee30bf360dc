// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What Iterable says of a bulk request that it took with 200: how many went well and how many did not, and who did not, by
 * reason, in {@code failedUpdates}. Rows are told by their identifier; there are no positions.
 *
 * @param reasons identifier to reason: addresses in lower case, user ids as they are, since two may differ in case only
 * @param filtered names of fields that were not written of anybody
 */
record Report(Map<String, Reason> reasons, Set<String> filtered, long successes, long failures, HttpAnswer answer) {

    private static final Problem SILENT =
            Problem.of(ProblemCode.UNAVAILABLE, "Iterable did not say what became of this user.");

    /** Why somebody was not written; the names of the lists begin so. */
    enum Reason {
        INVALID("invalid", ProblemCode.IDENTIFIER_INVALID, "Iterable does not take this identifier."),
        INVALID_DATA("invalidData", ProblemCode.FIELD_INVALID, "A field has another type at Iterable than this value."),
        CONFLICT("conflict", ProblemCode.CONFLICT, "Address and user id belong to different users of Iterable."),
        FORGOTTEN("forgotten", ProblemCode.FORGOTTEN, "Iterable has forgotten this person at their request."),
        NOT_FOUND("notFound", ProblemCode.NOT_FOUND, "Iterable has no user with this identifier."),
        /** As other bulk endpoints have it: valid, and yet not written. */
        FAILED("valid", ProblemCode.UNAVAILABLE, "Iterable could not write this user right now.");

        private final String prefix;
        private final ProblemCode code;
        private final String sentence;

        Reason(String prefix, ProblemCode code, String sentence) {
            this.prefix = prefix;
            this.code = code;
            this.sentence = sentence;
        }

        private List<String> lists() {
            return this == FAILED
                    ? List.of("validEmailFailures", "validUserIdFailures")
                    : List.of(prefix + "Emails", prefix + "UserIds");
        }

        Outcome outcome() {
            var problem = Problem.of(code, sentence).vendor(prefix);
            return this == FAILED ? new Outcome.Retry(problem, Duration.ZERO) : new Outcome.Rejected(problem);
        }
    }

    static Report of(HttpAnswer answer) {
        var json = answer.json();
        var reasons = new HashMap<String, Reason>();
        for (var reason : Reason.values()) {
            for (var list : reason.lists()) {
                UnaryOperator<String> form =
                        list.contains("Email") ? text -> text.toLowerCase(Locale.ROOT) : UnaryOperator.identity();
                for (var place : List.of(json.path("failedUpdates"), json)) {
                    place.path(list).forEach(identifier -> reasons.put(form.apply(identifier.asText("")), reason));
                }
            }
        }
        var filtered = new HashSet<String>();
        json.path("filteredOutFields").forEach(field -> filtered.add(field.asText("")));
        return new Report(
                reasons, filtered, count(json, "successCount", answer), count(json, "failCount", answer), answer);
    }

    /** Whether this field of users, or a part of it, was not written. */
    boolean leftOut(String field) {
        return filtered.stream().anyMatch(name -> name.equals(field) || name.startsWith(field + "."));
    }

    private static long count(JsonNode json, String name, HttpAnswer answer) {
        var count = json.path(name);
        if (!count.isIntegralNumber()) {
            throw answer.badResponse("without the number " + name);
        }
        return count.asLong();
    }

    /**
     * One outcome per row of the call.
     *
     * @param keys row to identifier, addresses in lower case
     * @throws ConnectorException {@code UNAVAILABLE} when Iterable says nothing at all, {@code BATCH_REFUSED} when some
     *     failed that it does not name
     */
    List<Outcome> outcomes(HttpCall call, IntFunction<String> keys) {
        var rows = call.rows();
        var named = rows.stream().filter(row -> reason(keys.apply(row)) != null).count();
        var nameless = rows.size() - named;
        if (nameless > 0 && failures > reasons.size()) {
            if (rows.size() > 1) {
                throw new ConnectorException(Problem.of(
                        ProblemCode.BATCH_REFUSED, "Iterable refused some of these users without saying which."));
            }
            return List.of(new Outcome.Rejected(
                    Problem.of(ProblemCode.FIELD_INVALID, "Iterable refused this user without saying why.")));
        }
        if (nameless > 0 && successes == 0 && named == 0) {
            throw new ConnectorException(SILENT);
        }
        var unsaid = successes == 0 ? new Outcome.Retry(SILENT, Duration.ZERO) : new Outcome.Accepted("");
        return rows.stream()
                .map(row -> {
                    var reason = reason(keys.apply(row));
                    return reason == null ? unsaid : reason.outcome();
                })
                .toList();
    }

    private @Nullable Reason reason(String key) {
        return reasons.get(key);
    }
}
