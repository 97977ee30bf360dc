// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.ProblemCode;
import io.kohorte.spi.Settings;
import io.kohorte.toolkit.http.ErrorTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How an answer is to be read.
 *
 * @param coverage of which rows the list of results tells
 * @param results where the list is; the whole answer when empty
 * @param naming how a result says whose it is
 * @param id of the row, or its index, within a result
 * @param ok what says whether a row was taken
 * @param okValues that mean it was
 * @param answerOk what must hold in every answer that is a success; none when empty
 * @param codes the vendor's codes to ours
 * @param retryCodes the vendor's codes that mean "not this time"
 */
record AnswerRules(
        Coverage coverage,
        JsonPointer results,
        Naming naming,
        TextTemplate rowId,
        Optional<JsonPointer> id,
        Optional<JsonPointer> ok,
        List<String> okValues,
        Optional<JsonPointer> reference,
        Optional<JsonPointer> code,
        Optional<JsonPointer> message,
        Map<String, ProblemCode> codes,
        List<String> retryCodes,
        Optional<JsonPointer> answerOk,
        List<String> answerOkValues,
        Optional<JsonPointer> errorCode,
        ErrorTable statuses) {

    /** Of which rows an answer tells. */
    enum Coverage {
        NONE,
        EVERY_ROW,
        REFUSED_ROWS
    }

    /** How a result says whose it is. */
    enum Naming {
        POSITION,
        INDEX,
        ID
    }

    static AnswerRules of(Settings settings) {
        var coverage =
                switch (settings.text("results", "none")) {
                    case "every-row" -> Coverage.EVERY_ROW;
                    case "refused-rows" -> Coverage.REFUSED_ROWS;
                    default -> Coverage.NONE;
                };
        var naming =
                switch (settings.text("resultNaming", "position")) {
                    case "index" -> Naming.INDEX;
                    case "id" -> Naming.ID;
                    default -> Naming.POSITION;
                };
        var rules = new AnswerRules(
                coverage,
                pointer(settings, "resultsPointer").orElse(JsonPointer.empty()),
                naming,
                TextTemplate.read(settings.text("rowId", "{{key}}"), settings.text("defaultRegion", ""), "rowId"),
                pointer(settings, "resultIdPointer"),
                pointer(settings, "okPointer"),
                orElse(settings.texts("okValues"), List.of("true")),
                pointer(settings, "referencePointer"),
                pointer(settings, "codePointer"),
                pointer(settings, "messagePointer"),
                codes(settings, "codes"),
                settings.texts("retryCodes"),
                pointer(settings, "answerOkPointer"),
                orElse(settings.texts("answerOkValues"), List.of("true")),
                pointer(settings, "errorCodePointer"),
                statuses(settings));
        rules.validate();
        return rules;
    }

    private void validate() {
        if (coverage == Coverage.REFUSED_ROWS && naming == Naming.POSITION) {
            throw Mistake.in("resultNaming", "A list of refused rows must name them, by index or by id.");
        }
        if (coverage != Coverage.NONE && naming != Naming.POSITION && id.isEmpty()) {
            throw Mistake.in("resultIdPointer", "Say where a result names its row.");
        }
        if (coverage == Coverage.EVERY_ROW && ok.isEmpty() && code.isEmpty()) {
            throw Mistake.in("okPointer", "Say what tells a row that was taken from one that was not.");
        }
    }

    /** Whether results name rows by what {@link #rowId} says. */
    boolean byId() {
        return coverage != Coverage.NONE && naming == Naming.ID;
    }

    /** The text of a member; empty when it is absent, null or no single value. */
    static Optional<String> text(JsonNode node, Optional<JsonPointer> at) {
        return at.map(node::at)
                .filter(found -> found.isValueNode() && !found.isNull())
                .map(JsonNode::asText)
                .filter(text -> !text.isBlank());
    }

    private static List<String> orElse(List<String> given, List<String> fallback) {
        return given.isEmpty() ? fallback : given;
    }

    private static Optional<JsonPointer> pointer(Settings settings, String name) {
        return settings.optionalText(name).map(text -> {
            try {
                return JsonPointer.compile(text);
            } catch (IllegalArgumentException none) {
                throw Mistake.in(name, "A JSON Pointer looks like /results or /error/code.");
            }
        });
    }

    private static ErrorTable statuses(Settings settings) {
        var table = ErrorTable.STANDARD;
        for (var status : codes(settings, "statuses").entrySet()) {
            if (!status.getKey().matches("[1-5][0-9]{2}")) {
                throw Mistake.in("statuses", "An HTTP status is a number such as 409.");
            }
            table = table.with(Integer.parseInt(status.getKey()), status.getValue());
        }
        return table;
    }

    private static Map<String, ProblemCode> codes(Settings settings, String name) {
        return settings.pairs(name).entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, code -> {
                    try {
                        return ProblemCode.valueOf(code.getValue());
                    } catch (IllegalArgumentException unknown) {
                        throw Mistake.in(name, "There is no problem called " + code.getValue() + ".");
                    }
                }));
    }
}
