// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.Json;
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** What became of the rows of one request, by the rules that the settings give. */
final class RowResults {

    private static final int LONGEST_CODE = 60;

    private final AnswerRules rules;
    private final HttpCall call;
    private final HttpAnswer answer;
    private final List<Row> rows;

    RowResults(AnswerRules rules, HttpCall call, HttpAnswer answer, List<Row> rows) {
        this.rules = rules;
        this.call = call;
        this.answer = answer;
        this.rows = rows;
    }

    /** @return one outcome per row, in order */
    List<Outcome> outcomes() {
        return answer.successful() ? taken() : refused();
    }

    private List<Outcome> taken() {
        var body = body();
        if (rules.answerOk().isPresent()
                && !AnswerRules.text(body, rules.answerOk())
                        .filter(rules.answerOkValues()::contains)
                        .isPresent()) {
            throw reported(body).orElseGet(() -> answer.badResponse("without saying that it did what it was asked"));
        }
        if (rules.coverage() == AnswerRules.Coverage.NONE) {
            return rows.stream().<Outcome>map(row -> accepted(body, row)).toList();
        }
        var results = results(body);
        var unnamed = rules.coverage() == AnswerRules.Coverage.REFUSED_ROWS
                ? Optional.<Outcome>of(new Outcome.Accepted(""))
                : Optional.<Outcome>empty();
        return outcomes(results, unnamed);
    }

    /** Where the answer says by code what is wrong with the request as a whole. */
    private Optional<ConnectorException> reported(JsonNode body) {
        return AnswerRules.text(body, rules.errorCode())
                .map(theirs -> new ConnectorException(
                        problem(rules.codes().getOrDefault(theirs, ProblemCode.BATCH_REFUSED), theirs, ""),
                        answer.retryAfter().orElse(Duration.ZERO)))
                .filter(failure -> failure.problem().code().kind() != ProblemCode.Kind.RECORD);
    }

    /** A page, or JSON that breaks off, comes from something else than the API. */
    private JsonNode body() {
        var text = answer.text().strip();
        if (text.startsWith("<")) {
            throw answer.badResponse("with a page");
        }
        var told = rules.coverage() != AnswerRules.Coverage.NONE
                || rules.answerOk().isPresent();
        var type = answer.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        var json = type.contains("json") || text.startsWith("{") || text.startsWith("[");
        return told || (json && !text.isEmpty()) ? answer.json() : MissingNode.getInstance();
    }

    private JsonNode results(JsonNode body) {
        var results = body.at(rules.results());
        if (results.isArray()) {
            return results;
        }
        if (results.isObject() && rows.size() == 1 && rules.naming() == AnswerRules.Naming.POSITION) {
            return body.isArray() ? body : Json.mapper().createArrayNode().add(results);
        }
        var nobody = rules.coverage() == AnswerRules.Coverage.REFUSED_ROWS
                && rules.answerOk().isPresent()
                && (results.isMissingNode() || results.isNull());
        if (nobody) {
            return Json.mapper().createArrayNode();
        }
        throw answer.badResponse("without a list of results");
    }

    private List<Outcome> outcomes(JsonNode results, Optional<Outcome> unnamed) {
        var outcomes = new Outcome[rows.size()];
        if (rules.naming() == AnswerRules.Naming.POSITION && results.size() != rows.size()) {
            throw answer.badResponse("with results for other rows than were sent");
        }
        for (var i = 0; i < results.size(); i++) {
            var row = position(results.get(i), i);
            if (outcomes[row] != null) {
                throw answer.badResponse("with two results for one row");
            }
            outcomes[row] = outcome(results.get(i), rows.get(row));
        }
        return Arrays.stream(outcomes)
                .map(outcome -> Optional.ofNullable(outcome)
                        .or(() -> unnamed)
                        .orElseThrow(() -> answer.badResponse("without a result for every row")))
                .toList();
    }

    private int position(JsonNode result, int place) {
        var named = AnswerRules.text(result, rules.id()).orElse("");
        var found =
                switch (rules.naming()) {
                    case POSITION -> IntStream.of(place);
                    case INDEX -> IntStream.range(0, rows.size()).filter(i -> named.equals(Integer.toString(i)));
                    case ID ->
                        IntStream.range(0, rows.size())
                                .filter(i -> rows.get(i).id().equals(named));
                };
        return found.findFirst().orElseThrow(() -> answer.badResponse("with a result for a row that was not sent"));
    }

