// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.VendorText;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Why one record was refused.
 *
 * @param code Salesforce's
 * @param field at fault; empty text when none is named
 */
record RowError(String code, String message, String field) {

    /** {@code REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --} (form from memory). */
    private static final Pattern OF_A_JOB =
            Pattern.compile("(?s)([A-Z][A-Z0-9_]*):(.*?)(?::([A-Za-z0-9_., ]*?)\\s*--)?");

    /** In answers of sObject Collections: {@code {"statusCode", "message", "fields"}}. */
    static RowError of(JsonNode error) {
        return new RowError(
                error.path("statusCode").asText(""),
                error.path("message").asText(""),
                error.path("fields").path(0).asText(""));
    }

    /** In results of jobs: one text. */
    static RowError of(String text) {
        var match = OF_A_JOB.matcher(text.strip());
        if (!match.matches()) {
            return new RowError("", text, "");
        }
        var fields = match.group(3) == null ? "" : match.group(3);
        return new RowError(match.group(1), match.group(2), fields.split("[,.\\s]", 2)[0]);
    }

    /** @param about the change the record stands for: its data is taken out of Salesforce's sentence */
    Outcome outcome(Target.Operation operation, MemberChange about) {
        if (operation == Target.Operation.INSERT && code.equals("DUPLICATE_VALUE")) {
            return new Outcome.Accepted(""); // a member already: what we want
        }
        if (locked(code, message)) {
            return again(ProblemCode.ROW_LOCKED, "Salesforce has locked this record.");
        }
        return switch (code) {
            case "SERVER_UNAVAILABLE", "REQUEST_RUNNING_TOO_LONG", "QUERY_TIMEOUT" ->
                again(ProblemCode.UNAVAILABLE, "Salesforce is not available.");
            case "STORAGE_LIMIT_EXCEEDED" ->
                again(ProblemCode.LIMIT_REACHED, "The storage of the organisation is full.");
            default -> rejected(about);
        };
    }

    private Outcome again(ProblemCode problem, String sentence) {
        return new Outcome.Retry(Problem.of(problem, sentence).vendor(code), Duration.ZERO);
    }

    private Outcome rejected(MemberChange about) {
        var sentence = VendorText.clean(message, about);
        return new Outcome.Rejected(
                Problem.of(problemCode(), sentence.isEmpty() ? "Salesforce refused this record." : sentence)
                        .at(VendorText.clean(field))
                        .vendor(VendorText.clean(code)));
    }

    /** Locks are also reported by triggers, inside another code. */
    static boolean locked(String code, String message) {
        return code.equals("UNABLE_TO_LOCK_ROW")
                || (code.equals("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY")
                        && (message.contains("UNABLE_TO_LOCK_ROW") || message.contains("Too many SOQL queries")));
    }

    private ProblemCode problemCode() {
        return switch (code) {
            case "MALFORMED_ID" -> ProblemCode.IDENTIFIER_INVALID;
            case "DUPLICATES_DETECTED", "DUPLICATE_VALUE" -> ProblemCode.DUPLICATE;
            case "DUPLICATE_EXTERNAL_ID" -> ProblemCode.CONFLICT;
            case "ENTITY_IS_DELETED", "NOT_FOUND", "INVALID_CROSS_REFERENCE_KEY" -> ProblemCode.NOT_FOUND;
            case "INVALID_FIELD" ->
                message.startsWith("Foreign key external ID") ? ProblemCode.NOT_FOUND : ProblemCode.FIELD_INVALID;
            default -> ProblemCode.FIELD_INVALID;
        };
    }
}
