// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;
import io.kohorte.toolkit.http.StatusTable;

/** What a refused request means. The body is {@code {"code", "msg", "params"}}; the code says more than the status. */
final class RequestErrors {

    private static final StatusTable TABLE = StatusTable.STANDARD.with(404, ProblemCode.INVALID_SETTING);

    private RequestErrors() {}

    static ConnectorException of(HttpCall call, HttpAnswer answer) {
        var vendorCode = vendorCode(answer);
        var standard = TABLE.refusal(call, answer);
        var code = code(vendorCode, standard.problem().code());
        if (vendorCode.isEmpty()) {
            return standard;
        }
        return new ConnectorException(Problem.of(code, sentence(code)).vendor(vendorCode), standard.after());
    }

    /** A row that stood alone in a request that was refused for its sake. */
    static Outcome ofRow(HttpCall call, HttpAnswer answer) {
        var refusal = of(call, answer);
        if (call.rows().size() != 1 || refusal.problem().code() != ProblemCode.BATCH_REFUSED) {
            throw refusal;
        }
        var vendorCode = refusal.problem().vendorCode();
        var code = vendorCode.contains("Email") ? ProblemCode.IDENTIFIER_INVALID : ProblemCode.FIELD_INVALID;
        return new Outcome.Rejected(Problem.of(code, "Iterable refused this user or one of the fields.")
                .vendor(vendorCode));
    }

    /** Empty unless it looks like one: the rest of the body may quote what we sent. */
    static String vendorCode(HttpAnswer answer) {
        return answer.maybeJson()
                .map(body -> body.path("code").asText(""))
                .filter(code -> code.matches("[A-Za-z][A-Za-z0-9_.]{1,60}"))
                .orElse("");
    }

    private static ProblemCode code(String vendorCode, ProblemCode byStatus) {
        return switch (vendorCode) {
            case "BadApiKey", "BadAuthorizationHeader", "InvalidApiKey" -> ProblemCode.CREDENTIALS_REJECTED;
            case "Forbidden", "ForbiddenParams" -> ProblemCode.NOT_PERMITTED;
            case "RateLimitExceeded" -> ProblemCode.RATE_LIMITED;
            case "error.lists.invalidListId" -> ProblemCode.AUDIENCE_GONE;
            case "RequestFieldsTypesMismatched",
                    "BadParams",
                    "BadJsonBody",
                    "InvalidEmailAddressError",
                    "InvalidUserIdError",
                    "DuplicateEmail" -> ProblemCode.BATCH_REFUSED;
            default -> byStatus;
        };
    }

    private static String sentence(ProblemCode code) {
        return switch (code) {
            case CREDENTIALS_REJECTED ->
                "Iterable does not accept this API key: it is withdrawn, or of the other data centre.";
            case NOT_PERMITTED -> "This API key may not do that: create one of the type Server-side.";
            case RATE_LIMITED -> "Iterable takes no more requests right now.";
            case AUDIENCE_GONE -> "Iterable does not know this list.";
            case BATCH_REFUSED -> "Iterable refused the request for the sake of one of its rows.";
            case INVALID_SETTING -> "Iterable does not know this address.";
            case UNAVAILABLE, TIMEOUT -> "Iterable is not available.";
            case MAYBE_APPLIED -> "Iterable stumbled after it took the request and may have done it.";
            default -> "Iterable refused the request.";
        };
    }
}