    private Outcome outcome(JsonNode result, Row row) {
        var theirs = AnswerRules.text(result, rules.code());
        if (rules.ok().isPresent()) {
            var said = AnswerRules.text(result, rules.ok());
            if (said.isEmpty() && theirs.isEmpty()) {
                throw answer.badResponse("with a result that says neither yes nor no");
            }
            if (said.filter(rules.okValues()::contains).isPresent()) {
                return accepted(result, row);
            }
        } else if (rules.coverage() == AnswerRules.Coverage.EVERY_ROW && theirs.isEmpty()) {
            return accepted(result, row);
        }
        return refusal(result, theirs.orElse(""), row);
    }

    private Outcome accepted(JsonNode result, Row row) {
        return new Outcome.Accepted(AnswerRules.text(result, rules.reference())
                .map(reference -> VendorText.clean(reference, row.change()))
                .orElse(""));
    }

    private Outcome refusal(JsonNode result, String theirs, Row row) {
        var again = rules.retryCodes().contains(theirs);
        var code = rules.codes().getOrDefault(theirs, again ? ProblemCode.UNAVAILABLE : ProblemCode.FIELD_INVALID);
        var message = AnswerRules.text(result, rules.message())
                .map(text -> VendorText.clean(text, row.change()))
                .orElse("");
        var problem = problem(code, VendorText.clean(theirs, row.change()), message);
        return switch (code.kind()) {
            case TRANSIENT, THROTTLED ->
                new Outcome.Retry(problem, answer.retryAfter().orElse(Duration.ZERO));
            default -> again ? new Outcome.Retry(problem, Duration.ZERO) : new Outcome.Rejected(problem);
        };
    }

    private List<Outcome> refused() {
        if (goneAlready()) {
            return List.of(new Outcome.Accepted(""));
        }
        var error = answer.maybeJson().flatMap(body -> AnswerRules.text(body, rules.errorCode()));
        var mapped = error.map(rules.codes()::get);
        var refusal = mapped.isPresent()
                ? problem(mapped.get(), error.orElse(""), "")
                : rules.statuses().problem(call, answer);
        if (refusal.code().kind() == ProblemCode.Kind.RECORD) {
            if (rows.size() == 1) {
                return List.of(new Outcome.Rejected(refusal));
            }
            throw new ConnectorException(new Problem(
                    ProblemCode.BATCH_REFUSED,
                    "The destination refused the request because of some row.",
                    "",
                    refusal.vendorCode()));
        }
        if (refusal.code() != ProblemCode.BATCH_REFUSED) {
            throw new ConnectorException(refusal, answer.retryAfter().orElse(Duration.ZERO));
        }
        return namedInRefusal(refusal).orElseGet(() -> List.of(rules.statuses().refusedRow(call, answer)));
    }

    /** Who is not found where they are to be removed is removed already. */
    private boolean goneAlready() {
        return rows.size() == 1
                && rows.get(0).change().change() == MemberChange.Kind.REMOVE
                && rows.get(0).operation().method().equals("DELETE")
                && rows.get(0).operation().addressesPerson()
                && (answer.status() == 404 || answer.status() == 410);
    }

    /** A refusal may name the rows that caused it: the others were not applied and come again. */
    private Optional<List<Outcome>> namedInRefusal(Problem refusal) {
        if (rules.coverage() == AnswerRules.Coverage.NONE || rules.naming() == AnswerRules.Naming.POSITION) {
            return Optional.empty();
        }
        var results = answer.maybeJson().map(body -> body.at(rules.results())).filter(JsonNode::isArray);
        return results.map(list -> outcomes(list, Optional.of(new Outcome.Retry(refusal, Duration.ZERO))))
                .filter(outcomes -> outcomes.stream().anyMatch(Outcome.Rejected.class::isInstance));
    }

    private static Problem problem(ProblemCode code, String theirs, String message) {
        var shown = VendorText.clean(theirs);
        return Problem.of(code, message.isEmpty() ? "The destination refused this." : message)
                .vendor(shown.length() > LONGEST_CODE ? shown.substring(0, LONGEST_CODE) : shown);
    }
}
