// SPDX-License-Identifier: AGPL-3.0-or-later
package io.kohorte.connector.iterable;

import io.kohorte.spi.ConnectorException;
import io.kohorte.spi.Outcome;
import io.kohorte.spi.Problem;
import io.kohorte.spi.ProblemCode;
import io.kohorte.toolkit.http.ErrorTable;
import io.kohorte.toolkit.http.HttpAnswer;
import io.kohorte.toolkit.http.HttpCall;

/** What a refused request means. The body is {@code {"code", "msg", "params"}}; the code says more than the status. */
final class RequestErrors {

    private static final ErrorTable TABLE = ErrorTable.STANDARD
            .codeAt("/code")
            .with(404, ProblemCode.INVALID_SETTING)
            .with(ProblemCode.CREDENTIALS_REJECTED, "BadApiKey", "BadAuthorizationHeader", "InvalidApiKey")
            .with(ProblemCode.NOT_PERMITTED, "Forbidden", "ForbiddenParams")
            .with(ProblemCode.RATE_LIMITED, "RateLimitExceeded")
            .with(ProblemCode.AUDIENCE_GONE, "error.lists.invalidListId")
            .with(
                    ProblemCode.BATCH_REFUSED,
                    "RequestFieldsTypesMismatched",
                    "BadParams",
                    "BadJsonBody",
                    "InvalidEmailAddressError",
                    "InvalidUserIdError",
                    "DuplicateEmail")
            .saying(
                    ProblemCode.CREDENTIALS_REJECTED,
                    "Iterable does not accept this API key: it is withdrawn, or of the other data centre.")
            .saying(ProblemCode.NOT_PERMITTED, "This API key may not do that: create one of the type Server-side.")
            .saying(ProblemCode.RATE_LIMITED, "Iterable takes no more requests right now.")
            .saying(ProblemCode.AUDIENCE_GONE, "Iterable does not know this list.")
            .saying(ProblemCode.BATCH_REFUSED, "Iterable refused the request for the sake of one of its rows.")
            .saying(ProblemCode.INVALID_SETTING, "Iterable does not know this address.")
            .saying(ProblemCode.UNAVAILABLE, "Iterable is not available.")
            .saying(ProblemCode.TIMEOUT, "Iterable is not available.")
            .saying(ProblemCode.MAYBE_APPLIED, "Iterable stumbled after it took the request and may have done it.");

    private RequestErrors() {}

    static ConnectorException of(HttpCall call, HttpAnswer answer) {
        return TABLE.refusal(call, answer);
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
}
