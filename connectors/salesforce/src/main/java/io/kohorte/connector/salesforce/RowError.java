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

    /** Begins the sentence about a related record that is named by an external id nobody has. */
    private static final String NOBODY = "Foreign key external ID";

    private static final Pattern COLUMN = Pattern.compile("No such column '([A-Za-z0-9_.]{1,80})'");

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
        if (operation == Target.Operation.INSERT_ABSENT && code.equals("DUPLICATE_VALUE")) {
            return again(ProblemCode.ROW_LOCKED, "Somebody else has just created this record.");
        }
        if (locked(code, message)) {
            return again(ProblemCode.ROW_LOCKED, "Salesforce has locked this record.");
        }
        return switch (code) {
            case "SERVER_UNAVAILABLE", "REQUEST_RUNNING_TOO_LONG", "QUERY_TIMEOUT" ->
                again(ProblemCode.UNAVAILABLE, "Salesforce is not available.");
            case "STORAGE_LIMIT_EXCEEDED" ->
                again(ProblemCode.LIMIT_REACHED, "The storage of the organisation is full.");
            case "INVALID_FIELD_FOR_INSERT_UPDATE" ->
                paused(ProblemCode.NOT_PERMITTED, "The integration user may not write this field.");
            case "INVALID_TYPE" ->
                paused(ProblemCode.INVALID_SETTING, "Salesforce does not know this object, field or address.");
            case "INVALID_FIELD" ->
                message.startsWith(NOBODY)
                        ? rejected(about)
                        : paused(
                                ProblemCode.INVALID_SETTING, "Salesforce does not know this object, field or address.");
            default -> rejected(about);
        };
    }

    /** It would be refused of every row: the sync pauses, and sends the rows as soon as it goes on. */
    private Outcome paused(ProblemCode problem, String sentence) {
        return new Outcome.Retry(
                Problem.of(problem, sentence).at(VendorText.clean(culprit())).vendor(code), Duration.ZERO);
    }

    /** {@code No such column 'Churn__c' on sobject of type Contact} (form from memory). */
    private String culprit() {
        var named = COLUMN.matcher(message);
        return field.isEmpty() && named.find() ? named.group(1) : field;
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
            case "INVALID_FIELD" -> ProblemCode.NOT_FOUND;
            default -> ProblemCode.FIELD_INVALID;
        };
    }
}
