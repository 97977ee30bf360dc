// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.salesforce;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.VendorText;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;

/**
 * What a refused request means. The body is {@code [{"message", "errorCode"}]}; the code says more than the status
 * (a spent quota is a 403).
 */
final class RequestErrors {

    private static final ErrorTable TABLE = ErrorTable.STANDARD
            .with(300, ProblemCode.BATCH_REFUSED)
            .with(401, ProblemCode.CREDENTIALS_EXPIRED)
            .with(404, ProblemCode.INVALID_SETTING)
            .with(410, ProblemCode.VERSION_RETIRED);

    private RequestErrors() {}

    static ConnectorException of(HttpCall call, HttpAnswer answer) {
        var vendorCode = code(answer);
        var standard = TABLE.refusal(call, answer);
        if (vendorCode.isEmpty()) {
            return standard;
        }
        var code = code(vendorCode, text(answer, "message"), standard.problem().code());
        var sentence = VendorText.clean(sentence(code));
        var wait = code == ProblemCode.QUOTA_SPENT ? ApiUsage.PAUSE : standard.after();
        return new ConnectorException(Problem.of(code, sentence).vendor(VendorText.clean(vendorCode)), wait);
    }

    /** Codes as in the REST API guide, "Status codes and error responses"; those of jobs are one word (from memory). */
    private static ProblemCode code(String vendorCode, String message, ProblemCode byStatus) {
        return switch (vendorCode) {
            case "REQUEST_LIMIT_EXCEEDED", "EXCEEDEDQUOTA" -> ProblemCode.QUOTA_SPENT;
            case "INVALID_SESSION_ID" -> ProblemCode.CREDENTIALS_EXPIRED;
            case "INVALID_FIELD",
                    "INVALID_FIELD_FOR_INSERT_UPDATE",
                    "INVALID_TYPE",
                    "MALFORMED_QUERY",
                    "NOT_FOUND",
                    "INVALID_QUERY_LOCATOR",
                    "INVALIDJOB",
                    "INVALIDENTITY",
                    "INVALIDOPERATION",
                    "CLIENTINPUTERROR" -> ProblemCode.INVALID_SETTING;
            case "API_DISABLED_FOR_ORG",
                    "APIDISABLED",
                    "FEATURENOTENABLED",
                    "API_CURRENTLY_DISABLED",
                    "INSUFFICIENT_ACCESS",
                    "INSUFFICIENT_ACCESS_OR_READONLY" -> ProblemCode.NOT_PERMITTED;
            case "UNSUPPORTED_API_VERSION", "INVALIDVERSION" -> ProblemCode.VERSION_RETIRED;
            case "UNABLE_TO_LOCK_ROW" -> ProblemCode.ROW_LOCKED;
            case "SERVER_UNAVAILABLE", "QUERY_TIMEOUT" -> ProblemCode.UNAVAILABLE;
            default -> RowError.locked(vendorCode, message) ? ProblemCode.ROW_LOCKED : byStatus;
        };
    }

    private static String sentence(ProblemCode code) {
        return switch (code) {
            case QUOTA_SPENT -> "The organisation's daily API requests are spent.";
            case CREDENTIALS_EXPIRED -> "Salesforce no longer accepts the session, even a new one.";
            case INVALID_SETTING -> "Salesforce does not know this object, field or address.";
            case NOT_PERMITTED -> "The integration user lacks the permission for this.";
            case VERSION_RETIRED -> "Salesforce no longer serves this API version.";
            case ROW_LOCKED -> "Salesforce has locked a record that this request needs.";
            case UNAVAILABLE -> "Salesforce is not available.";
            default -> "Salesforce refused the request.";
        };
    }

    /** Salesforce's own code; empty text when it names none. */
    static String code(HttpAnswer answer) {
        return text(answer, "errorCode");
    }

    private static String text(HttpAnswer answer, String field) {
        return answer.maybeJson()
                .map(body -> body.isArray() ? body.path(0) : body)
                .map(error -> error.path(field).asText(""))
                .orElse("");
    }
}
