// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.kohorte.spi.MemberChange;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.VendorText;
import java.time.Duration;

/** What one record's result means: {@code {"success", "id", "errors": [{"statusCode", "message", "fields"}]}}. */
final class RowErrors {

    private RowErrors() {}

    /** @param about the change the record stands for: its data is taken out of the vendor's sentence */
    static Outcome outcome(JsonNode result, MemberChange about) {
        if (!result.path("success").isBoolean()) {
            throw BadAnswer.of("a record without saying whether it was taken");
        }
        if (result.path("success").asBoolean()) {
            return new Outcome.Accepted(result.path("id").asText(""));
        }
        var error = result.path("errors").path(0);
        var vendorCode = error.path("statusCode").asText("");
        var message = error.path("message").asText("");
        var field = error.path("fields").path(0).asText("");
        if (locked(vendorCode, message)) {
            return new Outcome.Retry(
                    Problem.of(ProblemCode.ROW_LOCKED, "Salesforce has locked this record.")
                            .vendor(vendorCode),
                    Duration.ZERO);
        }
        var sentence = VendorText.clean(message, about);
        var problem = Problem.of(
                        code(vendorCode, message), sentence.isEmpty() ? "Salesforce refused this record." : sentence)
                .at(VendorText.clean(field))
                .vendor(VendorText.clean(vendorCode));
        return new Outcome.Rejected(problem);
    }

    /** Locks are also reported by triggers, inside another code. */
    static boolean locked(String vendorCode, String message) {
        return vendorCode.equals("UNABLE_TO_LOCK_ROW")
                || (vendorCode.equals("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY")
                        && (message.contains("UNABLE_TO_LOCK_ROW") || message.contains("Too many SOQL queries")));
    }

    static boolean alreadyMember(JsonNode result) {
        return result.path("errors").path(0).path("statusCode").asText("").equals("DUPLICATE_VALUE");
    }

    private static ProblemCode code(String vendorCode, String message) {
        return switch (vendorCode) {
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
